import type { Defect } from "./defect.ts";

const STEPS = "lib/features/reverifications/steps.ts";
const SENDING = "lib/features/reverifications/sending.ts";
const SWEEPING = "lib/features/reverifications/sweeping.ts";
const VERDICTS = "lib/unico/verdicts.ts";

const test = (name: string, only?: string) =>
  ({ project: "integration", test: `tests/integration/${name}.test.ts`, ...(only ? { only } : {}) }) as const;
const afterSend = test("rigs/faults", "takes each of 13 faults after sending for unknown");
const beforeSend = test("rigs/faults", "gets over each of 6 faults before sending");

/** What keeps a paid call from being made twice, lost, or told wrongly. */
export const CALL_DEFECTS: readonly Defect[] = [
  {
    of: "X1",
    says: "a request leaves while its attempt is still being written",
    file: SENDING,
    find: "const opened = await openAttempt(ctx, intent, previous).catch(() => null);",
    put: "const opened: boolean | null = true; setTimeout(() => void openAttempt(ctx, intent, previous), 200);",
    ...test("reverifications/start", "stands in the database as sent before the call leaves"),
  },
  {
    of: "X3",
    says: "what a gateway answers in Unico's place is taken for a call that never left",
    file: VERDICTS,
    find: 'return isRefused ? "refused" : "unknown";',
    put: 'return isRefused ? "refused" : "not_sent";',
    ...afterSend,
  },
  {
    of: "X3",
    says: "a connection that breaks after the request is taken for one that broke before",
    file: VERDICTS,
    find: 'return observed.isSent ? "unknown" : "not_sent";',
    put: 'return observed.isSent ? "not_sent" : "not_sent";',
    ...afterSend,
  },
  {
    of: "X4",
    says: "what never left is not tried again",
    file: "lib/unico/retry.ts",
    find: "pausesLeftMs: MAX_PAUSES_MS, inAll, notSent: 2,",
    put: "pausesLeftMs: MAX_PAUSES_MS, inAll, notSent: 0,",
    ...beforeSend,
  },
  {
    of: "X7",
    says: "a sender that was given up goes on sending",
    file: STEPS,
    find: `AND state = \${previous ? "sent" : "pending"}::reverification_state RETURNING id`,
    put: "RETURNING id",
    ...test("reverifications/model"),
  },
  {
    of: "X13",
    says: "a notice about an unknown call is put aside as settled",
    file: "lib/features/notices/reading.ts",
    find: 'if (row.state !== "sent" && row.state !== "unknown") return "settled";',
    put: 'if (row.state !== "sent") return "settled";',
    ...test("reverifications/model"),
  },
  {
    of: "F1",
    says: "what a killed process had sent is taken for never sent",
    file: SWEEPING,
    find: 'const end = state === "pending" ? "failed" : "unknown";',
    put: 'const end = "failed";',
    ...test("rigs/kill"),
  },
  {
    of: "F2",
    says: "what a process killed before sending left is handed to people",
    file: SWEEPING,
    find: 'const end = state === "pending" ? "failed" : "unknown";',
    put: 'const end = "unknown";',
    ...test("rigs/kill"),
  },
  {
    of: "F3",
    says: "an answer that comes while PostgreSQL is away is not kept",
    file: "lib/features/reverifications/settling.ts",
    find: "const RETRY_PAUSES_MS = [100, 400, 1_600, 5_000, 10_000, 15_000, 30_000, 60_000];",
    put: "const RETRY_PAUSES_MS: number[] = [];",
    ...test("rigs/database-kill"),
  },
  {
    of: "F8",
    says: "whether a sender is silent is judged by the clock of who asks",
    file: "lib/features/reverifications/sweep-repository.ts",
    find: `s.seen_at < clock_timestamp() - make_interval(secs => \${SENDER_SILENT_AFTER_S})`,
    put: `s.seen_at < \${new Date()}::timestamptz - make_interval(secs => \${SENDER_SILENT_AFTER_S})`,
    ...test("reverifications/sweep"),
  },
];
