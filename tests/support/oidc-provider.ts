import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import Provider, { type Configuration } from "oidc-provider";
import { freePort } from "#lib/postgres/server-process.ts";
import { CLIENT_ID, OTHER_CLIENT_ID } from "./oidc-names.ts";

/** What the provider says of a person beside the subject. */
export type Person = Record<string, unknown>;
type TokenAnswer = Record<string, unknown>;
type Fault = "none" | "away" | "slow" | "error" | "other_issuer";

const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A real OpenID provider over HTTP. It asks for any name at its own sign-in page: that is the subject. */
export async function startOidcProvider(appUrl: string, given: { port?: number; secret?: string } = {}) {
  const own = given.port ?? (await freePort());
  const issuer = `http://localhost:${own}`;
  const key = newKey();
  const people = new Map<string, Person>();
  const secret = given.secret ?? randomBytes(24).toString("base64url");
  const client = {
    client_secret: secret,
    redirect_uris: [`${appUrl}/api/auth/callback/company`],
    grant_types: ["authorization_code"],
    response_types: ["code" as const],
  };
  const configuration: Configuration = {
    clients: [
      { ...client, client_id: CLIENT_ID },
      { ...client, client_id: OTHER_CLIENT_ID },
    ],
    jwks: { keys: [{ ...key.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "RS256" }] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    claims: {
      openid: ["sub"],
      profile: ["name", "roles", "realm_access", "https://company.example/roles"],
      email: ["email", "email_verified"],
    },
    // Claims of the scopes in the ID token itself, as companies' providers are set up.
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => {
      const person = people.get(id);
      return person ? { accountId: id, claims: () => ({ sub: id, ...person }) } : undefined;
    },
    loadExistingGrant: async (ctx) => {
      const { client: asking, session, provider: at } = ctx.oidc;
      const grant = new at.Grant({
        ...(asking ? { clientId: asking.clientId } : {}),
        ...(session?.accountId ? { accountId: session.accountId } : {}),
      });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: 300, IdToken: 300, Grant: 3600, Session: 3600, Interaction: 600 },
  };
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  const state = {
    fault: "none" as Fault,
    tokenFault: "none" as Fault,
    tamper: (given: TokenAnswer) => given,
  };

  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const isToken = path.startsWith("/token");
    const fault = isToken ? state.tokenFault : state.fault;
    if (fault === "away") return void request.socket.destroy();
    // The connection stays open and nothing comes.
    if (fault === "slow") return;
    if (fault === "error") return void response.writeHead(503).end("away");
    if (isToken) rewriteBody(response, (body) => state.tamper(body));
    if (fault === "other_issuer" && path.startsWith("/.well-known/"))
      rewriteBody(response, (body) => ({ ...body, issuer: "https://login.company.example" }));
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(own, "localhost", resolve));

  /** The ID token with other contents, signed by the provider's key unless told otherwise. */
  const forge = (token: unknown, claims: Person, by: { key?: KeyObject; header?: Person } = {}): string => {
    const [, payload = ""] = String(token).split(".");
    const before = JSON.parse(Buffer.from(payload, "base64url").toString());
    const header = { alg: "RS256", kid: "k1", typ: "JWT", ...by.header };
    const text = `${part(header)}.${part({ ...before, ...claims })}`;
    const signature = header.alg === "none" ? "" : sign("sha256", Buffer.from(text), by.key ?? key);
    return `${text}.${signature ? signature.toString("base64url") : ""}`;
  };

  return {
    issuer,
    secret,
    people,
    state,
    forge,
    newKey,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
export type OidcProvider = Awaited<ReturnType<typeof startOidcProvider>>;

function rewriteBody(response: ServerResponse, change: (body: TokenAnswer) => TokenAnswer): void {
  const end = response.end.bind(response);
  response.end = ((body: unknown) => {
    const text = Buffer.isBuffer(body) ? body.toString() : String(body ?? "");
    const changed = JSON.stringify(change(JSON.parse(text)));
    response.setHeader("content-length", Buffer.byteLength(changed));
    return end(changed);
  }) as typeof response.end;
}
