import { migrate } from "#lib/postgres/migrate.ts";
import { say } from "./support/say.ts";

const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL is missing: give the address of the database to migrate");
const applied = await migrate(url);
for (const name of applied) say(`applied ${name}`);
say(applied.length === 0 ? "nothing to migrate" : `${applied.length} migrations applied`);
