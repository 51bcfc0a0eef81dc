import { randomUUID } from "node:crypto";

/** Who knocks: the demo people, nobody, somebody whose account was switched off, somebody who idled too long. */
export const KNOCKERS = [
  "anonymous",
  "support",
  "analyst",
  "manager",
  "admin",
  "disabled",
  "expired",
] as const;
export type Knocker = (typeof KNOCKERS)[number];
export const INSIDE = ["support", "analyst", "manager", "admin"] as const satisfies Knocker[];
type Inside = (typeof INSIDE)[number];

/** Things that exist, to be asked for; each stands in the address of something. */
export type Ids = Record<
  "case" | "reverification" | "process" | "list" | "import" | "subject" | "user" | "event",
  string
>;

export type Page = { path: (ids: Ids) => string; may: readonly Inside[]; open?: boolean };
const ALL = INSIDE;
const DESK = ["support", "analyst", "manager"] as const;
const FRAUD = ["analyst", "manager"] as const;
const LOG = ["manager", "admin"] as const;
const ADMIN = ["admin"] as const;
const MANAGER = ["manager"] as const;
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

export type Form = Record<string, string>;
/** `bare`: takes its form, or nothing, as its only argument and answers nobody anything. */
export type Action = {
  page: (ids: Ids) => string;
  may: readonly Inside[] | "open";
  form: (ids: Ids) => Form;
  bare?: true;
};

const NOTE = "A note that is long enough to be taken.";
const on = (path: string | ((ids: Ids) => string)) => (typeof path === "string" ? () => path : path);
const action = (
  path: string | ((ids: Ids) => string),
  may: Action["may"],
  form: (ids: Ids) => Form = () => ({}),
): Action => ({ page: on(path), may, form });

/** Of a run over many, nothing is to change. */
const NO_CASE = "2000000000";
const USER = ({ user }: Ids) => `/settings/users/${user}`;
const PERSON = ({ subject }: Ids) => `/audit/subjects/${subject}`;
const RECHECK = ({ reverification }: Ids) => `/reverifications/${reverification}`;

