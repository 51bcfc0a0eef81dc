import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type MailNotice, sendNotice } from "#lib/mail/notice.ts";
import { readSmtpUrl } from "#lib/mail/smtp-url.ts";

type Taken = { from: string; to: string[]; user: string | undefined; raw: string };

const taken: Taken[] = [];
const server = new SMTPServer({
  // A server of this machine, without a certificate.
  disabledCommands: ["STARTTLS"],
  allowInsecureAuth: true,
  authOptional: true,
  onAuth: ({ username, password }, _session, done) =>
    password === "right" ? done(null, { user: username ?? "" }) : done(new Error("no")),
  onRcptTo: ({ address }, _session, done) => {
    const codes: Record<string, number> = { "gone@x.example": 550, "full@x.example": 452 };
    const code = codes[address];
    done(code ? Object.assign(new Error(`not ${address}`), { responseCode: code }) : null);
  },
  onData: (stream, { envelope, user }, done) => {
    let raw = "";
    stream.setEncoding("utf8");
    stream.on("data", (piece: string) => {
      raw += piece;
    });
    stream.on("end", () => {
      const from = envelope.mailFrom ? envelope.mailFrom.address : "";
      taken.push({ from, to: envelope.rcptTo.map(({ address }) => address), user: user || undefined, raw });
      done();
    });
  },
});
let port: number;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  ({ port } = server.server.address() as AddressInfo);
});
beforeEach(() => {
  taken.length = 0;
});
afterAll(() => new Promise<void>((done) => server.close(() => done())));

const settings = (userinfo = "", at = `127.0.0.1:${port}`) => ({
  SMTP_URL: readSmtpUrl(`smtp://${userinfo}${at}?from=contraprova@x.example`) ?? undefined,
  APP_URL: "https://contraprova.example",
});
const notice: MailNotice = {
  to: "ana@x.example",
  subject: "A exportação está pronta\r\nBcc: other@x.example",
  lines: ["A exportação que você agendou está pronta."],
  path: "/exports?id=0b6f",
};

/** The text as a mail program shows it. */
const textIn = (raw: string): string => {
  const [head = "", ...parts] = raw.split("\r\n\r\n");
  const body = parts.join("\r\n\r\n");
  return /base64/i.test(head)
    ? Buffer.from(body, "base64").toString()
    : body
        .replace(/=\r\n/g, "")
        .replace(/(?:=[0-9A-F]{2})+/g, (coded) => decodeURIComponent(coded.replaceAll("=", "%")));
};

it("sends a plain notice with a link to one address, in any language", async () => {
  expect(await sendNotice(notice, settings("me:right@"))).toEqual({ ok: true, value: null });
  const [mail] = taken;
  expect(mail).toMatchObject({ from: "contraprova@x.example", to: ["ana@x.example"], user: "me" });
  const text = textIn(mail?.raw ?? "");
  expect(text).toContain("A exportação que você agendou está pronta.");
  expect(text).toContain("https://contraprova.example/exports?id=0b6f");
  expect(mail?.raw).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
  expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(mail?.raw).not.toMatch(/^Bcc:/m);
});

it("leads nowhere but to this program", async () => {
  await sendNotice({ ...notice, path: "//elsewhere.example/x" }, settings());
  expect(textIn(taken[0]?.raw ?? "")).toContain("https://contraprova.example//elsewhere.example/x");
});

it("writes to nobody where it is not set up", async () => {
  expect(await sendNotice(notice, { ...settings(), SMTP_URL: undefined })).toMatchObject({
    failure: { code: "mail_off" },
  });
  expect(taken).toEqual([]);
});

it.each([
  ["an address that is gone", { to: "gone@x.example" }, "", { code: "mail_refused", why: "EENVELOPE 550" }],
  ["a full box", { to: "full@x.example" }, "", { code: "mail_unreachable", why: "EENVELOPE 452" }],
  ["a wrong password", {}, "me:wrong@", { code: "mail_refused", why: "EAUTH 535" }],
])("tells of %s in codes alone", async (_, over, userinfo, failure) => {
  expect(await sendNotice({ ...notice, ...over }, settings(userinfo))).toEqual({ ok: false, failure });
});

it("tells of a server that is not there, and does not go on without the safety that it asks for", async () => {
  expect(await sendNotice(notice, settings("", "127.0.0.1:1"))).toMatchObject({
    failure: { code: "mail_unreachable" },
  });
  const smtp = settings().SMTP_URL;
  if (!smtp) throw new Error("no address");
  const strict = { ...settings(), SMTP_URL: { ...smtp, isTlsNeeded: true } };
  expect(await sendNotice(notice, strict)).toMatchObject({ ok: false });
  expect(taken).toEqual([]);
});
