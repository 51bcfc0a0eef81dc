import fc from "fast-check";
import { readNoticed } from "#lib/features/notices/reading.ts";
import { receiveNotice } from "#lib/features/notices/service.ts";
import { confirmWord, proposeWord } from "#lib/features/reverifications/reconciling.ts";
import { sweepReverifications } from "#lib/features/reverifications/sweeping.ts";
import { check } from "./check.ts";
import { hear, notice, passTurn, sweep } from "./model.ts";
import { type Command, onIntent } from "./on-intent.ts";
import type { Deed } from "./scripted-unico.ts";
import { clickAgain, resubmit, submit } from "./starts.ts";

const turn = (pick: number) =>
  onIntent(
    "turn",
    pick,
    ({ phase, isDead }) => phase === "before" && !isDead,
    async (intent, { id, serving, settled }, real) => {
      const arrival = real.unico.nextArrival(id);
      serving.letPass();
      if (passTurn(intent) === "left") await arrival;
      else await settled;
    },
  );

const unicoDoes = (pick: number, deed: Deed) =>
  onIntent(
    `unico ${deed}`,
    pick,
    ({ phase }) => phase === "flight",
    async (intent, running, real) => {
      const { id, serving, settled } = running;
      const processId = real.unico.act(id, deed);
      if (processId) running.processId = processId;
      const asksAgain = hear(intent, deed);
      if (asksAgain) await serving.atGate();
      else if (!intent.isDead) await settled;
    },
  );

const crash = (pick: number) =>
  onIntent(
    "crash",
    pick,
    ({ phase, isDead }) => phase !== "over" && !isDead,
    async (intent, { serving }) => {
      await serving.die();
      intent.isDead = true;
      intent.isSilent = true;
      if (intent.phase === "before") intent.phase = "over";
    },
  );

const pause = (pick: number) =>
  onIntent(
    "pause",
    pick,
    ({ phase, isSilent }) => phase !== "over" && !isSilent,
    async (intent, { serving }) => {
      await serving.fallSilent();
      intent.isSilent = true;
    },
  );

const sweepAll: Command = {
  check: () => true,
  async run(model, real) {
    await sweepReverifications(real.program);
    sweep(model);
    await check(model, real);
  },
  toString: () => "sweep",
};

/** Given up, and yet alive: what it does next comes late. */
const giveUp = (pick: number) =>
  onIntent(
    "giveUp",
    pick,
    ({ phase, isDead }) => phase !== "over" && !isDead,
    async (intent, { serving }, real, model) => {
      await serving.fallSilent();
      intent.isSilent = true;
      await sweepReverifications(real.program);
      sweep(model);
    },
  );

const finish = (pick: number, truth: "match" | "flagged" | "status5") =>
  onIntent(
    `finish ${truth}`,
    pick,
    (intent) => intent.truth === "working",
    async (intent, { processId }, real) => {
      if (processId) real.unico.finish(processId, truth);
      intent.truth = truth;
    },
  );

const tell = (pick: number, word: string) =>
  onIntent(
    `notice ${word}`,
    pick,
    ({ truth, isStray }) => truth !== null || isStray,
    async (intent, { processId }, real) => {
      if (!processId) throw new Error("the model knows a process that the world does not");
      await receiveNotice(real.program, { processId, state: word, lastEvent: "" });
      const unread = await real.program.db.unicoNotice.findMany({
        where: { processId, handledAt: null },
        select: { id: true },
      });
      const isNews = !intent.isStray && !intent.noticed.has(word);
      if (unread.length !== (isNews ? 1 : 0)) throw new Error(`${unread.length} notices are to be read`);
      for (const { id } of unread) await readNoticed(real.program, id);
      notice(intent, word);
    },
  );

const propose = (pick: number) =>
  onIntent(
    "propose",
    pick,
    () => true,
    async (intent, { id }, real) => {
      const word = { id, says: "absent", unicoProcessId: "", note: "Nothing under this reference." } as const;
      const proposed = await proposeWord(real.staffOf(0), word);
      const isFit = intent.state === "unknown" && !intent.hasWord;
      if (proposed.ok !== isFit) throw new Error(`a word was ${proposed.ok ? "taken" : "refused"} wrongly`);
      if (isFit) intent.hasWord = true;
    },
  );

const confirm = (pick: number) =>
  onIntent(
    "confirm",
    pick,
    ({ hasWord }) => hasWord,
    async (intent, { id }, real) => {
      const word = await real.program.db.reconciliation.findFirstOrThrow({
        where: { reverificationId: id, ending: null },
        select: { id: true },
      });
      const own = await confirmWord(real.staffOf(0), { reconciliationId: word.id });
      if (own.ok) throw new Error("somebody confirmed their own word");
      const both = await Promise.all([
        confirmWord(real.staffOf(1), { reconciliationId: word.id }),
        confirmWord(real.staffOf(1), { reconciliationId: word.id }),
      ]);
      if (both.filter(({ ok }) => ok).length !== 1) throw new Error("a word was not confirmed exactly once");
      intent.state = "failed";
      intent.hasWord = false;
    },
  );

const pick = fc.nat(7);
const small = fc.nat(1);
const deeds = fc.constantFrom<Deed>(
  "match",
  "no_match",
  "flagged",
  "working",
  "status5",
  "refuse",
  "token",
  "busy",
  "error",
  "lose",
);

const starts = fc
  .tuple(small, small, small)
  .map(([picture, reference, person]) => submit(picture, reference, person));
const turns = pick.map(turn);
const answers = fc.tuple(pick, deeds).map(([which, deed]) => unicoDoes(which, deed));

/** Two pictures, two references, two people: enough to meet each other. What moves things on comes up oftener. */
export const commands = [
  ...[starts, starts, turns, turns, turns, turns, answers, answers, answers],
  pick.map(clickAgain),
  pick.map(crash),
  pick.map(pause),
  pick.map(giveUp),
  pick.map(giveUp),
  fc.constant(sweepAll),
  fc
    .tuple(pick, fc.constantFrom("match", "flagged", "status5"))
    .map(([which, truth]) => finish(which, truth)),
  fc
    .tuple(pick, fc.constantFrom("PROCESS_STATE_STARTED", "PROCESS_STATE_FINISHED"))
    .map(([which, word]) => tell(which, word)),
  pick.map(propose),
  pick.map(confirm),
  fc.tuple(pick, small).map(([which, person]) => resubmit(which, person)),
];
