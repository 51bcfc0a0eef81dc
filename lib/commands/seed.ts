import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { openDatabase } from "#lib/db/client.ts";
import { services } from "#lib/entry/services.ts";
import { env } from "#lib/env.ts";
import { createSender } from "#lib/features/reverifications/sender.ts";
import { seedBulk } from "#lib/seed/bulk.ts";
import { seedDemo } from "#lib/seed/demo.ts";
import { setStaffPasswords } from "#lib/seed/staff.ts";
import { followDemo } from "./support/follow-demo.ts";
import { say } from "./support/say.ts";

const { values } = parseArgs({
  options: { demo: { type: "boolean" }, "demo-passwords": { type: "boolean" }, cases: { type: "string" } },
});
followDemo();
const settings = env();
if (settings.UNICO_ENV !== "sandbox")
  throw new Error(`the seed makes people up and is refused when UNICO_ENV is ${settings.UNICO_ENV}`);

// Nothing of a demo is worth waiting for the disk; a crash leaves an empty database that is seeded anew.
const db = openDatabase(settings.DATABASE_URL, "-c synchronous_commit=off");
const open = {
  ...services({ id: randomUUID(), address: null }),
  db,
  readDb: db,
  programDb: db,
  sender: createSender(db),
};
const password = () => {
  if (!settings.DEMO_PASSWORD)
    throw new Error("DEMO_PASSWORD is missing: give the password of the demo people");
  return settings.DEMO_PASSWORD;
};

if (values.demo) {
  const { scenes } = await seedDemo(open, password());
  say(`the demo's history: ${scenes} scenes`);
}
if (values["demo-passwords"]) await setStaffPasswords(open, password());
if (values.cases !== undefined) {
  const count = Number(values.cases);
  if (!Number.isInteger(count) || count < 1 || count > 20_000_000)
    throw new Error("--cases takes a whole number from 1 to 20000000");
  const { seconds } = await seedBulk(settings.DATABASE_URL, open.vault, count);
  say(`${count} cases in ${seconds.toFixed(1)} s`);
}
if (!values.demo && !values["demo-passwords"] && values.cases === undefined) {
  throw new Error("say what to seed: npm run seed -- --demo, or npm run seed -- --cases 1000000");
}
await open.sender.leave();
await open.unico.close();
await db.$disconnect();
