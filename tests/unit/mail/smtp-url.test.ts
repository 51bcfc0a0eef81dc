import { expect, it } from "vitest";
import { readSmtpUrl } from "#lib/mail/smtp-url.ts";

it("reads who sends, from where and how safely", () => {
  expect(readSmtpUrl("smtps://me%40x.example:p%2Fw@mail.example?from=contraprova@x.example")).toEqual({
    host: "mail.example",
    port: 465,
    isTlsAtOnce: true,
    isTlsNeeded: true,
    account: { user: "me@x.example", pass: "p/w" },
    from: "contraprova@x.example",
  });
  expect(readSmtpUrl("smtp://127.0.0.1:2525/?from=a@b.example")).toMatchObject({
    port: 2525,
    isTlsAtOnce: false,
    isTlsNeeded: false,
    account: null,
  });
  expect(readSmtpUrl("smtp://mail.example?from=a@b.example")).toMatchObject({ port: 587, isTlsNeeded: true });
});

it.each([
  "mail.example",
  "http://mail.example?from=a@b.example",
  "smtp://mail.example",
  "smtp://mail.example?from=nobody",
  "smtp://mail.example?from=a@b.example&pool=true",
  "smtp://mail.example/in?from=a@b.example",
  "smtp://me@mail.example?from=a@b.example",
  "smtp://me:%zz@mail.example?from=a@b.example",
  "smtp://?from=a@b.example",
])("%s is none", (url) => {
  expect(readSmtpUrl(url)).toBeNull();
});
