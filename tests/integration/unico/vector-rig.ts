import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { ok } from "#lib/result.ts";
import type { SandboxOptions } from "#lib/sandbox/server.ts";
import { createUnico, type Unico, type UnicoDeps } from "#lib/unico/client.ts";
import type { TokenSource } from "#lib/unico/token.ts";
import type { CreateInput } from "#lib/unico/write-body.ts";
import { type Vector, vectors, wireBody } from "#tests/unit/unico/vectors.ts";
import { makeCapture, picture, type Rig, startRig } from "./rig.ts";

const UAT = "https://identityhomolog.acesso.io";
const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const foreign = keyPair();
const retired = keyPair();

/** The references that the vectors suppose. */
export const KNOWN_REFERENCE = "4b0c4f0e-6f0b-4a52-9f6e-0d7a5a1c0001";
const REFERENCES = [KNOWN_REFERENCE, "80371b2a-3ac7-432e-866d-57fe37896ac6"];

/** A source that has in memory what it gave last. */
function remembering(source: Omit<TokenSource, "held">): TokenSource {
  let last: string | null = null;
  return {
    async get() {
      const got = await source.get();
      if (got.ok) last = got.value;
      return got;
    },
    held: () => last,
    invalidate(token) {
      if (last === token) last = null;
      source.invalidate(token);
    },
  };
}

export type VectorRig = Rig & {
  /** The assertion of a vector, its times moved from the fixed clock to now, each a second of its own. */
  sign(vector: Vector): Promise<string>;
  askToken(assertion: string, grantType?: string): Promise<Response>;
  token(): Promise<string>;
  /** The request of a vector as it stands, placeholders filled. */
  sendRaw(vector: Vector): Promise<Response>;
  /** What our client would be asked for the same, or null where it can express no such thing. */
  inputOf(vector: Vector): CreateInput | null;
  /** A client with the key of a vector, that waits for nothing. */
  clientFor(vector: Vector, deps?: UnicoDeps): Unico;
  /** The next requests to a path get the answer of a vector; one that accepts comes after the work. */
  give(vector: Pick<Vector, "response">, path: string, count?: number): Promise<void>;
  switchTo(switches: Readonly<Record<string, unknown>>): Promise<void>;
  /** Faults, switches and lock as at the start. */
  reset(): Promise<void>;
  /** Tokens as the client of a vector holds them: first the one that it speaks of, then a good one. */
  tokensFor(vector: Vector): Promise<TokenSource>;
};

