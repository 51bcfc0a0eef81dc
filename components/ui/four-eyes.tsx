type Step = { label: string; state: "done" | "now" | "next" };

/** The line from one decision to the second pair of eyes to the end. */
export function FourEyes({ steps, label }: { steps: readonly Step[]; label?: string }) {
  return (
    <ol className="four-eyes" aria-label={label}>
      {steps.map((step) => (
        <li key={step.label} data-state={step.state} aria-current={step.state === "now" ? "step" : undefined}>
          {step.label}
        </li>
      ))}
    </ol>
  );
}
