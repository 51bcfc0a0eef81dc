import fs from "node:fs";
import { expect, it } from "vitest";
import { BODY_MAX_BYTES, refusalOfBody } from "#lib/entry/body.ts";

const statusOf = async (init: RequestInit) =>
  (await refusalOfBody(new Request("http://localhost:3000/sign-in", { method: "POST", ...init })))?.status;
const multipart = { "content-type": "multipart/form-data; boundary=abc" };
const large = "x".repeat(BODY_MAX_BYTES + 1);

function aForm(file: string): FormData {
  const form = new FormData();
  form.set("email", "ana@exemplo.test");
  form.set("selfie", new File([file], 'uma "selfie".jpg', { type: "image/jpeg" }));
  return form;
}

it("lets whole forms through, and what is none", async () => {
  expect(await statusOf({ body: aForm("x") })).toBeUndefined();
  expect(await statusOf({ body: new URLSearchParams({ a: "b" }) })).toBeUndefined();
  expect(await refusalOfBody(new Request("http://localhost:3000/"))).toBeNull();
});
it.each([
  ["no boundary", { headers: { "content-type": "multipart/form-data" }, body: "x" }],
  ["no part", { headers: multipart, body: "x" }],
  [
    "an end that is missing",
    { headers: multipart, body: '--abc\r\ncontent-disposition: form-data; name="a"\r\n\r\nx' },
  ],
])("refuses a form with %s", async (_, init) => {
  expect(await statusOf(init)).toBe(400);
});
it("refuses what is too large by what it says and by what it is", async () => {
  expect(await statusOf({ headers: { "content-length": String(BODY_MAX_BYTES + 1) }, body: "x" })).toBe(413);
  expect(
    await statusOf({ headers: { "content-length": String(BODY_MAX_BYTES) }, body: "x" }),
  ).toBeUndefined();
  expect(await statusOf({ body: aForm(large) })).toBe(413);
});
it("has the limit of the server actions", () => {
  const config = fs.readFileSync("next.config.js", "utf8");
  expect(config).toContain(`bodySizeLimit: "${BODY_MAX_BYTES / 1_048_576}mb"`);
});

const part = (name: string, value: string) =>
  `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--x--\r\n`;
const call = (type: string, body: BodyInit) =>
  statusOf({ headers: { "next-action": "x", ...(type ? { "content-type": type } : {}) }, body });
it("lets the calls of our pages through", async () => {
  const form = aForm("x");
  form.set("0", '[{"status":"invalid","at":"$D2026-11-22T03:04:05.000Z"},"$K1"]');
  expect(await statusOf({ headers: { "next-action": "x" }, body: form })).toBeUndefined();
  expect(await call("text/plain;charset=UTF-8", "[]")).toBeUndefined();
  expect(await call("text/plain;charset=UTF-8", '[{"status":"idle"},"a"]')).toBeUndefined();
});
it.each([
  ["broken JSON", "text/plain", '[{"a":'],
  ["no list", "text/plain", "{}"],
  ["a way to the prototype", "text/plain", '["$1:__proto__:constructor:constructor"]'],
  ["a function", "text/plain", '[{"a":["$F1"]}]'],
  ["too deep", "text/plain", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
  ["XML", "text/xml", "<a/>"],
  ["JSON under its own name", "application/json", "[]"],
  ["a form without arguments", "multipart/form-data; boundary=x", part("_1_a", "x")],
  ["a form with another's arguments", "multipart/form-data; boundary=x", part("0", '["$F1"]')],
  ["a form with arguments in circles", "multipart/form-data; boundary=x", part("0", '["$1"]')],
  ["half a form", "multipart/form-data; boundary=x", "--x\r\ncontent-disposition: form-data; name="],
  ["a form without a boundary", "multipart/form-data", "x"],
])("refuses a call that is %s", async (_, type, body) => {
  expect(await call(type, body)).toBe(400);
});
