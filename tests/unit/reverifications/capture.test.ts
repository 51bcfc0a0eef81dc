import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { captureLocally } from "#app/(staff)/reverifications/new/local-capture.ts";
import { problemOf } from "#app/(staff)/reverifications/new/unico-sdk.ts";
import { captureOf } from "#lib/features/reverifications/capture.ts";
import { readCapture } from "#lib/sandbox/captures.ts";
import { aSelfie, aStart } from "#tests/support/reverifications.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const MINUTE_MS = 60_000;
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
const sdkStart = async (encrypted: string | undefined, capturedMsAgo = 0) =>
  aStart({ capture: "sdk", selfie: undefined, encrypted, capturedMsAgo });
const untilOf = (found: Awaited<ReturnType<typeof captureOf>>) => found.ok && found.value.life?.until;

describe("a capture of the Web SDK", () => {
  it("goes on untouched, until ten minutes after it was made", async () => {
    const encrypted = "eyJ0 not a token: whatever it is, it is Unico's";
    const found = await captureOf(await sdkStart(encrypted, 4 * MINUTE_MS), live, NOW);
    expect(found).toMatchObject({ ok: true, value: { kind: "sdk", image: encrypted, picture: null } });
    expect(untilOf(found)).toEqual(new Date(NOW.getTime() + 6 * MINUTE_MS));
  });
  it.each([
    ["ten minutes old", 10 * MINUTE_MS],
    ["older than that", 60 * MINUTE_MS],
    ["older than a clock can count", 1e300],
  ])("that is %s is refused", async (_name, age) => {
    const found = await captureOf(await sdkStart("x.y.z", age), live, NOW);
    expect(found).toEqual({ ok: false, failure: { code: "capture_expired" } });
  });
  it("that does not say how old it is counts from now", async () => {
    const found = await captureOf(await sdkStart("x.y.z", undefined), live, NOW);
    expect(found.ok && found.value.life?.from).toEqual(NOW);
    expect(untilOf(found)).toEqual(new Date(NOW.getTime() + 10 * MINUTE_MS));
  });
  it("whose own end can be read ends there, and never later than ten minutes", async () => {
    const withEnd = (exp: number) => `e30.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c2ln`;
    const second = NOW.getTime() / 1000;
    const soon = await captureOf(await sdkStart(withEnd(second + 120)), live, NOW);
    expect(untilOf(soon)).toEqual(new Date(NOW.getTime() + 2 * MINUTE_MS));
    const late = await captureOf(await sdkStart(withEnd(second + 9_999)), live, NOW);
    expect(untilOf(late)).toEqual(new Date(NOW.getTime() + 10 * MINUTE_MS));
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
    expect(found).toMatchObject({ ok: true, value: { kind: "file", life: null } });
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
