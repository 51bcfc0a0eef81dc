import { expect, test } from "vitest";
import { enumWords, sayEnum } from "#components/verdict/enum-words.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const en = translatorFor("en", "verdicts");
const ptBR = translatorFor("pt-BR", "verdicts");

test.each([
  ["PROCESS_STATE_CREATED", "not-finished", "Customer has not finished", "Cliente não terminou"],
  ["PROCESS_STATE_FAILED", "do-again", "Unico could not process it", "A Unico não processou"],
  ["PROCESS_RESULT_WARNING", "second-look", "Finished with a warning", "Terminou com aviso"],
  ["PROCESS_RESULT_INVALID_IDENTITY", "refuted", "Identity not accepted", "Identidade não aceita"],
  ["AUTHENTICATION_RESULT_POSITIVE", "confirmed", "It is the holder", "É o titular"],
  ["AUTHENTICATION_RESULT_NEGATIVE", "refuted", "Not the holder", "Não é o titular"],
  ["LIVENESS_RESULT_NOT_LIVE", "refuted", "Not live", "Não ao vivo"],
] as const)("%s", (value, glyph, english, portuguese) => {
  const words = enumWords(value);
  expect(words.glyph).toBe(glyph);
  expect(sayEnum(en, words)).toBe(english);
  expect(sayEnum(ptBR, words)).toBe(portuguese);
});

test("silence about liveness is a fault only where it was asked for", () => {
  const said = (asked: boolean) => sayEnum(en, enumWords("LIVENESS_RESULT_UNSPECIFIED", { asked }));
  expect(said(true)).toBe("No answer, although it was asked for");
  expect(said(false)).toBe("Not checked");
});

test.each(["PROCESS_STATE_NEW", "", "toString", "__proto__"])(
  "an unknown %o asks for a second look",
  (value) => {
    const words = enumWords(value);
    expect(words.glyph).toBe("second-look");
    expect(sayEnum(en, words)).toBe(`Unknown answer: ${value}`);
    expect(sayEnum(ptBR, words)).toBe(`Resposta desconhecida: ${value}`);
  },
);
