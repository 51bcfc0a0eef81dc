import { withClient } from "#lib/postgres/embedded.ts";

const trigger = (code: string) => `
  CREATE FUNCTION break_audit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'broken on purpose' USING ERRCODE = '${code}'; END $$;
  CREATE TRIGGER break_audit BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION break_audit()`;
const UNTRIGGER = "DROP TRIGGER break_audit ON audit_event; DROP FUNCTION break_audit()";

async function byStatements(url: string, spoil: string, mend: string): Promise<() => Promise<void>> {
  await withClient(url, (client) => client.query(spoil));
  return () => withClient(url, (client) => client.query(mend)).then(() => {});
}

/** The program may not insert any more. Rights are by column: the same ones are given back. */
async function revoke(url: string): Promise<() => Promise<void>> {
  const columns = await withClient(url, (client) =>
    client.query(`SELECT string_agg(column_name, ', ') AS names FROM information_schema.column_privileges
      WHERE table_name = 'audit_event' AND grantee = 'contraprova_app' AND privilege_type = 'INSERT'`),
  );
  return byStatements(
    url,
    "REVOKE INSERT ON audit_event FROM contraprova_app",
    `GRANT INSERT (${columns.rows[0].names}) ON audit_event TO contraprova_app`,
  );
}

/** Somebody holds the table: whoever writes waits until they are refused, whoever reads does not. */
async function lock(url: string): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  const done = withClient(url, async (client) => {
    await client.query("BEGIN");
    await client.query("LOCK TABLE audit_event IN SHARE ROW EXCLUSIVE MODE");
    held.resolve();
    await free.promise;
    await client.query("ROLLBACK");
  });
  await held.promise;
  return () => {
    free.resolve();
    return done;
  };
}

/** Ways in which the log stops taking events; each gives back how to mend it. As the owner of the tables. */
export const BREAKAGES: Record<string, (url: string) => Promise<() => Promise<void>>> = {
  "the right is revoked": revoke,
  "a trigger fails": (url) => byStatements(url, trigger("P0001"), UNTRIGGER),
  "the disk is full": (url) => byStatements(url, trigger("53100"), UNTRIGGER),
  "the table is locked": lock,
};
