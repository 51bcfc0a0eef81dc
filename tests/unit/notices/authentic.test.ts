import { beforeEach, describe, expect, it, vi } from "vitest";
import { codeOf, isAuthentic } from "#lib/features/notices/rules.ts";
import { readNotice } from "#lib/features/notices/schema.ts";

const compared = vi.hoisted(() => [] as number[][]);
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof import("node:crypto")>();
  return {
    ...crypto,
    timingSafeEqual: (a: Buffer, b: Buffer) => {
      compared.push([a.length, b.length]);
      return crypto.timingSafeEqual(a, b);
    },
  };
});
beforeEach(() => {
  compared.length = 0;
});

const VALUE = "s3cret-value-of-24-chars";
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;

describe("a secret and what came with a notice", () => {
  const rows: [secret: string | undefined, headers: Record<string, string>, isIn: boolean][] = [
    // Nothing set: nobody gets in, not even with nothing.
    [undefined, {}, false],
    ["", {}, false],
    ["", { authorization: "" }, false],
    // A value alone.
    [VALUE, { authorization: VALUE }, true],
    [VALUE, { authorization: `Bearer ${VALUE}` }, true],
    [VALUE, { authorization: `bearer  ${VALUE}` }, true],
    [VALUE, { authorization: `Basic ${VALUE}` }, false],
    [VALUE, { authorization: basic(VALUE) }, false],
    [VALUE, { authorization: `Bearer${VALUE}` }, false],
    [VALUE, { authorization: VALUE.toUpperCase() }, false],
    [VALUE, { authorization: `${VALUE}x` }, false],
    [VALUE, { authorization: VALUE.slice(0, -1) }, false],
    [VALUE, { authorization: "" }, false],
    [VALUE, { authorization: "Bearer " }, false],
    [VALUE, { authorization: `${VALUE}, ${VALUE}` }, false],
    [VALUE, { "x-api-key": VALUE }, false],
    [VALUE, {}, false],
    // Header and value.
    [`x-api-key:${VALUE}`, { "x-api-key": VALUE }, true],
    [`X-Api-Key:${VALUE}`, { "x-API-key": VALUE }, true],
    [`x-api-key:${VALUE}`, { "x-api-key": `Bearer ${VALUE}` }, false],
    [`x-api-key:${VALUE}`, { "x-other": VALUE }, false],
    [`x-api-key:${VALUE}`, { authorization: VALUE }, false],
    [`x-api-key:${VALUE}`, { authorization: `x-api-key:${VALUE}` }, false],
    [`x-api-key:${VALUE}`, {}, false],
    // Only the first colon parts them.
    [`x-api-key:a:${VALUE}`, { "x-api-key": `a:${VALUE}` }, true],
    [`x-api-key:a:${VALUE}`, { "x-api-key": VALUE }, false],
    [`authorization:Bearer ${VALUE}`, { authorization: `Bearer ${VALUE}` }, true],
    // User and password.
    [`unico:${VALUE}`, { authorization: basic(`unico:${VALUE}`) }, true],
    [`unico:${VALUE}`, { authorization: basic(`unico:${VALUE}`).replace("Basic", "BASIC") }, true],
    [`unico:${VALUE}`, { authorization: basic(`other:${VALUE}`) }, false],
    [`unico:${VALUE}`, { authorization: basic("unico:") }, false],
    [`unico:${VALUE}`, { authorization: `Bearer ${basic(`unico:${VALUE}`).slice(6)}` }, false],
    [`unico:${VALUE}`, { authorization: `Basic unico:${VALUE}` }, false],
    [`:${VALUE}`, { authorization: basic(`:${VALUE}`) }, true],
    // A user that is no header's name; a header without a value.
    [`a b:${VALUE}`, { authorization: basic(`a b:${VALUE}`) }, true],
    [`a b:${VALUE}`, {}, false],
    ["x-api-key:", {}, false],
    ["x-api-key:", { "x-api-key": "" }, false],
  ];
  it.each(rows)("%s with %o: %s", (secret, headers, isIn) => {
    expect(isAuthentic(new Headers(headers), secret)).toBe(isIn);
  });

  it("are compared in one time: as many digests of one length whether nothing, much or all is right", () => {
    for (const secret of [VALUE, `unico:${VALUE}`]) {
      for (const given of ["", "x", VALUE.slice(0, -1), VALUE, `Bearer ${VALUE}`, basic(`unico:${VALUE}`)]) {
        compared.length = 0;
        isAuthentic(new Headers({ authorization: given }), secret);
        expect(compared).toEqual([
          [32, 32],
          [32, 32],
        ]);
      }
    }
  });
});

const ID = "1DC4EC00-0000-4000-8000-000000000001";
const read = (members: object) => readNotice(JSON.stringify({ processId: ID, ...members }));

describe("the body of a notice", () => {
  it.each([
    "",
    "{",
    "null",
    "[]",
    '"x"',
    "{}",
    '{"processId":1}',
    '{"processId":"x"}',
    `{"processId":"${ID}x"}`,
    `[{"processId":"${ID}"}]`,
    `{"processId":["${ID}"]}`,
    "[".repeat(8_000),
  ])("is none: %.40s", (body) => {
    expect(readNotice(body)).toBeNull();
  });
  it("is read with ids in one form, and words as they came", () => {
    expect(read({ state: "PROCESS_STATE_FINISHED", lastEvent: "EVENT_TYPE_SESSION_ENDED" })).toEqual({
      processId: ID.toLowerCase(),
      state: "PROCESS_STATE_FINISHED",
      lastEvent: "EVENT_TYPE_SESSION_ENDED",
    });
  });
  it("keeps a word that nobody knows, cut, storable and without a CPF", () => {
    expect(read({ state: "PROCESS_STATE_NEW" })).toMatchObject({ state: "PROCESS_STATE_NEW", lastEvent: "" });
    expect(read({ state: null, lastEvent: 7 })).toMatchObject({ state: "", lastEvent: "7" });
    expect(read({ state: { a: 1 }, lastEvent: true })).toMatchObject({ state: '{"a":1}', lastEvent: "true" });
    expect(read({ state: "x".repeat(9_000) })?.state).toHaveLength(100);
    expect(read({ state: "A\0\ud800B" })?.state).toBe("A\ufffdB");
    expect(read({ state: "CPF 701.010.101-92" })?.state).toBe("CPF ***.010.101-**");
    expect(read({ state: `${"x".repeat(99)}😀` })?.state.isWellFormed()).toBe(true);
  });
  it("is told to the audit log in codes alone", () => {
    expect(codeOf("PROCESS_STATE_FINISHED")).toBe("PROCESS_STATE_FINISHED");
    for (const raw of ["", "Maria", "A B", "{}", "process_state"]) expect(codeOf(raw)).toBe("other");
  });
});
