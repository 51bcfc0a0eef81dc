/** One figure of a metric, told apart from its others by labels. */
export type Sample = { readonly labels?: Readonly<Record<string, string>>; readonly value: number };
export type Metric = {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly samples: readonly Sample[];
};

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

const labelsOf = (labels: Readonly<Record<string, string>> = {}): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
};

/** The text format of Prometheus, version 0.0.4; a metric without figures is left out. */
export const metricsText = (metrics: readonly Metric[]): string =>
  metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) =>
      [
        `# HELP contraprova_${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
        `# TYPE contraprova_${name} ${type}`,
        ...samples.map(({ labels, value }) => `contraprova_${name}${labelsOf(labels)} ${value}`),
        "",
      ].join("\n"),
    )
    .join("");
