import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createVault, type Place } from "#lib/privacy/vault.ts";

const old = { id: "k1", key: randomBytes(32) };
const fresh = { id: "k2", key: randomBytes(32) };
const indexKey = randomBytes(32);
const vault = createVault([fresh, old], indexKey);
const place: Place = { table: "subject", row: "r1", column: "cpf" };

describe("the vault", () => {
  it("opens what it sealed, and never seals twice alike", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (plain) => {
        const sealed = vault.seal(place, plain);
        expect(vault.open(place, sealed)).toBe(plain);
        expect(Buffer.from(vault.seal(place, plain)).equals(Buffer.from(sealed))).toBe(false);
      }),
    );
  });

  it("does the same with bytes that are no text", () => {
    const bytes = randomBytes(50_000);
    const sealed = vault.sealBytes(place, bytes);
    expect(vault.openBytes(place, sealed).equals(bytes)).toBe(true);
    expect(Buffer.from(sealed).includes(bytes.subarray(0, 16))).toBe(false);
    expect(() => vault.openBytes({ ...place, row: "r2" }, sealed)).toThrow();
  });

  it("holds nothing of the plain text", () => {
    expect(Buffer.from(vault.seal(place, "70101010192")).includes("70101010192")).toBe(false);
  });

  it.each([
    { ...place, table: "process_snapshot" },
    { ...place, row: "r2" },
    { ...place, column: "email" },
  ])("does not open in another place: $table $row $column", (elsewhere) => {
    expect(() => vault.open(elsewhere, vault.seal(place, "70101010192"))).toThrow();
  });

  it("notices every changed byte", () => {
    const sealed = vault.seal(place, "70101010192");
    for (let i = 0; i < sealed.length; i += 1) {
      const changed = Uint8Array.from(sealed, (byte, at) => (at === i ? byte ^ 1 : byte));
      expect(() => vault.open(place, changed)).toThrow();
    }
  });

  it("opens what an older key of the ring sealed, and seals under the newest", () => {
    const before = createVault([old], indexKey);
    expect(vault.open(place, before.seal(place, "x"))).toBe("x");
    expect(() => before.open(place, vault.seal(place, "x"))).toThrow(/ENCRYPTION_KEYS/);
  });

  it("finds equal values by a hash that another key does not make", () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
    expect(hex(vault.indexOf("70101010192"))).toBe(hex(vault.indexOf("70101010192")));
    expect(hex(createVault([fresh], randomBytes(32)).indexOf("70101010192"))).not.toBe(
      hex(vault.indexOf("70101010192")),
    );
  });

  /** 1,000,000 by hand: `SEALED_NONCES=1000000`. */
  it("never uses a nonce twice", () => {
    const count = Number(process.env.SEALED_NONCES ?? 20_000);
    const nonces = new Set<string>();
    for (let i = 0; i < count; i += 1) {
      nonces.add(Buffer.from(vault.seal(place, "70101010192").subarray(3, 15)).toString("latin1"));
    }
    expect(nonces.size).toBe(count);
  }, 120_000);

  it("says under which key a value lies", () => {
    expect(vault.keyOf(vault.seal(place, "x"))).toBe("k2");
    expect(vault.keyOf(createVault([old], indexKey).seal(place, "x"))).toBe("k1");
    expect(vault.newest).toBe("k2");
  });
});
