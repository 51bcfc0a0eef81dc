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
    says: "values in the text of an error reach the log",
    file: "lib/log/without-values.ts",
    find: "OWN_NAME.test(quoted) ? quoted",
    put: "quoted ? quoted",
    ...inText,
  },
  {
    says: "the message of an error reaches the log in front of its stack",
    file: "lib/log/without-values.ts",
    find: ".filter((line) => /^\\s+at /.test(line))",
    put: "",
    ...inText,
  },
  {
    says: "what Next tells the console goes past the log",
    file: "instrumentation.ts",
    find: 'if (process.env.NODE_ENV === "production") logConsole();',
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
