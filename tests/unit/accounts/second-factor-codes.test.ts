import { describe, expect, it } from "vitest";
import {
  addressOf,
  hashOfRecoveryCode,
  newRecoveryCodes,
  newSecret,
  stepOf,
} from "#lib/features/accounts/second-factor-codes.ts";
import { pictureOf } from "#lib/features/accounts/second-factor-picture.ts";
import { codeInput, recoveryInput } from "#lib/features/accounts/second-factor-schema.ts";
import { codeAt, STEP_MS } from "#tests/support/second-factor.ts";

// RFC 6238, appendix B: the secret "12345678901234567890", SHA-1; the last six of its eight digits.
const RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

describe("a one-time code", () => {
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("at %d seconds is the RFC's", (seconds, code) => {
    const at = new Date(seconds * 1000);
    expect(stepOf(RFC_SECRET, code, at)).toBe(Math.floor(seconds / 30));
  });
  it("belongs to the step before, the present or the next, and to no other", () => {
    const now = new Date(1_700_000_010_000);
    const step = Math.floor(now.getTime() / STEP_MS);
    const secret = newSecret();
    const steps = [-2, -1, 0, 1, 2].map((off) =>
      stepOf(secret, codeAt(secret, now.getTime() + off * STEP_MS), now),
    );
    expect(steps).toEqual([null, step - 1, step, step + 1, null]);
  });
  it.each(["", "12345", "1234567", "abcdef", "１２３４５６", "0x1234", "-12345", "1e5"])(
    "is six digits, not %s",
    (typed) => {
      expect(codeInput.safeParse({ code: typed }).success).toBe(false);
    },
  );
  it("may have a gap, as apps show it", () => {
    expect(codeInput.parse({ code: " 123 456 " })).toEqual({ code: "123456" });
  });
});

describe("a secret", () => {
  it("has 160 bits and is never the same", () => {
    const secrets = Array.from({ length: 1_000 }, newSecret);
    expect(new Set(secrets).size).toBe(1_000);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });
  it("is in the picture for the app, with whose it is", () => {
    const secret = newSecret();
    const address = new URL(addressOf(secret, "ana+1@contraprova.test"));
    expect(address.searchParams.get("secret")).toBe(secret);
    expect(decodeURIComponent(address.pathname)).toContain("Contraprova:ana+1@contraprova.test");
    expect(Object.fromEntries(address.searchParams)).toMatchObject({ digits: "6", period: "30" });
    const picture = pictureOf(address.href);
    expect(picture.path.startsWith("M4 4h1v1h-1z")).toBe(true);
    expect(picture.size).toBeGreaterThan(21 + 8);
  });
});

describe("a recovery code", () => {
  it("has 125 bits in letters that read as nothing else", () => {
    const codes = Array.from({ length: 100 }, newRecoveryCodes).flat();
    expect(new Set(codes).size).toBe(1_000);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
    const used = new Set(codes.join("").replaceAll("-", ""));
    expect(used.size).toBe(32);
  });
  it("is the same however it is typed, and another's for another person", () => {
    const [code = ""] = newRecoveryCodes();
    const read = code.replaceAll("0", "o").replaceAll("1", "l").toLowerCase().replaceAll("-", " ");
    expect(hashOfRecoveryCode("a", read)).toEqual(hashOfRecoveryCode("a", code));
    expect(hashOfRecoveryCode("b", code)).not.toEqual(hashOfRecoveryCode("a", code));
    expect(recoveryInput.safeParse({ recovery: code }).success).toBe(true);
    expect(recoveryInput.safeParse({ recovery: code.slice(0, 20) }).success).toBe(false);
  });
});
