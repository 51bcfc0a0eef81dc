import { parseArgs } from "node:util";
import { openDatabase } from "#lib/db/client.ts";
import { findPersonOfCpf, listSubjectEvents, openSubjectAudit } from "#lib/features/audit/subjects.ts";
import { subjectAuditTable } from "#lib/features/audit/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { PER_MINUTE } from "#lib/features/limits/rules.ts";
import { readAddress } from "#lib/table/address.ts";
import { fillWithOne, fillWithOthers } from "#tests/rigs/audit/crowd.ts";
import { openProofGround } from "#tests/rigs/audit/ground.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { ctxFor } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification, aSubject } from "#tests/support/factories.ts";
import { say, secondsSince } from "./support/say.ts";

/** How long the page "who saw this person" takes to read beside as many events about everybody else. */
exitOnSignal();
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000000" },
    own: { type: "string", default: "2000" },
    trials: { type: "string", default: "20" },
  },
});
const [events, own, trials] = [values.events, values.own, values.trials].map(Number) as [
  number,
  number,
  number,
];
if (
  ![events, own, trials].every((value) => Number.isInteger(value) && value > 0) ||
  trials > PER_MINUTE.search
)
  throw new Error(
    `--events, --own and --trials take whole numbers; no more trials than ${PER_MINUTE.search}`,
  );

/** The quality page's bar. */
const MOST_MS = 2_000;
const LOOKS = { everything: {}, "looks alone": { looks: "yes" }, "oldest first": { sort: "at" } } as const;

say(machineLine());
const ground = await openProofGround();
const url = await ground.databaseOf("crowd");
const db = openDatabase(url);
const person = await somebodyKnown(await ctxFor(db, "manager"));
const startedAt = performance.now();
await fillWithOthers(url, events, (done) => {
  if (done % 1_000_000 === 0) say(`${done} events about others after ${secondsSince(startedAt)}`);
});
await fillWithOne(url, person.things, own);
say(`${events} events about others and ${own} about the one, in ${secondsSince(startedAt)}`);
let isHeld = true;
for (const [name, given] of Object.entries(LOOKS)) await measure(name, given);
await db.$disconnect();
await ground.end();
say(machineLine());
process.exitCode = isHeld ? 0 : 1;

/** A person with what a busy customer has: each thing has events of its own. */
async function somebodyKnown({ actor }: UserCtx) {
  const { id: subjectId, cpf } = await aSubject(db);
  const things = [{ type: "subject", id: subjectId }];
  for (let i = 0; i < 10; i += 1) {
    const reference = await aReference(db, { subjectId });
    const by = { startedById: actor.id, subjectId, referenceId: reference.id };
    const { id } = await aReverification(db, by);
    const { number } = await aCase(db, { subjectId, reverificationId: id, rule: `rule_${i}` });
    things.push({ type: "reference", id: reference.id }, { type: "reverification", id });
    things.push({ type: "case", id: String(number) });
  }
  return { subjectId, cpf, things };
}

async function measure(name: string, given: Record<string, string>): Promise<void> {
  // Nobody else's searches count for them.
  const ctx = await ctxFor(db, "manager");
  const { filter } = readAddress(subjectAuditTable, given);
  const tookMs: number[] = [];
  let seen = "";
  for (let trial = 0; trial < trials; trial += 1) {
    const begunAt = performance.now();
    const found = await findPersonOfCpf(ctx, person.cpf);
    if (!found.ok) throw new Error(found.failure.code);
    await openSubjectAudit(ctx, found.value.id);
    const { rows, count, capped } = await listSubjectEvents(ctx, found.value.id, filter);
    tookMs.push(performance.now() - begunAt);
    seen = `${rows.length} of ${count}${capped ? " and more" : ""}`;
  }
  if (Math.max(...tookMs) > MOST_MS) isHeld = false;
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  say(
    `${name.padEnd(14)}${seen} events; first ${ms(tookMs[0] ?? 0)}, median ${ms(quantile(tookMs, 0.5))}, worst ${ms(Math.max(...tookMs))} of ${trials} (bar ${MOST_MS} ms)`,
  );
}
