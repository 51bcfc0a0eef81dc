import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { clientAddress } from "#lib/entry/client-address.ts";
import { isSoundCallback, isUsedAddress } from "#lib/entry/next-auth-addresses.ts";
import { readAddressesAsText, readableAddress } from "#lib/entry/readable-address.ts";

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["10.0.0.1, 192.0.2.7:4431", "192.0.2.7"],
  ["2001:db8::7", "2001:db8::7"],
  ["[2001:db8::7]", "2001:db8::7"],
  ["[2001:db8::7]:443", "2001:db8::7"],
  ["::ffff:192.0.2.7", "::ffff:192.0.2.7"],
  ["fe80::1%Ana Souza", "fe80::1"],
  ["52998224725", null],
  ["Ana Souza <ana@exemplo.test>", null],
  ["192.0.2.7, unknown", null],
  ["192.0.2.7:443:Ana", null],
  ["[192.0.2.7", null],
  ["", null],
  [null, null],
])("of %s the log keeps %s", (forwarded, kept) => {
  expect(clientAddress(forwarded)).toBe(kept);
});

it.each([
  ["/cases/7?q=%zz", "/cases/7?q=%zz"],
  ["/cases/%C3%A9", "/cases/%C3%A9"],
  ["/cases/%zz", "/cases/%25zz"],
  ["/set-password/%ff?a=%20", "/set-password/%25ff?a=%20"],
  ["/cases/%41%", "/cases/%2541%25"],
])("%s is read as %s", (address, read) => {
  expect(readableAddress(address)).toBe(read);
});

it("a server gets only addresses that can be decoded", async () => {
  readAddressesAsText();
  const server = http.createServer((request, response) => response.end(request.url)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const answered = await fetch(`http://127.0.0.1:${port}/cases/%zz`);
  expect(await answered.text()).toBe("/cases/%25zz");
  server.close();
});

it.each([
  ["GET", "session", true],
  ["GET", "csrf", true],
  ["POST", "callback/credentials", true],
  ["POST", "signout", true],
  ["GET", "callback/credentials", false],
  ["POST", "_log", false],
  ["POST", "session", false],
  ["GET", "verify-request", false],
  ["PUT", "session", false],
])("%s /api/auth/%s is there: %s", (method, path, isThere) => {
  expect(isUsedAddress(method, path.split("/"))).toBe(isThere);
});

it.each([
  ["", true],
  ["/cases", true],
  ["https://contraprova.example/cases", true],
  ["foo", false],
  ["javascript:x", false],
  ["//", false],
])("next-auth may lead to %s afterwards: %s", (value, isSound) => {
  expect(isSoundCallback(value, "https://contraprova.example")).toBe(isSound);
});
