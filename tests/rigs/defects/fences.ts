import type { Defect } from "./defect.ts";

const MIGRATION = "prisma/migrations/20261123000600_fences/migration.sql";
const QUERY = "lib/table/query.ts";
const SCOPED = "lib/db/scoped.ts";
const CLIENT = "lib/db/client.ts";
const INTENT = "lib/features/reverifications/intent.ts";

const folder = "tests/integration/fences";
const inTest = (name: string) =>
  ({ of: "W16", project: "integration", test: `${folder}/${name}.test.ts` }) as const;
const rows = inTest("row-security");
const connections = inTest("connections");
const matrix = inTest("matrix");
const lists = inTest("lists");
const starting = inTest("starting");
const forbidden = inTest("forbidden");
const plans = inTest("plans");

/** Protections of branches and of database roles. */
export const FENCE_DEFECTS: readonly Defect[] = [
  {
    says: "lists forget the branches",
    file: QUERY,
    find: "all([...where, ...inBranches(scope, scopeOf(actor))])",
    put: "all(actor && scope === undefined ? [] : [...where])",
    ...lists,
  },
  {
    says: "what is found by its id forgets the branches",
    file: "lib/auth/scope.ts",
    find: "return scope === null ? {} : { subsidiaryId: { in: [...scope] } };",
    put: "return {};",
    ...matrix,
  },
  {
    says: "the next case that is due is of any branch",
    file: "lib/features/cases/repository.ts",
    find: "...inBranches(Prisma.sql`subsidiary_id`, scopeOf(actor))",
    put: "...inBranches(null, scopeOf(actor))",
    ...matrix,
  },
  {
    says: "cases have no row security",
    file: MIGRATION,
    find: `ALTER TABLE "case" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`,
    put: "",
    ...matrix,
  },
  {
    says: "the events of a case are shown without it",
    file: MIGRATION,
    find: `USING (EXISTS (SELECT FROM "case" AS c WHERE c.number = case_number))`,
    put: "USING (true)",
    ...rows,
  },
  {
    says: "a row of another branch can be added",
    file: MIGRATION,
    find: `CREATE POLICY case_branch ON "case" AS RESTRICTIVE TO contraprova_branch
  USING (subsidiary_id = ANY ((SELECT contraprova_scope())::uuid[]))
  WITH CHECK (subsidiary_id = ANY ((SELECT contraprova_scope())::uuid[]));`,
    put: `CREATE POLICY case_branch ON "case" AS RESTRICTIVE TO contraprova_branch
  USING (subsidiary_id = ANY ((SELECT contraprova_scope())::uuid[])) WITH CHECK (true);`,
    ...rows,
  },
  {
    says: "the branches stay on the connection",
    file: SCOPED,
    find: "set_config('contraprova.scope', $1, true)",
    put: "set_config('contraprova.scope', $1, false)",
    ...connections,
  },
  {
    says: "a query outside a transaction names no branches",
    file: SCOPED,
    find: "queryRaw: (query) => alone((tx) => tx.queryRaw(query)),",
    put: "queryRaw: (query) => adapter.queryRaw(query),",
    ...rows,
  },
  {
    says: "people limited to branches work as those who see all",
    file: CLIENT,
    find: `poolOf(url, "contraprova_branch")`,
    put: `poolOf(url, "contraprova_app")`,
    ...rows,
  },
  {
    says: "clients of different branches are taken for one",
    file: CLIENT,
    find: `const setting = [...new Set(scope)].sort().join(",");`,
    put: `const setting = [...(clients.keys().next().value?.split(",") ?? scope)].join(",");`,
    ...connections,
  },
  {
    says: "a reference of another branch can be compared with",
    file: INTENT,
    find: 'if (known?.subsidiaryId && !isInScope(ctx.actor, known.subsidiaryId)) return fail({ code: "not_now" });',
    put: "",
    ...starting,
  },
  {
    says: "a call of another branch with the same picture is not seen",
    file: INTENT,
    find: "steps.findBefore(ctx.programDb, start, counting)",
    put: "steps.findBefore(ctx.db, start, counting)",
    ...starting,
  },
  {
    says: "an id of the portal is looked for in one's own branches alone",
    file: "lib/features/reverifications/reconciling.ts",
    find: "ctx.db === ctx.programDb ? tx : ctx.programDb",
    put: "tx",
    ...starting,
  },
  {
    says: "the program may delete cases",
    file: MIGRATION,
    find: "GRANT USAGE ON SCHEMA public TO contraprova_export;",
    put: `GRANT USAGE ON SCHEMA public TO contraprova_export; GRANT DELETE ON "case" TO contraprova_app;`,
    ...forbidden,
  },
  {
    says: "an export reads how people sign in",
    file: MIGRATION,
    find: "GRANT SELECT (id, name, role) ON app_user TO contraprova_export;",
    put: "GRANT SELECT ON app_user TO contraprova_export;",
    ...forbidden,
  },
  {
    says: "whoever is limited can become whoever is not",
    file: MIGRATION,
    find: "GRANT contraprova_app TO contraprova_branch WITH INHERIT TRUE, SET FALSE;",
    put: "GRANT contraprova_app TO contraprova_branch;",
    ...forbidden,
  },
  {
    says: "queries of those who see everything are planned blindly",
    file: MIGRATION,
    find: "  ALTER ROLE contraprova_app BYPASSRLS;\n",
    put: "",
    ...plans,
  },
];
