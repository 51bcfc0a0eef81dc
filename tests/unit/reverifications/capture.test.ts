import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { captureLocally } from "#app/(staff)/reverifications/new/local-capture.ts";
import { problemOf } from "#app/(staff)/reverifications/new/unico-sdk.ts";
import { captureOf } from "#lib/features/reverifications/capture.ts";
import { readCapture } from "#lib/sandbox/captures.ts";
import { aSelfie, aStart } from "#tests/support/reverifications.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const MINUTE_MS = 60_000;
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const live = { liveness: true };

beforeAll(() => {
  vi.stubGlobal("location", { origin: "https://contraprova.test" });
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const aCapture = async () => (await captureLocally(new Blob([new Uint8Array(await aSelfie())]))).encrypted;
const sdkStart = async (encrypted: string | undefined, capturedAt: Date | undefined = NOW) =>
  aStart({ capture: "sdk", selfie: undefined, encrypted, capturedAt });

describe("a capture of the Web SDK", () => {
  it("goes on untouched, until ten minutes after it was made", async () => {
    const encrypted = "eyJ0 not a token: whatever it is, it is Unico's";
    const found = await captureOf(await sdkStart(encrypted, ago(4 * MINUTE_MS)), live, NOW);
    expect(found).toMatchObject({ ok: true, value: { kind: "sdk", image: encrypted, picture: null } });
    expect(found.ok && found.value.notAfter).toEqual(new Date(NOW.getTime() + 6 * MINUTE_MS));
  });
  it.each([
    ["ten minutes old", 10 * MINUTE_MS],
    ["older than that", 60 * MINUTE_MS],
  ])("that is %s is refused", async (_name, age) => {
    const found = await captureOf(await sdkStart("x.y.z", ago(age)), live, NOW);
    expect(found).toEqual({ ok: false, failure: { code: "capture_expired" } });
  });
  it("that says it was made later than now counts from now", async () => {
    const found = await captureOf(await sdkStart("x.y.z", ago(-60 * MINUTE_MS)), live, NOW);
    expect(found.ok && found.value.notAfter).toEqual(new Date(NOW.getTime() + 10 * MINUTE_MS));
  });
  it("whose own end can be read ends there, and never later than ten minutes", async () => {
    const withEnd = (exp: number) => `e30.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c2ln`;
    const second = NOW.getTime() / 1000;
    const soon = await captureOf(await sdkStart(withEnd(second + 120)), live, NOW);
    expect(soon.ok && soon.value.notAfter).toEqual(new Date(NOW.getTime() + 2 * MINUTE_MS));
    const late = await captureOf(await sdkStart(withEnd(second + 9_999)), live, NOW);
    expect(late.ok && late.value.notAfter).toEqual(new Date(NOW.getTime() + 10 * MINUTE_MS));
    expect(await captureOf(await sdkStart(withEnd(second - 1)), live, NOW)).toMatchObject({
      failure: { code: "capture_expired" },
    });
  });
  it.each([undefined, ""])("that is missing is asked for", async (encrypted) => {
    expect(await captureOf(await sdkStart(encrypted), live, NOW)).toMatchObject({
      failure: { code: "capture_required" },
    });
  });
});

describe("a plain picture", () => {
  it("does not do for a key that measures liveness, and costs nothing", async () => {
    expect(await captureOf(await aStart(), live, NOW)).toEqual({
      ok: false,
      failure: { code: "capture_required" },
    });
  });
  it("does for one that does not, without an end", async () => {
    const found = await captureOf(await aStart(), { liveness: false }, NOW);
    expect(found).toMatchObject({ ok: true, value: { kind: "file", notAfter: null } });
  });
});

describe("the sandbox's stand-in for the Web SDK", () => {
  it("makes a string that the sandbox takes for a capture, each time another", async () => {
    const [one, other] = [await aCapture(), await aCapture()];
    expect(one).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const read = readCapture(one);
    expect(Buffer.from(read?.image ?? "", "base64").equals(await aSelfie())).toBe(true);
    expect(read?.exp).toBe(NOW.getTime() / 1000 + 600);
    expect(one).not.toBe(other);
  });
});

describe("what ended a capture", () => {
  it.each([
    ["73706", "denied"],
    ["73704", "cancelled"],
    ["73707", "cancelled"],
    ["73717", "cancelled"],
    ["73708", "turn"],
    ["73721", "turn"],
    ["73100", "retry"],
    ["73405", "retry"],
    ["73502", "retry"],
    ["73303", "setup"],
    ["73204", "setup"],
    ["73724", "setup"],
    ["74001", "setup"],
    ["99999", "setup"],
  ])("code %s: %s", (code, problem) => {
    expect(problemOf(code)).toBe(problem);
  });
});
