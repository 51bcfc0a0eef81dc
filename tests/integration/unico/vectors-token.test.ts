import type { Dispatcher } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createUnico, type Unico } from "#lib/unico/client.ts";
import { readError } from "#lib/unico/errors.ts";
import { createDispatcher } from "#lib/unico/http.ts";
import { createTokenSource } from "#lib/unico/token.ts";
import { type Vector, vectors } from "#tests/unit/unico/vectors.ts";
import { countVectors, rows } from "./vector-count.ts";
import { startVectorRig, type VectorRig } from "./vector-rig.ts";

const TOKEN = "/oauth2/token";
const agent = createDispatcher();
let started = 0;

let rig: VectorRig;
beforeAll(async () => {
  rig = await startVectorRig();
});
afterEach(() => rig.reset());
afterAll(async () => {
  await agent.close();
  await rig.stop();
});

const { meet, expectAllMet } = countVectors("token");

/** A process of its own. Each stands in other seconds, for two that sign in one would be each other's replay. */
function startClient(dispatcher: Dispatcher = agent): Unico {
  started += 1;
  const settings = { ...rig.sandbox, ...rig.sandbox.credentials };
  const behindMs = started * 120_000;
  const tokens = createTokenSource(settings, { dispatcher, wallMs: () => Date.now() - behindMs });
  return createUnico(settings, { dispatcher, tokens, sleep: async () => {} });
}

describe("POST /oauth2/token", () => {
  /** States of the account, of the address and of the hour, and forms of a good answer: no assertion brings them about. */
  const TOLD = ["1.0.14", "1.2.11", "1.2.14", "1.3.1", "1.3.2"].map((code) => `tk-${code}`);
  const isTold = ({ id }: Vector) => [...TOLD, "tk-ok-string-expiry", "tk-ok-short-ttl"].includes(id);

  it.each(rows(vectors.token))("$name", async (vector) => {
    const { outcome, code = null } = vector.expect;
    // The sandbox judges the assertion …
    const assertion = await rig.sign(vector);
    const bad = vectors.token.find(({ id }) => id === "tk-1.2.21");
    if (code === "1.2.7") await rig.askToken(assertion);
    if (code === "1.2.18" && bad) for (let i = 0; i < 5; i += 1) await rig.askToken(await rig.sign(bad));
    if (isTold(vector)) await rig.give(vector, TOKEN);
    const response = await rig.askToken(assertion, vector.request.form?.grant_type);
    expect(response.status).toBe(vector.response.status);
    const text = await response.text();
    expect(readError(text).code).toBe(code);
    if (outcome === "ok") expect(JSON.parse(text)).toMatchObject({ token_type: "Bearer" });
    await rig.reset();

    // … and our client, which signs one of its own, reads the answer.
    await rig.give(vector, TOKEN);
    const unico = startClient();
    const before = await rig.requestCount(TOKEN);
    const read = await unico.readProcess(crypto.randomUUID());
    const asked = (await rig.requestCount(TOKEN)) - before;
    if (outcome === "new_assertion_once") {
      expect([asked, read]).toMatchObject([2, { failure: { kind: "not_found" } }]);
    } else if (outcome === "ok") {
      // The vector's token is none of the sandbox's, so it is refused there and renewed once.
      expect([asked, read]).toMatchObject([2, { failure: { attempts: [{ verdict: "token" }, {}] } }]);
    } else {
      expect(read).toMatchObject({ failure: { kind: "not_sent", why: "credentials", unicoCode: code } });
      await unico.readProcess(crypto.randomUUID());
      expect((await rig.requestCount(TOKEN)) - before).toBe(1);
    }
    meet("token", vector.id);
  });

  it("is asked in the one encoding there is", async () => {
    const bodies: string[] = [];
    const dispatcher = agent.compose((dispatch) => (options, handler) => {
      if (options.path === TOKEN) bodies.push(String(options.body));
      return dispatch(options, handler);
    });
    const unico = startClient(dispatcher);
    expect(await unico.readProcess(crypto.randomUUID())).toMatchObject({ failure: { kind: "not_found" } });
    const [prefix = ""] = vectors.tokenRequestEncoding.raw.split("<");
    expect(bodies).toEqual([expect.stringMatching(/^[^&]+&assertion=[\w-]+\.[\w-]+\.[\w-]+$/)]);
    expect(bodies[0]?.startsWith(prefix)).toBe(true);
    meet("tokenRequestEncoding", "raw");
  });
});

expectAllMet();
