import { describe, expect, it } from "vitest";
import { parseJson } from "#lib/unico/json.ts";
import { readAnswer, tokenAnswerSchema, validationAnswerSchema } from "#lib/unico/schemas.ts";

const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("a text that means one thing", () => {
  it.each<[string, unknown]>([
    ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', { a: 1, b: { a: 2 }, c: [{ a: 3 }, { a: 4 }] }],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}', { a: '{"b":1,"b":2}' }],
    ['{"a":"b","b":"a"}', { a: "b", b: "a" }],
    ['\ufeff{"a":1}', { a: 1 }],
    ['["a","a"]', ["a", "a"]],
    ["null", null],
  ])("%s", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it("as deep as any document, and no deeper", () => {
    expect(parseJson(nested(64))).toBeDefined();
    expect(parseJson(nested(65))).toBeUndefined();
    expect(parseJson(nested(400_000))).toBeUndefined();
  });
});

it.each([
  ["a name twice", '{"a":1,"a":2}'],
  ["the same value twice", '{"a":1,"a":1}'],
  ["twice, with blanks", '{"a" : 1 ,\n"a"\t: 2}'],
  ["twice, below", '{"x":[{"a":1,"b":2,"a":3}]}'],
  ["twice, with a quote in it", '{"x\\"":1,"x\\"":2}'],
  ["twice, once escaped", '{"result":1,"r\\u0065sult":2}'],
  ["twice around an object", '{"a":{"b":1},"c":2,"a":3}'],
  ["two marks", "\ufeff\ufeff{}"],
  ["a string without an end", '{"a'],
  ["an escape without an end", '{"a\\'],
  ["a comma too many", '{"a":1,}'],
  ["nothing", ""],
])("no reading of %s", (_name, text) => {
  expect(parseJson(text)).toBeUndefined();
  expect(readAnswer(validationAnswerSchema, text)).toBeNull();
});

it("a token that no header can carry is none", () => {
  const read = (token: unknown) =>
    readAnswer(
      tokenAnswerSchema,
      JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: 3600 }),
    );
  expect(read("a.b-c_d~e+f/g=")).toEqual({ accessToken: "a.b-c_d~e+f/g=", lifeSeconds: 3600 });
  for (const token of ["", "a b", "a\r\nx: y", "é", "a".repeat(8_001), 7, null])
    expect(read(token)).toBeNull();
});
