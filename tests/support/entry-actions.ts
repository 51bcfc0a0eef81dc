import { randomUUID } from "node:crypto";
import { ADMIN, ALL, DESK, FRAUD, type Ids, type Inside, LOG, MANAGER } from "./entry-who.ts";

export type Form = Record<string, string>;
/** `bare`: takes its form, or nothing, as its only argument and answers nobody anything. */
export type Action = {
  page: (ids: Ids) => string;
  may: readonly Inside[] | "open";
  form: (ids: Ids) => Form;
  bare?: true;
};

const search = () => ({ q: "529.982.247-25" });
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
  "app/(staff)/finding-actions.ts#findAction": action("/", DESK, search),
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
  "app/(staff)/audit/actions.ts#searchAuditAction": action("/audit", LOG, search),
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
    ends: `${randomUUID()}.1`,
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
  "app/(staff)/cases/actions.ts#searchCasesAction": action("/cases", DESK, search),
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
  "app/(staff)/processes/actions.ts#searchProcessesAction": action("/processes", DESK, search),
  "app/(staff)/processes/lists/actions.ts#lookUpListAction": action("/processes", DESK, () => ({
    processIds: randomUUID(),
  })),
  // One that is nobody's: whoever may is told that it is over.
  "app/(staff)/processes/lists/actions.ts#cancelListAction": action("/processes/lists", DESK, () => ({
    list: randomUUID(),
  })),
  "app/(staff)/references/actions.ts#searchReferencesAction": action("/references", DESK, search),
  "app/(staff)/reverifications/actions.ts#searchReverificationsAction": action(
    "/reverifications",
    FRAUD,
    search,
  ),
  "app/(staff)/reverifications/new/actions.ts#startReverificationAction": action(
    "/reverifications/new",
    FRAUD,
    () => ({ idempotencyKey: randomUUID(), referenceId: randomUUID(), capture: "sdk" }),
  ),
  "app/(staff)/reverifications/new/actions.ts#findReferencesAction": action(
    "/reverifications/new",
    DESK,
    search,
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
