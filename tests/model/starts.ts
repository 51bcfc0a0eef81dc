import { beginReverification } from "#lib/features/reverifications/service.ts";
import { check } from "./check.ts";
import { type Intent, type Model, newIntent, twinOf } from "./model.ts";
import { type Command, onIntent } from "./on-intent.ts";
import type { Real } from "./world.ts";

async function begin(
  model: Model,
  real: Real,
  start: { picture: number; reference: number; replaces?: Intent; person: number },
): Promise<void> {
  const { picture, reference, replaces } = start;
  const twin = twinOf(model, picture, reference);
  const mayReplace = !replaces || (replaces.state === "unknown" && !replaces.isReplaced);
  const isUnderWay = twin?.state === "pending" || twin?.state === "sent";
  const isNew = mayReplace && (twin === null || (twin === replaces && !isUnderWay));
  const serving = isNew ? real.startServing(start.person) : real.againServing(start.person);
  const input = await real.inputOf(picture, reference, replaces && real.running[replaces.number]?.id);
  const begun = await beginReverification(serving.ctx, input);
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

export const submit = (picture: number, reference: number, person: number): Command => ({
  check: () => true,
  run: (model, real) => begin(model, real, { picture, reference, person }),
  toString: () => `submit(${picture} ${reference} ${person})`,
});

export const clickAgain = (pick: number) =>
  onIntent(
    "clickAgain",
    pick,
    () => true,
    async (_intent, { id, input, person }, real) => {
      const again = await beginReverification(real.againServing(person).ctx, input);
      if (!again.ok || again.value.id !== id)
        throw new Error("the same form is not the same re-verification");
    },
  );

export const resubmit = (pick: number, person: number) =>
  onIntent(
    "resubmit",
    pick,
    () => true,
    (intent, _running, real, model) =>
      begin(model, real, { picture: intent.picture, reference: intent.reference, replaces: intent, person }),
  );
