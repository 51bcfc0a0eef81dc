import { describe, expect, it } from "vitest";
import { COMMON_PASSWORDS, COMMON_WORDS } from "#lib/features/accounts/common-passwords.ts";
import { PASSWORD_WEAKNESSES, weaknessOf } from "#lib/features/accounts/password-rules.ts";
import { newPasswordInput } from "#lib/features/accounts/schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const OWNER = { email: "bruna.tavares@empresa.com.br", name: "Bruna Tavares" };

describe("a password that would be tried first", () => {
  it.each([
    ["bruna.tavares1", "own"],
    ["tavares na praia 9", "own"],
    ["T4v4r3s na praia", "own"],
    ["BrunaTavares!!!", "own"],
    ["a empresa é azul", "own"],
    ["Contraprova2026!", "product"],
    ["c0ntr4pr0v4 segura", "product"],
    ["aaaaaaaaaaaa", "pattern"],
    ["abababababab", "pattern"],
    ["abcdefghijkl", "pattern"],
    ["123456789012", "pattern"],
    ["210987654321", "pattern"],
    ["qwertyuiopas", "pattern"],
    ["poiuytrewqlk", "pattern"],
    ["abc1abc1abc1a", "pattern"],
    ["zxcvbnm,12345678", "pattern"],
    ["        a b  ", "pattern"],
    ["password1234", "common"],
    ["P@ssw0rd2026!", "common"],
    ["senhasenha123", "common"],
    ["S3nh@Segura!99", "common"],
    ["Flamengo-2026", "common"],
    ["flamengobrasil", "common"],
    ["Corrêct Horse Battery Staple", "common"],
    ["1q2w3e4r5t6y", "common"],
    ["mudar.senha.2026", "common"],
  ])("%s: %s", (password, weakness) => {
    expect(weaknessOf(password, OWNER)).toBe(weakness);
  });

  it.each([
    "uma frase que ninguém usa",
    "o gato dorme no telhado azul",
    "minha senha não é esta, nem aquela",
    "Tr0ub4dor&3xyz",
    "kX9#mP2$vL7@",
    "шёл человек по тёмной улице",
    "我的密码是一句很长的话没有人知道",
    "🐙🦀🐡🦑🐠🐚🦐🐳🐬🦭🪸🐟",
    "839201748365",
    "correct horse, correct house",
  ])("%s is let through", (password) => {
    expect(weaknessOf(password, OWNER)).toBeNull();
  });

  it("knows each listed one, however it is written", () => {
    for (const password of COMMON_PASSWORDS) {
      expect(weaknessOf(password, OWNER), password).not.toBeNull();
      expect(weaknessOf(`${password.toUpperCase()}!`, OWNER), password).not.toBeNull();
    }
    for (const word of COMMON_WORDS) expect(weaknessOf(`${word}2026!#7819`, OWNER), word).not.toBeNull();
    expect([...COMMON_PASSWORDS].filter((each) => each.length < 12)).toEqual([]);
    expect(COMMON_PASSWORDS.size + COMMON_WORDS.size).toBeGreaterThan(300);
  });

  it.each(PASSWORD_WEAKNESSES)("has words for %s", (weakness) => {
    expect(translatorFor("en", "signIn")(`setPassword.weak.${weakness}`)).toMatch(/\.$/);
    expect(translatorFor("pt-BR", "signIn")(`setPassword.weak.${weakness}`)).toMatch(/\.$/);
  });

  it("is judged in no time, however it is made", () => {
    const from = performance.now();
    for (const unit of ["a", "senha", "abcd1234", "ab", "🐙"])
      weaknessOf(unit.repeat(200).slice(0, 200), OWNER);
    expect(performance.now() - from).toBeLessThan(500);
  });
});

describe("the length of a password", () => {
  const wrong = (password: unknown) =>
    newPasswordInput.safeParse({ token: "x".repeat(43), password }).error?.issues[0]?.message;
  it.each<[unknown, string | undefined]>([
    ["x".repeat(11), "field.passwordShort"],
    ["x".repeat(12), undefined],
    ["🐙".repeat(11), "field.passwordShort"],
    ["🐙".repeat(12), undefined],
    ["🐙".repeat(200), undefined],
    ["🐙".repeat(201), "field.passwordLong"],
    ["x".repeat(201), "field.passwordLong"],
    ["x".repeat(1_000_000), "field.passwordLong"],
    [`${"x".repeat(12)}\ud800`, "field.other"],
    [["x".repeat(12), "y".repeat(12)], "field.passwordShort"],
    [{ $ne: "" }, "field.passwordShort"],
  ])("%# is counted in characters", (password, message) => {
    expect(wrong(password)).toBe(message);
  });
});
