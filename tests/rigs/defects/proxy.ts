import type { Defect } from "./defect.ts";

/** As if the proxy had been bypassed, by whatever way in front of it: it never runs. */
const neverRuns = {
  of: "W3",
  file: "proxy.ts",
  find: 'matcher: "/((?!_next/static/|api/webhooks/unico$|api/references/import$|api/cases/[0-9]+/files$).*)"',
  put: 'matcher: "/nothing-lies-here"',
  project: "e2e",
} as const;
const stays = "green";

/** That the proxy decides nothing about access: what is refused with it is refused without it. */
export const PROXY_DEFECTS: readonly Defect[] = [
  {
    ...neverRuns,
    says: "the proxy never runs: pages and handlers are as closed as before",
    test: "tests/e2e/entry-points.test.ts",
    stays,
  },
  {
    ...neverRuns,
    says: "the proxy never runs: actions are as closed as before",
    test: "tests/e2e/direct-posts.alone.ts",
    only: "an action posted without a session, or in a role that may not, is refused before anything happens",
    stays,
  },
  {
    ...neverRuns,
    says: "the proxy never runs: no shape of a request gets in",
    test: "tests/e2e/bypass.alone.ts",
    only: "no shape of a request gets nobody a byte of a protected page",
    stays,
  },
  // That it really was taken out: what the proxy is for is missed.
  {
    ...neverRuns,
    says: "the proxy never runs: no answer has a policy",
    of: "S3",
    test: "tests/e2e/headers.test.ts",
  },
];
