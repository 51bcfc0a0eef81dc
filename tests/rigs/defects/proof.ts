import type { Defect } from "./defect.ts";

const MERKLE = "lib/features/audit/merkle.ts";
const BLOCKS = "lib/features/audit/blocks.ts";
const SEALING = "lib/features/audit/sealing.ts";
const VERIFYING = "lib/features/audit/verifying.ts";

const inTest = (of: string, name: string) =>
  ({ of, project: "integration", test: `tests/integration/audit/${name}.test.ts` }) as const;
const golden = { of: "A7", project: "unit", test: "tests/unit/audit/golden.test.ts" } as const;
const tampering = inTest("A4", "tampering");

/** Protections of the log's proof. */
export const PROOF_DEFECTS: readonly Defect[] = [
  {
    says: "a leaf does not hold its place",
    file: MERKLE,
    find: "leaf.writeBigInt64BE(BigInt(seq), 1);",
    put: "leaf.writeBigInt64BE(0n, 1);",
    ...golden,
  },
  {
    says: "a node can be passed off as a leaf",
    file: MERKLE,
    find: "const NODE = 1;",
    put: "const NODE = 0;",
    ...golden,
  },
  {
    says: "members are spelled in the order in which they come",
    file: "lib/features/audit/canonical.ts",
    find: "Object.keys(value).sort()",
    put: "Object.keys(value)",
    ...golden,
  },
  {
    says: "nobody looks at the signature",
    file: BLOCKS,
    find: `return isSigned ? null : "signature";`,
    put: `return isSigned ? null : null;`,
    ...tampering,
  },
  {
    says: "an event's hash is not computed anew",
    file: VERIFYING,
    find: "if (!hash || Buffer.compare(hash, event.hash) !== 0)",
    put: "if (!hash)",
    ...tampering,
  },
  {
    says: "the log is not held against its copy outside",
    file: "lib/features/audit/checking.ts",
    find: "verifier.begin(block) ?? (await copies?.block(block))",
    put: "verifier.begin(block)",
    ...tampering,
  },
  {
    says: "the sealer takes all that it sees, also above the horizon",
    file: SEALING,
    find: "SELECT pg_snapshot_xmin(pg_current_snapshot())",
    put: "SELECT pg_snapshot_xmax(pg_current_snapshot())",
    ...inTest("A5", "sealing"),
    only: "waits for a transaction that is not over, and misses nothing of it",
  },
  {
    says: "a writer that is stuck is never cut",
    file: "lib/db/client.ts",
    find: `"-c transaction_timeout=60s"`,
    put: `""`,
    ...inTest("A6", "sealing"),
    only: "cannot be held up for longer than a minute: the program's transactions are cut",
  },
  {
    says: "the program chooses the transaction that it claims to be",
    file: "prisma/migrations/20261123000700_audit_proof/migration.sql",
    find: "detail, hash, form) ON audit_event",
    put: "detail, hash, form, xid) ON audit_event",
    ...inTest("A4", "sealing"),
    only: "may not: ",
  },
  {
    says: "a record is not in the transaction of what it tells of",
    file: "lib/features/cases/step.ts",
    find: `await recordAudit(tx, ctx, {\n    action,`,
    put: `await recordAudit(ctx.db, ctx, {\n    action,`,
    ...inTest("A1", "atomic"),
  },
  {
    says: "a key in other hands goes on signing",
    file: VERIFYING,
    find: "if (block.number > (distrusted",
    put: "if (block.number < 0 && block.number > (distrusted",
    ...inTest("A8", "long-life"),
  },
];
