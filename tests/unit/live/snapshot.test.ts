import { expect, it } from "vitest";
import { isSnapshot } from "#lib/table/news.ts";

it.each(["1:1:", "5:9:", "5:9:5", "5:9:6,8", "9223372036854775807:9223372036854775807:"])(
  "takes %s for a snapshot",
  (text) => {
    expect(isSnapshot(text)).toBe(true);
  },
);

it.each([
  "",
  "x",
  "1:1",
  "0:0:",
  "0:5:",
  "5:1:",
  "5:9:7,6",
  "5:9:6,6",
  "5:9:4",
  "5:9:9",
  "5:9:6,",
  "9999999999999999999:9999999999999999999:",
  "1:9223372036854775808:",
])("takes %j for nonsense, as PostgreSQL or its bigint does", (text) => {
  expect(isSnapshot(text)).toBe(false);
});
