import { createHmac } from "node:crypto";
import { EncryptJWT } from "jose";

/** The library's own way to make a cookie. */
export type Encode = (given: {
  token: Record<string, unknown>;
  secret: string;
  salt?: string;
  maxAge?: number;
}) => Promise<string>;

const plainJwt = (header: object, payload: object, sign: (text: string) => string) => {
  const text = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${sign(text)}`;
};
const hmac = (key: string) => (text: string) => createHmac("sha256", key).update(text).digest("base64url");
const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600;

/** Cookies that nobody but the library may make, each by what is wrong with it. */
export const forgedCookies = (
  encode: Encode,
  secret: string,
): Record<string, (sessionId: string) => string | Promise<string>> => ({
  "with no signature": (sessionId) =>
    plainJwt({ alg: "none", typ: "JWT" }, { sessionId, exp: inAnHour() }, () => ""),
  "signed instead of encrypted": (sessionId) =>
    plainJwt({ alg: "HS256", typ: "JWT" }, { sessionId, exp: inAnHour() }, hmac(secret)),
  "signed with nothing": (sessionId) =>
    plainJwt({ alg: "HS256", typ: "JWT" }, { sessionId, exp: inAnHour() }, hmac("")),
  "under another key": (sessionId) => encode({ token: { sessionId }, secret: `${secret}x` }),
  "under an empty key": (sessionId) => encode({ token: { sessionId }, secret: " " }),
  "made for a sign-in under way": (sessionId) =>
    encode({ token: { sessionId }, secret, salt: "contraprova.company-state" }),
  "made for another cookie of the library": (sessionId) =>
    encode({ token: { sessionId }, secret, salt: "next-auth.pkce.code_verifier" }),
  "past its time": (sessionId) => encode({ token: { sessionId }, secret, maxAge: -60 }),
  "under the secret itself, not a key of it": (sessionId) =>
    new EncryptJWT({ sessionId })
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .setExpirationTime("1h")
      .encrypt(Buffer.from(secret.padEnd(32, "0")).subarray(0, 32)),
  "cut short": async (sessionId) => (await encode({ token: { sessionId }, secret })).slice(0, -4),
  "with one bit turned": async (sessionId) => {
    const parts = (await encode({ token: { sessionId }, secret })).split(".");
    const body = Buffer.from(parts[3] ?? "", "base64url");
    body[3] = (body[3] ?? 0) ^ 1;
    return [...parts.slice(0, 3), body.toString("base64url"), parts[4]].join(".");
  },
  "with another's header": async (sessionId) => {
    const parts = (await encode({ token: { sessionId }, secret })).split(".");
    const header = Buffer.from('{"alg":"none"}').toString("base64url");
    return [header, ...parts.slice(1)].join(".");
  },
  "that is the bare id": (sessionId) => sessionId,
  "that names no session": () => encode({ token: { sub: "admin" }, secret }),
  "that names something else": () => encode({ token: { sessionId: "' OR 1=1" }, secret }),
});
