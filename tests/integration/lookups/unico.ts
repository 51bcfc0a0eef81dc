import { fail, ok } from "#lib/result.ts";
import type { Unico } from "#lib/unico/client.ts";
import type { ReadTrouble } from "#lib/unico/failures.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer } from "#lib/unico/schemas.ts";
import { unicoWith } from "#tests/support/ctx.ts";

/** What is said of an id: a state of a process, or what kept it from being told. */
type Said = "FINISHED" | "CREATED" | ReadTrouble;

const documentOf = (id: string, state: string): string =>
  JSON.stringify({
    process: {
      id,
      state: `PROCESS_STATE_${state}`,
      result: "PROCESS_RESULT_OK",
      authenticationInfo: {
        authenticationResult: "AUTHENTICATION_RESULT_POSITIVE",
        livenessResult: "LIVENESS_RESULT_LIVE",
      },
      capacities: ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_IDLIVE"],
      createdAt: "2026-10-02T12:00:00Z",
    },
  });

/** Unico as an object that says of every id what it is told to, finished otherwise; and which it was asked for. */
export function sayingOf(
  said: ReadonlyMap<string, Said> = new Map(),
  before: (id: string) => Promise<void> = async () => {},
) {
  const asked: string[] = [];
  const lanes = new Set<string>();
  const unico: Unico = unicoWith({
    async readProcess(id, lane) {
      asked.push(id);
      lanes.add(lane ?? "person");
      await before(id);
      const word = said.get(id) ?? "FINISHED";
      if (typeof word !== "string") return fail({ ...word, attempts: [] });
      const raw = documentOf(id, word);
      const value = readAnswer(idCheckProcessSchema, raw);
      if (!value) throw new Error("no process");
      return ok({ value, raw, httpStatus: 200, durationMs: 1, attempts: [] });
    },
  });
  return { unico, asked, lanes };
}
