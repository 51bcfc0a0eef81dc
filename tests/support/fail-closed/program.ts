import { randomBytes, randomUUID } from "node:crypto";
import { raiseProofAlarms } from "#lib/features/audit/proof-alarms.ts";
import { createBreaker } from "#lib/features/connections/breaker.ts";
import { createTokenStore } from "#lib/features/connections/token-store.ts";
import { takeLimit } from "#lib/features/limits/limits.ts";
import { PER_MINUTE, WATCHES } from "#lib/features/limits/rules.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { createRefusals } from "#lib/features/notices/refusals.ts";
import { receiveNotice } from "#lib/features/notices/service.ts";
import { SPRAYED_ACCOUNTS } from "#lib/features/throttling/rules.ts";
import { raiseSprayAlert } from "#lib/features/throttling/spraying.ts";
import { ctxFor, programCtx, testVault, type World } from "#tests/support/ctx.ts";
import { type Acts, act, refusal } from "./act.ts";

/** What the program does of its own accord: limits, alarms, notices, its connection to Unico. */
export async function programActs({ db }: World): Promise<Acts> {
  const program = programCtx(db);
  const [guesser, hoarder, hasty] = [
    await ctxFor(db, "analyst"),
    await ctxFor(db, "analyst"),
    await ctxFor(db, "analyst"),
  ];
  /** One more, and it is told of. */
  const nearly = (userId: string, what: keyof typeof WATCHES) =>
    db.personWatch.create({ data: { userId, what, counted: WATCHES[what].alertAt - 1 } });
  await nearly(guesser.actor.id, "not_found");
  await nearly(hoarder.actor.id, "subject_view");
  // Of the next hour, so that it stays full for as long as this takes.
  const usedAt = Array.from({ length: PER_MINUTE.reveal }, () => new Date(Date.now() + 3_600_000));
  const limit = { userId: hasty.actor.id, what: "reveal" } as const;
  await db.personLimit.create({ data: { ...limit, usedAt } });
  const spray = async () => {
    const data = Array.from({ length: SPRAYED_ACCOUNTS }, () => ({
      key: randomBytes(32),
      kind: "password",
      scope: "account",
      failures: 1,
    }));
    await db.attemptBucket.createMany({ data });
    return raiseSprayAlert(program, 0);
  };
  const store = createTokenStore(db, testVault, "account");
  const askId = randomUUID();
  await store.look();
  await store.claim(askId, 3_600_000);
  const breaker = createBreaker({ db });
  const refused = {
    at: new Date(),
    host: "id",
    endpoint: "create_process",
    verdict: "refused",
    httpStatus: 403,
    unicoCode: "10201",
    durationMs: 1,
    skewMs: null,
  } as const;
  const notice = { processId: randomUUID(), state: "x", lastEvent: randomUUID() } as Parameters<
    typeof receiveNotice
  >[1];
  const hourAgo = new Date(Date.now() - 3_600_000);
  await db.raisedAlert.create({ data: { what: "audit.seal", raisedAt: hourAgo, seenAt: hourAgo } });
  return {
    "a guesser": act(["access.guessing"], () => watch(guesser, "not_found")),
    "a hoarder": act(["access.hoarding"], () => watch(hoarder, "subject_view")),
    "a limit reached": refusal(["limit.refuse"], () => takeLimit(db, limit, hasty)),
    "a storm of sign-ins": act(["sign_in.alert"], spray),
    "an alarm of the proof that is over": act(["audit.alarm"], () => raiseProofAlarms(program)),
    "a notice": act(["notice.receive"], () => receiveNotice(program, notice)),
    "a forged notice": refusal(["notice.refuse"], () => createRefusals().note(program, "credential")),
    "a refused token": act(["unico.pause"], () =>
      store.fail(askId, { kind: "refused", unicoCode: "10501" }, 1_000),
    ),
    "a refused key": act(["unico.breaker"], () => breaker.judge([refused])),
  };
}
