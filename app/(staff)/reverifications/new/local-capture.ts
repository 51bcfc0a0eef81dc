import type { Captured } from "./unico-sdk.ts";

/** Unico's own figure: the string dies ten minutes after it was made. */
export const CAPTURE_LIFE_S = 600;

/**
 * Stands in for Unico's Web SDK where there is none: a compact JWS of the shape of a 2022 build, from a picture. The
 * sandbox does not check its signature, and nobody else is sent it.
 */
export async function captureLocally(picture: Blob): Promise<Captured> {
  const image = await base64Of(picture);
  const issuedAt = Math.floor(Date.now() / 1000);
  const claims = {
    image,
    info: { sandbox: true },
    iss: location.origin,
    iat: issuedAt,
    exp: issuedAt + CAPTURE_LIFE_S,
  };
  const parts = [part({ alg: "HS256", typ: "JWT" }), part(claims), urlSafe(btoa(noise()))];
  return { encrypted: parts.join("."), preview: image };
}

const urlSafe = (base64: string) => base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
/** Claims are plain ASCII: base64, numbers and an address. */
const part = (value: unknown) => urlSafe(btoa(JSON.stringify(value)));
const noise = () => String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)));

/** In pieces: a function takes only so many arguments. */
async function base64Of(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  const pieces = Array.from({ length: Math.ceil(bytes.length / 8_192) }, (_, at) =>
    String.fromCharCode(...bytes.subarray(at * 8_192, (at + 1) * 8_192)),
  );
  return btoa(pieces.join(""));
}
