import { describe, expect, it } from "vitest";
import { valueWords } from "#app/(staff)/processes/value-words.ts";
import { AUTHENTICATION, anyRaw, LIVENESS, RESULT, STATE } from "#lib/features/processes/raw-values.ts";
import { AUTHENTICATIONS, processFilter, RESULTS, STATES } from "#lib/features/processes/table-schema.ts";
import { LIVENESS as LIVENESSES } from "#lib/features/signals.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { readAddress } from "#lib/table/address.ts";

describe("raw values of a filter", () => {
  it.each([
    ["state", STATE, STATES],
    ["result", RESULT, RESULTS],
    ["authentication", AUTHENTICATION, AUTHENTICATIONS],
    ["liveness", LIVENESS, LIVENESSES],
  ] as const)("%s: each value has a name but one, which is all that have none", (_, raw, values) => {
    const named = Object.keys(raw.named);
    expect(values.filter((value) => !named.includes(value))).toHaveLength(1);
    // What is left out by name is what is asked for by name.
    for (const value of Object.values(raw.named)) expect(raw.other.sql).toContain(`'${value}'`);
    expect(raw.other.sql.match(/'/g)).toHaveLength(2 * named.length);
    expect(anyRaw(raw, [])).toEqual([]);
  });

  it.each(LOCALES)("have words in %s", (locale) => {
    const say = valueWords(translatorFor(locale, "processes"), translatorFor(locale, "verdicts"));
    const said = [...STATES.map(say.state), ...RESULTS.map(say.result)];
    for (const word of said) expect(word).not.toMatch(/PROCESS_|^$/);
    expect(new Set(said).size).toBe(said.length - 1);
  });
});

it("a flow in the address is any text, and never a CPF", () => {
  const read = (flow: string | string[]) => readAddress(processFilter, { flow });
  expect(read(["idcheck", "Meu fluxo"])).toMatchObject({
    filter: { flow: ["idcheck", "Meu fluxo"] },
    dropped: [],
  });
  expect(read(["idcheck", "701.010.101-92"])).toMatchObject({
    filter: { flow: ["idcheck"] },
    dropped: ["flow"],
  });
});
