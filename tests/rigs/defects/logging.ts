import type { Defect } from "./defect.ts";

const inText = { of: "W14", project: "unit", test: "tests/unit/log/without-values.test.ts" } as const;
const inConsole = {
  of: "W14",
  project: "integration",
  test: "tests/integration/log/console.test.ts",
} as const;
const inTraces = { of: "W14", project: "integration", test: "tests/integration/log/traces.test.ts" } as const;

/** What whoever runs the program reads. */
export const LOGGING_DEFECTS: readonly Defect[] = [
  {
    says: "numbers in the text of an error reach the log",
    file: "lib/log/without-values.ts",
    find: '? found : "…"))',
    put: "? found : found))",
    ...inText,
  },
  {
    says: "a full disk behind the log ends what was under way",
    file: "lib/log/log.ts",
    find: '  lines.on("error", () => undefined);\n',
    put: "",
    ...inConsole,
  },
  {
    says: "what nobody caught goes past the log",
    file: "lib/log/console.ts",
    find: "log().fatal({ err }, ",
    put: "String(",
    ...inConsole,
  },
  {
    says: "values in the text of an error reach the log",
    file: "lib/log/without-values.ts",
    find: "if (!first || !last) return text;",
    put: "if (first || !last) return text;",
    ...inText,
  },
  {
    says: "the message of an error reaches the log in front of its stack",
    file: "lib/log/without-values.ts",
    find: "(at < 0 ? stack : stack.slice(at + message.length))",
    put: "stack",
    ...inText,
  },
  {
    says: "what Next tells the console goes past the log",
    file: "instrumentation.ts",
    find: "    logConsole();\n",
    put: "",
    ...inConsole,
  },
  {
    says: "addresses with what was searched for leave with the traces",
    file: "lib/log/traces.ts",
    find: "attributes: { value: harmlessOf(span.attributes) },",
    put: "",
    ...inTraces,
  },
  {
    says: "texts of errors leave with the traces",
    file: "lib/log/traces.ts",
    find: "    events: { value: [] },\n",
    put: "",
    ...inTraces,
  },
];