/** Every server action of the build, by the file and the name that it is exported under. */
export const ACTIONS: Record<string, Action> = {
  "app/(auth)/preferences.ts#choosePreferenceAction": { ...action("/sign-in", "open"), bare: true },
  "app/(auth)/set-password/[token]/actions.ts#setPasswordAction": action(
    `/set-password/${"a".repeat(43)}`,
    "open",
    () => ({
      token: "a".repeat(43),
      password: "a password that is long",
      repeated: "a password that is long",
    }),
  ),
  "app/(auth)/sign-in/actions.ts#signInAction": action("/sign-in", "open", () => ({
    email: `nobody-${randomUUID()}@contraprova.test`,
    password: "no password of anybody",
  })),
  "app/(auth)/sign-in/actions.ts#answerCodeAction": action("/sign-in", "open", () => ({ code: "000000" })),
  "app/(auth)/sign-in/actions.ts#answerRecoveryAction": action("/sign-in", "open", () => ({
    recovery: "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA",
  })),
  "app/(auth)/sign-in/actions.ts#confirmFirstAction": action("/sign-in", "open", () => ({ code: "000000" })),
  "app/(auth)/sign-in/actions.ts#goOnAction": action("/sign-in", "open"),
  "app/(auth)/sign-in/actions.ts#startOverAction": { ...action("/sign-in", "open"), bare: true },
  "app/(staff)/actions.ts#signOutAction": { ...action("/account", "open"), bare: true },
  "app/(staff)/finding-actions.ts#findAction": action("/", DESK, () => ({ q: "529.982.247-25" })),
  "app/(staff)/reveal-actions.ts#revealAction": action("/processes", DESK, ({ process }) => ({
    field: "cpf",
    place: "process",
    record: process,
    reason: "contact_customer",
  })),
  "app/(staff)/account/actions.ts#savePreferencesAction": action("/account", ALL),
  "app/(staff)/account/actions.ts#endSessionAction": action("/account", ALL, () => ({
    session: randomUUID(),
  })),
  "app/(staff)/account/actions.ts#endOtherSessionsAction": action("/account", ALL),
  "app/(staff)/account/actions.ts#beginFactorAction": action("/account", ALL),
  "app/(staff)/account/actions.ts#confirmFactorAction": action("/account", ALL, () => ({ code: "000000" })),
  "app/(staff)/account/actions.ts#renewCodesAction": action("/account", ALL),
  "app/(staff)/audit/actions.ts#searchAuditAction": action("/audit", LOG, () => ({ q: "529.982.247-25" })),
  "app/(staff)/audit/subjects/[id]/privacy-actions.ts#prepareFileAction": action(
    PERSON,
    MANAGER,
    ({ subject }) => ({ subject, reason: "titular_asked" }),
  ),
  "app/(staff)/audit/subjects/[id]/privacy-actions.ts#setHoldAction": action(
    PERSON,
    ADMIN,
    ({ subject }) => ({
      subject,
      reason: "court_order",
    }),
  ),
  "app/(staff)/audit/subjects/[id]/privacy-actions.ts#liftHoldAction": action(PERSON, ADMIN, () => ({
    hold: randomUUID(),
  })),
  "app/(staff)/audit/subjects/[id]/privacy-actions.ts#eraseAction": action(PERSON, ADMIN, ({ subject }) => ({
    subject,
    reason: "titular_asked",
    sure: "yes",
  })),
  "app/(staff)/audit/subjects/[id]/privacy-actions.ts#resumeErasureAction": action(
    PERSON,
    ADMIN,
    ({ subject }) => ({ subject }),
  ),
  "app/(staff)/export-actions.ts#askExportAction": action("/cases", FRAUD, () => ({
    list: "cases",
    format: "csv",
    state: "status=open",
  })),
  "app/(staff)/exports/actions.ts#cancelExportAction": action("/exports", FRAUD, () => ({
    id: randomUUID(),
  })),
  "app/(staff)/exports/actions.ts#dismissNoticesAction": action("/exports", FRAUD, () => ({
    kind: "done",
    ids: randomUUID(),
  })),
  "app/(staff)/exports/actions.ts#endScheduleAction": action("/exports", FRAUD, () => ({ id: randomUUID() })),
  "app/(staff)/exports/actions.ts#prepareDownloadAction": action("/exports", FRAUD, () => ({
    id: randomUUID(),
  })),
  "app/(staff)/exports/actions.ts#retryExportAction": action("/exports", FRAUD, () => ({ id: randomUUID() })),
  "app/(staff)/list-actions.ts#arrangeListAction": action("/cases", DESK, () => ({
    list: "processes",
    act: "reset",
  })),
  "app/(staff)/list-actions.ts#keepViewAction": action("/cases", DESK, () => ({
    act: "remove",
    list: "cases",
    id: randomUUID(),
  })),
  "app/(staff)/cases/bulk-actions.ts#tryBulkAction": action("/cases", ["manager"], () => ({
    act: "take",
    run: randomUUID(),
    numbers: NO_CASE,
  })),
  "app/(staff)/cases/bulk-actions.ts#runBulkAction": action("/cases", ["manager"], () => ({
    act: "prioritise",
    priority: "high",
    run: randomUUID(),
    numbers: NO_CASE,
  })),
  "app/(staff)/cases/actions.ts#takeNextAction": action("/cases", FRAUD),
  "app/(staff)/cases/actions.ts#countFacetsAction": action("/cases", DESK, () => ({ state: "status=open" })),
  "app/(staff)/cases/actions.ts#searchCasesAction": action("/cases", DESK, () => ({ q: "529.982.247-25" })),
  // A note that is nobody's, and a tag that the case does not have: nothing changes.
  "app/(staff)/cases/[number]/note-actions.ts#editNoteAction": action(
    (ids) => `/cases/${ids.case}`,
    FRAUD,
    (ids) => ({ number: ids.case, event: randomUUID(), edits: "0", text: NOTE }),
  ),
  "app/(staff)/cases/[number]/tag-actions.ts#tagCaseAction": action(
    (ids) => `/cases/${ids.case}`,
    FRAUD,
    (ids) => ({ number: ids.case, remove: "never there" }),
  ),
  "app/(staff)/cases/[number]/file-actions.ts#removeFileAction": action(
    (ids) => `/cases/${ids.case}`,
    FRAUD,
    (ids) => ({ number: ids.case, file: randomUUID() }),
  ),
  "app/(staff)/cases/[number]/actions.ts#workOnCaseAction": action(
    (ids) => `/cases/${ids.case}`,
    FRAUD,
    (ids) => ({ act: "take", number: ids.case, version: "1" }),
  ),
  "app/(staff)/processes/actions.ts#lookUpAction": action("/processes", DESK, () => ({
    processId: randomUUID(),
  })),
  "app/(staff)/processes/actions.ts#refreshAction": action("/processes", DESK, ({ process }) => ({
    processId: process,
  })),
  "app/(staff)/processes/actions.ts#flagAction": action("/processes", DESK, ({ process }) => ({
    processId: process,
    note: NOTE,
  })),
  "app/(staff)/processes/actions.ts#searchProcessesAction": action("/processes", DESK, () => ({
    q: "529.982.247-25",
  })),
  "app/(staff)/processes/lists/actions.ts#lookUpListAction": action("/processes", DESK, () => ({
    processIds: randomUUID(),
  })),
  // One that is nobody's: whoever may is told that it is over.
  "app/(staff)/processes/lists/actions.ts#cancelListAction": action("/processes/lists", DESK, () => ({
    list: randomUUID(),
  })),
  "app/(staff)/references/actions.ts#searchReferencesAction": action("/references", DESK, () => ({
    q: "529.982.247-25",
  })),
  "app/(staff)/reverifications/actions.ts#searchReverificationsAction": action(
    "/reverifications",
    FRAUD,
    () => ({
      q: "529.982.247-25",
    }),
  ),
  "app/(staff)/reverifications/new/actions.ts#startReverificationAction": action(
    "/reverifications/new",
    FRAUD,
    () => ({ idempotencyKey: randomUUID(), referenceId: randomUUID(), capture: "sdk" }),
  ),
  "app/(staff)/reverifications/new/actions.ts#findReferencesAction": action(
    "/reverifications/new",
    DESK,
    () => ({
      q: "529.982.247-25",
    }),
  ),
  "app/(staff)/reverifications/[id]/actions.ts#flagReverificationAction": action(RECHECK, FRAUD, (ids) => ({
    reverificationId: ids.reverification,
    note: NOTE,
  })),
  "app/(staff)/reverifications/[id]/actions.ts#reconcileAction": action(RECHECK, FRAUD, (ids) => ({
    act: "read",
    id: ids.reverification,
  })),
  // A version that is not the newest: whoever may is told, and nothing changes.
  "app/(staff)/settings/triage/actions.ts#triageAction": action("/settings/triage", ["manager"], () => ({
    version: "999999",
    act: "save",
    note: NOTE,
  })),
  "app/(staff)/settings/triage/actions.ts#retakeAction": action("/settings/triage", ["manager"], () => ({
    version: "999999",
    number: "999998",
    note: NOTE,
  })),
  "app/(staff)/settings/retention/actions.ts#saveRetentionAction": action(
    "/settings/retention",
    ADMIN,
    () => ({
      version: "1",
      selfies: "30",
      snapshots: "365",
      answers: "365",
      cases: "1825",
      lists: "365",
      imports: "365",
      audit: "1825",
    }),
  ),
  "app/(staff)/settings/users/actions.ts#changeRoleAction": action(USER, ADMIN, ({ user }) => ({
    id: user,
    version: "1",
    role: "admin",
  })),
  "app/(staff)/settings/users/actions.ts#changeBranchesAction": action(USER, ADMIN, ({ user }) => ({
    id: user,
    version: "1",
  })),
  "app/(staff)/settings/users/actions.ts#pressButtonAction": action(USER, ADMIN, ({ user }) => ({
    id: user,
    version: "1",
    act: "disable",
  })),
  "app/(staff)/settings/users/actions.ts#makeLinkAction": action(USER, ADMIN, ({ user }) => ({
    id: user,
    version: "1",
    name: "x",
  })),
  "app/(staff)/settings/users/actions.ts#inviteAction": action("/settings/users/new", ADMIN, () => ({
    email: `invited-${randomUUID()}@contraprova.test`,
    name: "Pessoa Convidada",
    role: "admin",
  })),
};
