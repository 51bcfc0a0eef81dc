import "server-only";
import { createTransport } from "nodemailer";
import { env } from "#lib/env.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { Smtp } from "./smtp-url.ts";

export type MailNotice = {
  /** Of a person who works here. */
  readonly to: string;
  /** In that person's language; what is said names no customer and no case. */
  readonly subject: string;
  readonly lines: readonly string[];
  /** Where it is to be seen, after signing in; a path of this program. */
  readonly path: `/${string}`;
};
export type MailFailure =
  /** No `SMTP_URL`: nobody is written to. */
  | { readonly code: "mail_off" }
  /** Worth another try later. */
  | { readonly code: "mail_unreachable"; readonly why: string }
  | { readonly code: "mail_refused"; readonly why: string };

type Settings = { readonly SMTP_URL: Smtp | undefined; readonly APP_URL: string };

const WAIT_MS = 10_000;

/** Sends a plain notice with a link, once; what fails is told and not tried again here. Mail is read by machines on its way. */
export async function sendNotice(
  { to, subject, lines, path }: MailNotice,
  settings: Settings = env(),
): Promise<Result<null, MailFailure>> {
  const { SMTP_URL: smtp, APP_URL } = settings;
  if (!smtp) return fail({ code: "mail_off" });
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.isTlsAtOnce,
    requireTLS: smtp.isTlsNeeded && !smtp.isTlsAtOnce,
    ...(smtp.account ? { auth: smtp.account } : {}),
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
    // Nothing that a notice holds may make it read files or fetch addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: { name: "Contraprova", address: smtp.from },
      to: { name: "", address: to },
      subject: oneLine(subject),
      text: [...lines, "", new URL(`${APP_URL}${path}`).href, ""].join("\n"),
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return ok(null);
  } catch (error) {
    return fail(failureOf(error));
  } finally {
    transport.close();
  }
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, " ");

/** Codes alone: a server's words may repeat the address. Source: RFC 5321, 4.2.1: 5yz is for good, 4yz for now. */
function failureOf(error: unknown): MailFailure {
  const { responseCode, code } = Object(error) as { responseCode?: unknown; code?: unknown };
  const why = [code, responseCode].filter((each) => each !== undefined).join(" ");
  const isForGood = typeof responseCode === "number" && responseCode >= 500;
  return { code: isForGood ? "mail_refused" : "mail_unreachable", why };
}
