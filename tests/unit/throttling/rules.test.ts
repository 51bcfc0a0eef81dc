import { describe, expect, it } from "vitest";
import { GROWING_DELAYS_S, LIMITS, longestWaitS, networkOf } from "#lib/features/throttling/rules.ts";
import { grantedIn } from "#tests/support/throttling.ts";

const QUARTER_HOUR_MS = 15 * 60_000;

describe("the network of an address", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["::FFFF:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:DB8:0001:2::", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:db8::9", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1:2:3:4", "fe80:0:0:0"],
    ["1::2:3:4:5:6:7", "1:0:2:3"],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe("the waits", () => {
  it("grow from the fifth failure on, and never beyond a quarter of an hour", () => {
    expect(GROWING_DELAYS_S).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
  });
  it("let fourteen tries through in the first quarter of an hour, and four an hour after", () => {
    expect(grantedIn(QUARTER_HOUR_MS)).toBe(14);
    expect(grantedIn(1_023_000)).toBe(15);
    expect(GROWING_DELAYS_S.at(-1)).toBe(15 * 60);
  });
  it("are known for every bucket, so that who is refused is told how long", () => {
    for (const scopes of Object.values(LIMITS))
      for (const limits of Object.values(scopes)) if (limits) expect(longestWaitS(limits)).toBe(900);
  });
});