export async function startVectorRig(options: SandboxOptions = {}): Promise<VectorRig> {
  let seconds = 0;
  const startedAt = Math.floor(Date.now() / 1_000);
  const rig = await startRig({ ...options, retiredKeys: [retired.publicKey] });
  const { credentials } = rig.sandbox;
  const own = createPrivateKey(credentials.privateKeyPem);
  for (const id of REFERENCES) await rig.control("PUT", `/references/${id}`, { outcome: "match" });
  const clients: Unico[] = [];
  const usedCapture = makeCapture();

  async function sign({ jwt }: Vector): Promise<string> {
    if (!jwt || jwt.signedWith === "not a JWT at all") return "not-a-jwt";
    seconds += 1;
    const moved = startedAt - vectors.fixedClock.unixSeconds - seconds;
    const { iat, exp } = jwt.claims;
    const key = { "foreign key": foreign.privateKey, "retired key": retired.privateKey }[jwt.signedWith];
    const signed = await new SignJWT({
      ...jwt.claims,
      aud: String(jwt.claims.aud).replace(UAT, rig.sandbox.authUrl),
      iat: Number(iat) + moved,
      exp: Number(exp) + moved,
    })
      .setProtectedHeader({ alg: "RS256", typ: "JWT" })
      .sign(key ?? own);
    const header = Buffer.from(JSON.stringify(jwt.header)).toString("base64url");
    return jwt.header.alg === "RS256" ? signed : signed.replace(/^[^.]+/, header);
  }

  const askToken = (assertion: string, grantType = GRANT) =>
    fetch(`${rig.sandbox.authUrl}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: grantType, assertion }),
    });

  async function token(): Promise<string> {
    const [good] = vectors.token;
    if (!good) throw new Error("no vector");
    return (await (await askToken(await sign(good))).json()).access_token;
  }

  const keys: Readonly<Record<string, string>> = {
    "{{APIKEY_1TO1_BA}}": credentials.apiKey,
    "{{APIKEY_LIVE_1TO1_BA}}": credentials.apiKeyWithLiveness,
    "{{APIKEY_NO_PERMISSION}}": credentials.apiKeyWithoutPermission,
  };

  /** The value that a placeholder in a body stands for. */
  function fill(value: string): string {
    switch (value) {
      case "{{SDK_CAPTURE}}":
        return makeCapture(Date.now());
      case "{{SDK_CAPTURE_USED}}":
        return usedCapture;
      case "{{SDK_CAPTURE_EXPIRED}}":
        return makeCapture(Date.now(), 601);
      case "{{IMG_TOO_LARGE}}":
        return Buffer.concat([picture, Buffer.alloc(819_201 - picture.length)]).toString("base64");
      default:
        return vectors.images[value.replace(/[{}]/g, "")]?.base64 ?? value;
    }
  }

  async function sendRaw({ request }: Vector): Promise<Response> {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) {
      headers[name] = keys[value] ?? value;
      if (value.includes("{{ACCESS_TOKEN}}")) headers[name] = `Bearer ${await token()}`;
      if (value.includes("{{ACCESS_TOKEN_EXPIRED}}")) {
        headers[name] = `Bearer ${await token()}`;
        await rig.control("POST", "/tokens/expire");
      }
    }
    const body: Record<string, unknown> = { ...request.body };
    if (typeof body.imageBase64 === "string") body.imageBase64 = fill(body.imageBase64);
    const hosts = rig.sandbox.idUrl;
    return fetch(`${hosts}${new URL(request.url).pathname}`, {
      method: request.method,
      headers,
      ...(request.method === "GET" ? {} : { body: request.bodyRaw ?? JSON.stringify(body) }),
    });
  }

  function inputOf({ request }: Vector): CreateInput | null {
    const { body } = request;
    if (!body || "references" in body) return null;
    const { code, ...subject } = Object(body.subject);
    return {
      referenceProcessId: String(body.referenceProcessId ?? ""),
      image: typeof body.imageBase64 === "string" ? fill(body.imageBase64) : "",
      ...(typeof body.subsidiaryId === "string" ? { subsidiaryId: body.subsidiaryId } : {}),
      ...(body.subject ? { subject: { ...subject, ...(code === undefined ? {} : { cpf: code }) } } : {}),
    };
  }

  return {
    ...rig,
    sign,
    askToken,
    token,
    sendRaw,
    inputOf,
    clientFor({ request }, deps = {}) {
      const { APIKEY = "" } = request.headers;
      const unico = createUnico(
        { ...rig.sandbox, ...credentials, apiKey: keys[APIKEY] ?? APIKEY },
        {
          tokens: remembering({ get: async () => ok(await token()), invalidate: () => {} }),
          sleep: async () => {},
          random: () => 0,
          ...deps,
        },
      );
      clients.push(unico);
      return unico;
    },
    give: ({ response }, path, count = 1) =>
      rig.fault({
        kind: "raw",
        path,
        count,
        // An error of these vectors comes before any work.
        isWorkedOn: response.status === 200,
        status: response.status,
        headers: { "content-type": "application/json", ...response.headers },
        body: wireBody(response),
      }),
    async switchTo(switches) {
      await rig.control("PUT", "/switches", switches);
    },
    async reset() {
      await rig.control("POST", "/reset");
    },
    async tokensFor({ expect: { outcome, code }, response }) {
      const first = code === "10501" ? "a-string-that-was-never-issued" : await token();
      const isStale = code === "10502" || (outcome === "token_refresh" && response.status === 401);
      if (isStale) await rig.control("POST", "/tokens/expire");
      let isRefused = false;
      return remembering({
        get: async () => ok(isRefused ? await token() : first),
        invalidate(refused) {
          isRefused ||= refused === first;
        },
      });
    },
    async stop() {
      await Promise.all(clients.map((unico) => unico.close()));
      await rig.stop();
    },
  };
}
