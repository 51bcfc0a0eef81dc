import fc from "fast-check";
import { confirmWord, proposeWord } from "#lib/features/reverifications/reconciling.ts";
import { beginReverification } from "#lib/features/reverifications/service.ts";
import { readAgain } from "#lib/features/reverifications/settling.ts";
import { sweepReverifications } from "#lib/features/reverifications/sweeping.ts";
import { check } from "./check.ts";
import { hear, type Intent, type Model, newIntent, passTurn, read, sweep, twinOf } from "./model.ts";
import type { Deed } from "./scripted-unico.ts";
import type { Real, Running } from "./world.ts";

type Command = fc.AsyncCommand<Model, Real>;

/** A command on one intent, chosen by a number whatever there is; skipped where none is fit. */
function onIntent(
  name: string,
  pick: number,
  isFit: (intent: Intent) => boolean,
  act: (intent: Intent, running: Running, real: Real, model: Model) => Promise<void>,
): Command {
  const chosen = (model: Readonly<Model>) => {
    const fit = model.intents.filter(isFit);
    return fit[pick % Math.max(1, fit.length)];
  };
  return {
    check: (model) => chosen(model) !== undefined,
    async run(model, real) {
      const intent = chosen(model);
      const running = intent && real.running[intent.number];
      if (!intent || !running) return;
      await act(intent, running, real, model);
      await check(model, real);
    },
    toString: () => `${name}(${pick})`,
  };
}

async function begin(
  model: Model,
  real: Real,
  start: { picture: number; reference: number; replaces?: Intent; person: number },
): Promise<void> {
  const { picture, reference, replaces } = start;
  const twin = twinOf(model, picture, reference);
  const serving = real.startServing(start.person);
  const input = await real.inputOf(picture, reference, replaces && real.running[replaces.number]?.id);
  const begun = await beginReverification(serving.ctx, input);
  const mayReplace = !replaces || (replaces.state === "unknown" && !replaces.isReplaced);
  const isUnderWay = twin?.state === "pending" || twin?.state === "sent";
  if (twin && isUnderWay) {
    if (!begun.ok || begun.value.id !== real.running[twin.number]?.id)
      throw new Error("a second start while the first is under way is not the first");
  } else if (twin && twin !== replaces) {
    if (begun.ok || begun.failure.code !== "duplicate") throw new Error("a twin did not ask first");
  } else if (!mayReplace) {
    if (begun.ok) throw new Error("what is not unknown was replaced");
  } else {
    if (!begun.ok) throw new Error(`a new start was refused: ${begun.failure.code}`);
    if (replaces) replaces.isReplaced = true;
    model.intents.push(newIntent(real.running.length, picture, reference));
    real.running.push({ ...begun.value, serving, input, person: start.person, processId: null });
    await serving.atGate();
  }
  await check(model, real);
}

const submit = (picture: number, reference: number, person: number): Command => ({
  check: () => true,
  run: (model, real) => begin(model, real, { picture, reference, person }),
  toString: () => `submit(${picture}, ${reference}, ${person})`,
});

const clickAgain = (pick: number) =>
  onIntent(
    "clickAgain",
    pick,
    () => true,
    async (_intent, { id, input, person }, real) => {
      const again = await beginReverification(real.startServing(person).ctx, input);
      if (!again.ok || again.value.id !== id)
        throw new Error("the same form is not the same re-verification");
    },
  );

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
      const wasOpen = intent.state === "sent" || intent.state === "unknown";
      if (processId && wasOpen && !intent.isDead) running.processId = processId;
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

const notice = (pick: number) =>
  onIntent(
    "notice",
    pick,
    ({ truth }) => truth !== null,
    async (intent, { id, processId }, real) => {
      if (!processId) throw new Error("the model knows a process that the world does not");
      await readAgain(real.program, { id, unicoProcessId: processId, keyLiveness: false, keyAlert: true });
      read(intent);
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

const resubmit = (pick: number, person: number) =>
  onIntent(
    "resubmit",
    pick,
    () => true,
    (intent, _running, real, model) =>
      begin(model, real, { picture: intent.picture, reference: intent.reference, replaces: intent, person }),
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
  pick.map(notice),
  pick.map(propose),
  pick.map(confirm),
  fc.tuple(pick, small).map(([which, person]) => resubmit(which, person)),
];
