import sharp from "sharp";
import { expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { drawSelfie } from "#lib/features/sandbox/selfie.ts";

const actor = (role: "analyst" | "support") =>
  ({ kind: "user", id: "p", name: "P", role, sessionId: "s", scope: null }) as const;

it("draws a picture that Unico takes, another one each time, alike but for a corner", async () => {
  const drawn = await Promise.all(Array.from({ length: 8 }, () => drawSelfie({ actor: actor("analyst") })));
  expect(new Set(drawn.map((each) => each.toString("base64"))).size).toBe(8);
  const [first, second] = drawn;
  expect(await sharp(first).metadata()).toMatchObject({ format: "jpeg", width: 720, height: 960 });
  const figure = (image: Buffer | undefined) =>
    sharp(image).extract({ left: 160, top: 160, width: 400, height: 700 }).raw().toBuffer();
  expect((await figure(first)).equals(await figure(second))).toBe(true);
});

it("only for those who may start a re-verification", () => {
  expect(() => drawSelfie({ actor: actor("support") })).toThrow(Forbidden);
});
