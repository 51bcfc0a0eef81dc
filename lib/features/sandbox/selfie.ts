import "server-only";
import { randomInt } from "node:crypto";
import sharp from "sharp";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";

const [WIDTH, HEIGHT] = [720, 960];
const SPECKS = 24;

/**
 * A picture to try a re-verification with: a plain figure, nobody's face. A few specks make each another picture, for
 * the same one twice against the same reference is asked about.
 */
export function drawSelfie({ actor }: Pick<UserCtx, "actor">): Promise<Buffer> {
  assertCan(actor, "reverification:start");
  const specks = Array.from({ length: SPECKS }, speck).join("");
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="100%" height="100%" fill="#c9ced6"/>
    <path d="M60 960c0-190 130-300 300-300s300 110 300 300Z" fill="#7d8796"/>
    <rect x="300" y="540" width="120" height="170" rx="56" fill="#8f99a8"/>
    <ellipse cx="360" cy="422" rx="166" ry="214" fill="#9aa4b2"/>${specks}</svg>`;
  return sharp(Buffer.from(drawing)).jpeg({ quality: 90 }).toBuffer();
}

/** In the corner above, clear of the figure. */
const speck = (): string =>
  `<rect x="${randomInt(8, 120)}" y="${randomInt(8, 120)}" width="4" height="4" fill="hsl(${randomInt(360)} 60% 40%)"/>`;
