import type fc from "fast-check";
import { check } from "./check.ts";
import type { Intent, Model } from "./model.ts";
import type { Real, Running } from "./world.ts";

export type Command = fc.AsyncCommand<Model, Real>;

/** A command on one intent, chosen by a number whatever there is; skipped where none is fit. */
export function onIntent(
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
