import "server-only";
import { createHash } from "node:crypto";
import { fail, ok, type Result } from "#lib/result.ts";
import type { KeyPromise } from "#lib/unico/outcomes.ts";
import { checkPicture, type Picture, type PictureRefusal } from "./picture.ts";
import type { StartInput } from "./schema.ts";

/** Life of the Web SDK's encrypted string. Source: devcenter.unico.io, by Client, errors (10507). */
export const CAPTURE_LIFE_MS = 10 * 60_000;

export type Capture = {
  kind: StartInput["capture"];
  /** What goes to Unico: the bytes of a picture, or the Web SDK's string untouched. */
  image: Buffer | string;
  /** null where there is only the Web SDK's string, which nobody but Unico can look into. */
  picture: Picture | null;
  /** When the Web SDK made it, and from when on no request leaves with it; null for a picture. */
  life: { from: Date; until: Date } | null;
};

export type CaptureRefusal = { code: PictureRefusal | "capture_required" | "capture_expired" };

const read = new WeakMap<Blob, Promise<Buffer>>();

/** What a form brought, taken over from it once. */
function bytesOf(selfie: Blob): Promise<Buffer> {
  const before = read.get(selfie);
  if (before) return before;
  const bytes = selfie.arrayBuffer().then((given) => Buffer.from(given));
  read.set(selfie, bytes);
  return bytes;
}

/** SHA-256 of what was given, to the byte: how a second start with the same picture is known. */
export async function hashOfCapture({
  capture,
  encrypted = "",
  selfie,
}: StartInput): Promise<Uint8Array<ArrayBuffer>> {
  const given = capture === "sdk" ? encrypted : selfie ? await bytesOf(selfie) : "";
  return new Uint8Array(createHash("sha256").update(given).digest());
}

/** What the form gave to compare with, checked before anything is paid for. */
export async function captureOf(
  input: StartInput,
  key: Pick<KeyPromise, "liveness">,
  now: Date,
): Promise<Result<Capture, CaptureRefusal>> {
  if (input.capture === "sdk") return encryptedCapture(input, now);
  // A key with liveness takes no plain picture (10506): asking would only cost time.
  if (key.liveness || !input.selfie) return fail({ code: "capture_required" });
  const picture = await checkPicture(await bytesOf(input.selfie));
  if (!picture.ok) return picture;
  return ok({ kind: input.capture, image: picture.value.bytes, picture: picture.value, life: null });
}

function encryptedCapture(
  { encrypted, capturedMsAgo = 0 }: StartInput,
  now: Date,
): Result<Capture, CaptureRefusal> {
  if (!encrypted) return fail({ code: "capture_required" });
  const own = expiryOf(encrypted);
  const fromMs = now.getTime() - Math.min(capturedMsAgo, CAPTURE_LIFE_MS);
  const until = new Date(Math.min(fromMs + CAPTURE_LIFE_MS, own ?? Number.POSITIVE_INFINITY));
  if (now >= until) return fail({ code: "capture_expired" });
  const from = new Date(fromMs);
  return ok({ kind: "sdk", image: encrypted, picture: null, life: { from, until } });
}

/** The string's own end, where it can be read: older builds of the SDK made a JWS, newer ones say nothing of theirs. */
function expiryOf(encrypted: string): number | null {
  const [, claims, signature] = encrypted.split(".");
  if (!claims || !signature) return null;
  try {
    const { exp } = JSON.parse(Buffer.from(claims, "base64url").toString("utf8"));
    return Number.isFinite(exp) && exp > 0 ? exp * 1000 : null;
  } catch {
    return null;
  }
}
