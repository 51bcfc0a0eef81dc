import { randomUUID } from "node:crypto";
import { services } from "#lib/entry/services.ts";
import { armFailPoint, type FailPoint } from "#lib/fail-points.ts";
import { addNote } from "#lib/features/cases/notes.ts";
import { releaseCase, takeCase } from "#lib/features/cases/service.ts";
import type { UserCtx } from "#lib/features/context.ts";

// A process in which people take cases, note something on them and give them back, many at once, until it is killed at
// its fail point; or, told a number of throws, until each of them was thrown.
type Given = {
  analyst: { id: string; sessionId: string };
  cases: number[];
  point: FailPoint;
  throws: number;
};
const { analyst, cases, point, throws }: Given = JSON.parse(process.argv[2] ?? "{}");
const ctx = (): UserCtx => ({
  ...services({ id: randomUUID(), address: "127.0.0.1" }),
  actor: { kind: "user", name: "Pessoa Sintética", role: "analyst", scope: null, ...analyst },
});

/** The next thing that may be done to a case, as it stands: a record of each is written in a way of its own. */
async function workOn(number: number) {
  const now = ctx();
  const { version, status } = await now.db.case.findUniqueOrThrow({ where: { number } });
  if (status === "open") return takeCase(now, { number, version });
  return Math.random() < 0.5
    ? addNote(now, { number, note: "conferido" })
    : releaseCase(now, { number, version });
}

let left = throws;
let done = 0;
async function keepWorking(number: number): Promise<void> {
  while (throws === 0 || left > 0) {
    if (throws > 0) armFailPoint(point, Math.floor(Math.random() * 3));
    try {
      const { ok } = await workOn(number);
      if (!ok) throw new Error("what may be done was refused");
      done += 1;
    } catch (error) {
      if (!String(error).includes(`fail point ${point}`)) throw error;
      left -= 1;
    }
  }
}
await Promise.all(cases.map(keepWorking));
process.send?.(done);
process.disconnect?.();
process.exit(0);
