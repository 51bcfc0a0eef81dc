import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readError } from "#lib/unico/errors.ts";
import { outcomeOfReverification } from "#lib/unico/outcomes.ts";
import { keyOf, wordOf, wordOfOutcome } from "#tests/unit/unico/vector-words.ts";
import { type Vector, vectors, wireBody } from "#tests/unit/unico/vectors.ts";
import { countVectors, expectAnswerOf, rows } from "./vector-count.ts";
import { KNOWN_REFERENCE, startVectorRig, type VectorRig } from "./vector-rig.ts";

const CREATE = "/processes/v1";

let rig: VectorRig;
beforeAll(async () => {
  rig = await startVectorRig();
});
afterEach(() => rig.reset());
afterAll(() => rig.stop());

const { meet, expectAllMet } = countVectors("create");

describe("POST /processes/v1", () => {
  /** Faults and states of the account, which no request brings about: the sandbox is told to answer so. */
  const TOLD = ["409", "429", "429-nohdr", "500-510", "502", "415", "500-10700", "500-20502"];
  const isTold = ({ id, response }: Vector) =>
    response.status === 200 || TOLD.includes(id.replace("cp-e-", ""));
  /** Our client has no way to send these: only the sandbox meets them. */
  const NEVER_SENT = ["cp-references", "cp-e-20001", "cp-e-20003", "cp-e-20003-empty"];
  const KEPT_BACK = ["cp-e-20003-ref", "cp-e-20003-uuid"];

  it.each(rows(vectors.createProcess))("$name", async (vector) => {
    const { code } = vector.expect;
    if (["20004", "20005", "20006"].includes(code ?? "")) await rig.switchTo({ strictSubject: true });
    if (vector.id === "cp-e-401") await rig.switchTo({ authAs401: true });
    if (code === "10508") await rig.sendRaw(vector);
    const before = (await rig.ledger()).length;
    const paid = vector.response.status === 200 ? 1 : 0;

    if (isTold(vector)) await rig.give(vector, CREATE);
    await expectAnswerOf(vector, await rig.sendRaw(vector));
    expect(await rig.ledger()).toHaveLength(before + paid);

    const asked = await rig.requestCount(CREATE);
    const input = rig.inputOf(vector);
    if (NEVER_SENT.includes(vector.id)) {
      expect(input === null || vector.id === "cp-e-20001").toBe(true);
    } else if (KEPT_BACK.includes(vector.id) && input) {
      const kept = await rig.clientFor(vector).createProcess(input);
      expect(kept).toMatchObject({ ok: false, failure: { kind: "not_sent", why: "malformed" } });
      expect(await rig.requestCount(CREATE)).toBe(asked);
    } else {
      await throughClient(vector);
      expect(await rig.requestCount(CREATE)).toBeGreaterThan(asked);
    }
    meet("createProcess", vector.id);
  });

  async function throughClient(vector: Vector): Promise<void> {
    const { outcome, code } = vector.expect;
    const input = rig.inputOf(vector);
    if (!input) throw new Error(`${vector.id} has no body to send`);
    const before = (await rig.ledger()).length;
    // A rate limit is met until the patience is over.
    if (isTold(vector)) await rig.give(vector, CREATE, outcome === "rate_limited" ? 9 : 1);
    const tokens = await rig.tokensFor(vector);
    const result = await rig.clientFor(vector, { tokens }).createProcess(input);
    const { attempts } = result.ok ? result.value : result.failure;
    const added = (await rig.ledger()).length - before;
    if (outcome === "token_refresh") {
      // The refused token is the vector; with a new one the same request is worked on, once.
      expect(attempts.map(({ verdict }) => verdict)).toEqual(["token", "done"]);
      expect(added).toBe(1);
    } else if (result.ok) {
      expect(wordOfOutcome(outcomeOfReverification(result.value.value, keyOf(vector)))).toBe(outcome);
      expect(result.value.raw).toBe(wireBody(vector.response));
      expect([attempts.length, added]).toEqual([1, 1]);
    } else {
      expect(wordOf(result.failure)).toBe(outcome);
      if (code !== undefined) expect(result.failure).toMatchObject({ unicoCode: code });
      expect(attempts.filter(({ verdict }) => verdict !== "busy").length).toBe(
        outcome === "rate_limited" ? 0 : 1,
      );
      expect(added).toBe(0);
    }
  }

  it.each(vectors.errorBodyVariants)("refused with the error body $id", async (variant) => {
    await rig.give({ response: { ...variant, status: 400 } }, CREATE);
    const [vector] = vectors.createProcess;
    const input = vector && rig.inputOf(vector);
    if (!vector || !input) throw new Error("no vector");
    const result = await rig.clientFor(vector).createProcess(input);
    expect(result).toMatchObject({ failure: { kind: "refused", unicoCode: variant.parsed.code } });
    expect(readError(wireBody(variant))).toEqual(variant.parsed);
    meet("errorBodyVariants", variant.id);
  });

  const plain = vectors.createProcess.find(({ id }) => id === "cp-noliveness");
  it.each(Object.entries(vectors.images))("the picture %s", async (name, { expect: expected }) => {
    const input =
      plain &&
      rig.inputOf({
        ...plain,
        request: { ...plain.request, body: { ...plain.request.body, imageBase64: `{{${name}}}` } },
      });
    if (!input) throw new Error("no vector");
    const result = await rig.clientFor(plain).createProcess(input);
    if (expected === "accepted") expect(result).toMatchObject({ ok: true });
    else expect(result).toMatchObject({ failure: { kind: "refused", unicoCode: expected } });
    meet("images", name);
  });

  it.each([...vectors.cpfs.valid, ...vectors.cpfs.invalid])("the CPF %s", async (cpf) => {
    const input = plain && rig.inputOf(plain);
    if (!input) throw new Error("no vector");
    const result = await rig
      .clientFor(plain)
      .createProcess({ ...input, referenceProcessId: KNOWN_REFERENCE, subject: { cpf } });
    if (vectors.cpfs.valid.includes(cpf)) expect(result).toMatchObject({ ok: true });
    else expect(result).toMatchObject({ failure: { kind: "refused", unicoCode: "20507" } });
    meet("cpfs", cpf);
  });
});

expectAllMet();
