import { describe, expect, it } from "vitest";
import { limitedText } from "#lib/entry/limited-text.ts";

const request = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request("http://localhost/", { method: "POST", body, headers, duplex: "half" } as RequestInit);

/** A body that goes on for ever, and how much of it was asked for. */
function endless() {
  const seen = { bytes: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      seen.bytes += 1_000;
      controller.enqueue(new Uint8Array(1_000).fill(120));
    },
    cancel() {
      seen.isCancelled = true;
    },
  });
  return { body, seen };
}

describe("a body read up to a limit", () => {
  it("is its text, also at the limit and where there is none", async () => {
    expect(await limitedText(request("ação"), 6)).toEqual({ text: "ação" });
    expect(await limitedText(request(null), 6)).toEqual({ text: "" });
  });
  it("is too large one byte above, and by what its header says before a byte is read", async () => {
    expect(await limitedText(request("ação!"), 6)).toEqual({ trouble: "too_large" });
    const { body, seen } = endless();
    const said = { body, headers: new Headers({ "content-length": "7" }) };
    expect(await limitedText(said, 6)).toEqual({ trouble: "too_large" });
    expect(seen.bytes).toBeLessThanOrEqual(1_000);
  });
  it.each(["1", "-5", "none", ""])("is cut where its header lies: content-length %s", async (length) => {
    const { body, seen } = endless();
    const lying = { body, headers: new Headers({ "content-length": length }) };
    expect(await limitedText(lying, 16_384)).toEqual({ trouble: "too_large" });
    expect(seen.isCancelled).toBe(true);
    expect(seen.bytes).toBeLessThan(20_000);
  });
  it("is unreadable as other than UTF-8, and where it breaks off", async () => {
    expect(await limitedText(request(new Uint8Array([0x7b, 0xff])), 6)).toEqual({ trouble: "unreadable" });
    const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => controller.error(new Error("gone")),
    });
    expect(await limitedText(request(broken), 6)).toEqual({ trouble: "unreadable" });
  });
});
