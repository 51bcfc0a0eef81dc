import { randomBytes } from "node:crypto";
import pg from "pg";
import { withClient } from "#lib/postgres/embedded.ts";

export type FencedRole = "contraprova_app" | "contraprova_branch" | "contraprova_export";
export type Login = { connect(): Promise<pg.Client>; drop(): Promise<void> };

/** A login that may become one role and is otherwise nobody, as a production installation would have. */
export async function aLoginFor(
  url: string,
  role: FencedRole,
  how: "becomes" | "inherits" = "becomes",
): Promise<Login> {
  const name = `w16_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  await withClient(url, async (client) => {
    await client.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
    await client.query(`GRANT ${role} TO ${name} WITH INHERIT ${how === "inherits"}, SET TRUE`);
  });
  const address = new URL(url);
  address.username = name;
  address.password = password;
  return {
    async connect() {
      const client = new pg.Client({
        connectionString: address.toString(),
        ...(how === "becomes" ? { options: `-c role=${role}` } : {}),
        statement_timeout: 5_000,
      });
      await client.connect();
      return client;
    },
    drop: () => withClient(url, (client) => client.query(`DROP ROLE ${name}`)).then(() => undefined),
  };
}
