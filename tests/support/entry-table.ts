import { randomUUID } from "node:crypto";
import { ADMIN, ALL, DESK, FRAUD, type Ids, type Inside, LOG, MANAGER } from "./entry-who.ts";

export type Page = { path: (ids: Ids) => string; may: readonly Inside[]; open?: boolean };
const page = (path: string | ((ids: Ids) => string), may: readonly Inside[], open = false): Page => ({
  path: typeof path === "string" ? () => path : path,
  may,
  open,
});

/** Every page of the build by its key in the manifest. `open`: there for whoever comes, signed in or not. */
export const PAGES: Record<string, Page> = {
  "/(auth)/set-password/[token]/page": page(`/set-password/${"a".repeat(43)}`, [], true),
  "/(auth)/sign-in/page": page("/sign-in", [], true),
  "/(staff)/page": page("/", ALL),
  "/(staff)/account/page": page("/account", ALL),
  "/(staff)/audit/page": page(({ event }) => `/audit?event=${event}`, LOG),
  "/(staff)/audit/subjects/[id]/page": page(({ subject }) => `/audit/subjects/${subject}`, LOG),
  "/(staff)/cases/page": page("/cases", DESK),
  "/(staff)/cases/[number]/page": page((ids) => `/cases/${ids.case}`, DESK),
  "/(staff)/processes/page": page("/processes", DESK),
  "/(staff)/processes/[id]/page": page(({ process }) => `/processes/${process}`, DESK),
  "/(staff)/processes/lists/page": page("/processes/lists", DESK),
  // Of somebody of the desk: their own, and a manager's to see.
  "/(staff)/processes/lists/[id]/page": page(
    ({ list }) => `/processes/lists/${list}`,
    ["support", "manager"],
  ),
  "/(staff)/exports/page": page("/exports", FRAUD),
  "/(staff)/references/page": page("/references", DESK),
  "/(staff)/references/import/page": page("/references/import", MANAGER),
  "/(staff)/references/import/[id]/page": page(({ import: id }) => `/references/import/${id}`, MANAGER),
  "/(staff)/reports/page": page("/reports", FRAUD),
  "/(staff)/reverifications/page": page("/reverifications", FRAUD),
  "/(staff)/reverifications/new/page": page("/reverifications/new", FRAUD),
  "/(staff)/reverifications/[id]/page": page((ids) => `/reverifications/${ids.reverification}`, FRAUD),
  "/(staff)/sandbox/page": page("/sandbox", ALL),
  "/(staff)/settings/connections/page": page("/settings/connections", ADMIN),
  "/(staff)/settings/retention/page": page("/settings/retention", ADMIN),
  "/(staff)/settings/triage/page": page("/settings/triage", ["manager"]),
  "/(staff)/settings/users/page": page("/settings/users", ADMIN),
  "/(staff)/settings/users/new/page": page("/settings/users/new", ADMIN),
  "/(staff)/settings/users/[id]/page": page(({ user }) => `/settings/users/${user}`, ADMIN),
};

/** Pages that Next makes of its own accord and that hold nothing. */
export const NO_PAGES = ["/_global-error/page", "/_not-found/page"];

type Status = number | readonly number[];
export type Handler = {
  path: (ids: Ids) => string;
  /** What each method answers to nobody, and to whom it gives something; a method that is left out is refused. */
  methods: Record<string, { anonymous: Status; may: readonly Inside[]; inside: Status; refused: Status }>;
};
const everybody = (status: Status) => ({ anonymous: status, may: ALL, inside: status, refused: status });

