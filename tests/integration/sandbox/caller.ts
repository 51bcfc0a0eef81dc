import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { type IncomingHttpHeaders, request } from "node:http";
import { readError } from "#lib/unico/errors.ts";
import { picture, type Rig } from "#tests/integration/unico/rig.ts";

export const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
export const MATCH = "0e5f0000-0000-4000-8000-000000000001";
export const IMAGE = picture.toString("base64");

export type Claims = Readonly<Record<string, unknown>>;
type Signing = { readonly header?: object; readonly key?: KeyObject };

/** An assertion of any content, signed by the sandbox's own account unless another key is given. */
export function assertionOf(rig: Rig, claims: Claims, { header, key }: Signing = {}): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header ?? { alg: "RS256", typ: "JWT" })}.${part(claims)}`;
  const by = key ?? createPrivateKey(rig.sandbox.credentials.privateKeyPem);
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), by).toString("base64url")}`;
}

export function goodClaims(rig: Rig, nowMs = Date.now()): Claims {
  const { account, tenant } = rig.sandbox.credentials;
  const iat = Math.floor(nowMs / 1_000);
  return {
    iss: `${account}@${tenant}.iam.acesso.io`,
    aud: rig.sandbox.authUrl,
    scope: "*",
    iat,
    exp: iat + 600,
  };
}

export const askToken = (rig: Rig, assertion: string, grantType = GRANT): Promise<Response> =>
  fetch(`${rig.sandbox.authUrl}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: grantType, assertion }),
  });

export const codeOf = async (response: Response): Promise<string | null> =>
  readError(await response.text()).code;

export async function getToken(rig: Rig, claims = goodClaims(rig)): Promise<string> {
  const { access_token: token } = await (await askToken(rig, assertionOf(rig, claims))).json();
  return token;
}

/** One creation, with the headers and the body that it is given. */
export const create = (rig: Rig, headers: Record<string, string>, body: unknown): Promise<Response> =>
  fetch(`${rig.sandbox.idUrl}/processes/v1`, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

export type Seen = {
  readonly status: number | null;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** How it went out: the whole answer, its connection gone before or in it, or nothing more for a while. */
  readonly end: "whole" | "cut" | "silent" | "error";
  readonly error: string | null;
};

const PATIENCE_MS = 250;
const MAX_BYTES = 3_000_000;

/** What a caller without any manners of its own sees of an answer. */
export function see(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Seen> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let head: { status: number | null; headers: IncomingHttpHeaders } = { status: null, headers: {} };
    const asked = request(url, { method, headers, agent: false });
    const tell = (end: Seen["end"], error: string | null = null): void => {
      resolve({ ...head, body: Buffer.concat(chunks).toString("latin1"), end, error });
      asked.destroy();
    };
    asked.setTimeout(PATIENCE_MS, () => tell("silent"));
    asked.on("error", (error: NodeJS.ErrnoException) =>
      tell(head.status ? "cut" : "error", error.code ?? ""),
    );
    asked.on("response", (response) => {
      head = { status: response.statusCode ?? null, headers: response.headers };
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (chunks.reduce((sum, each) => sum + each.length, 0) > MAX_BYTES) tell("silent", "endless");
      });
      response.on("end", () => tell("whole"));
      response.on("error", (error: NodeJS.ErrnoException) => tell("cut", error.code ?? ""));
    });
    asked.end(body);
  });
}
