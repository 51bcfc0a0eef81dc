import "server-only";
import { randomInt } from "node:crypto";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { drawFigure, type Speck } from "#lib/pictures/figure.ts";

const SPECKS = 24;

/**
 * A picture to try a re-verification with. A few specks make each another one, for the same picture twice against the
 * same reference is asked about.
 */
export function drawSelfie({ actor }: Pick<UserCtx, "actor">): Promise<Buffer> {
  assertCan(actor, "reverification:start");
  return drawFigure(Array.from({ length: SPECKS }, speck));
}

/** In the corner above, clear of the figure. */
const speck = (): Speck => ({
  x: randomInt(8, 120),
  y: randomInt(8, 120),
  colour: [randomInt(256), randomInt(256), randomInt(256)],
});