export const HANDLERS: Record<string, Handler> = {
  "/api/health/route": { path: () => "/api/health", methods: { GET: everybody(200) } },
  "/api/metrics/route": { path: () => "/api/metrics", methods: { GET: everybody(200) } },
  "/api/ready/route": { path: () => "/api/ready", methods: { GET: everybody(200) } },
  "/icon.svg/route": { path: () => "/icon.svg", methods: { GET: everybody(200) } },
  "/api/auth/[...nextauth]/route": {
    path: () => "/api/auth/session",
    methods: { GET: everybody(200), POST: everybody(404) },
  },
  // Not there where no company's sign-in is configured.
  "/(auth)/sign-in/company/route": {
    path: () => "/sign-in/company",
    methods: { GET: everybody([303, 404]), POST: everybody([303, 404]) },
  },
  "/api/auth/callback/company/route": {
    path: () => "/api/auth/callback/company?code=x&state=x",
    methods: { GET: everybody([303, 404]) },
  },
  "/api/webhooks/unico/route": {
    path: () => "/api/webhooks/unico",
    methods: { GET: everybody(405), POST: everybody(401) },
  },
  "/unico-sdk/[...file]/route": { path: () => "/unico-sdk/main.js", methods: { GET: everybody(404) } },
  "/(staff)/sandbox/selfie/route": {
    path: () => "/sandbox/selfie",
    methods: { GET: { anonymous: 401, may: FRAUD, inside: 200, refused: 404 } },
  },
  "/api/selfies/[id]/route": {
    path: (ids) => `/api/selfies/${ids.reverification}`,
    methods: { GET: { anonymous: 404, may: FRAUD, inside: [200, 404], refused: 404 } },
  },
  // Asked without a place to count from, and so for nothing: an open line would never end. Who gets one: live.test.ts.
  "/api/live/cases/route": {
    path: () => "/api/live/cases",
    methods: { GET: { anonymous: 404, may: DESK, inside: 404, refused: 404 } },
  },
  "/api/live/cases/[number]/route": {
    path: (ids) => `/api/live/cases/${ids.case}`,
    methods: { GET: { anonymous: 404, may: DESK, inside: 404, refused: 404 } },
  },
  // Asked as from no page of ours. What else it answers: keeping.test.ts.
  "/api/cases/[number]/lease/route": {
    path: (ids) => `/api/cases/${ids.case}/lease`,
    methods: { POST: { anonymous: 404, may: FRAUD, inside: 403, refused: 403 } },
  },
  "/api/cases/[number]/pdf/route": {
    path: (ids) => `/api/cases/${ids.case}/pdf`,
    methods: { GET: { anonymous: 404, may: FRAUD, inside: 200, refused: 404 } },
  },
  // Asked as from no page of ours. What else they answer: attachments-entry.test.ts.
  "/api/cases/[number]/files/route": {
    path: (ids) => `/api/cases/${ids.case}/files`,
    methods: { POST: { anonymous: 404, may: FRAUD, inside: 403, refused: 403 } },
  },
  "/api/cases/[number]/files/[id]/route": {
    path: (ids) => `/api/cases/${ids.case}/files/${randomUUID()}`,
    methods: { GET: { anonymous: 404, may: FRAUD, inside: 404, refused: 404 } },
  },
  // Asked as from no page of ours. What else it answers: import-entry.test.ts.
  "/api/references/import/route": {
    path: () => "/api/references/import?mode=all",
    methods: { POST: { anonymous: 404, may: MANAGER, inside: 403, refused: 403 } },
  },
  "/api/references/imports/[id]/report/route": {
    path: (ids) => `/api/references/imports/${ids.import}/report`,
    methods: { GET: { anonymous: 404, may: MANAGER, inside: 200, refused: 404 } },
  },
  "/api/processes/lists/[id]/file/route": {
    path: ({ list }) => `/api/processes/lists/${list}/file`,
    methods: { GET: { anonymous: 404, may: ["support", "manager"], inside: 200, refused: 404 } },
  },
  // Nobody's, for nobody has one of that id. What else they answer: exports.test.ts.
  "/api/exports/[id]/download/route": {
    path: () => `/api/exports/${randomUUID()}/download`,
    methods: { GET: { anonymous: 404, may: FRAUD, inside: 404, refused: 404 } },
  },
  "/api/exports/[id]/manifest/route": {
    path: () => `/api/exports/${randomUUID()}/manifest`,
    methods: { GET: { anonymous: 404, may: FRAUD, inside: 404, refused: 404 } },
  },
  "/api/audit/export/route": {
    path: () => "/api/audit/export",
    methods: { POST: { anonymous: 404, may: LOG, inside: [400, 403], refused: [403, 404] } },
  },
  "/api/audit/[seq]/proof/route": {
    path: ({ event }) => `/api/audit/${event}/proof`,
    methods: { GET: { anonymous: 404, may: LOG, inside: [200, 409, 429], refused: 404 } },
  },
  "/api/subjects/[id]/file/route": {
    path: ({ subject }) => `/api/subjects/${subject}/file`,
    methods: { POST: { anonymous: 404, may: MANAGER, inside: [400, 403, 404], refused: [403, 404] } },
  },
};
