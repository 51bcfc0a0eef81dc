import "server-only";
import type { Db } from "#lib/db/client.ts";
import { chooseLocale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import type { sendNotice } from "#lib/mail/notice.ts";
import * as exports from "./repository.ts";

export type Send = typeof sendNotice;

/** Writes to whoever had a file scheduled that it is there; the program itself says so in any case. */
export async function tellReady(
  { db, send }: { db: Db; send: Send },
  { ownerId, scheduleId }: Pick<exports.ExportRow, "ownerId" | "scheduleId">,
): Promise<void> {
  const owner = scheduleId === null ? null : await exports.findOwner(db, ownerId);
  if (!owner) return;
  const t = translatorFor(chooseLocale(owner.locale, undefined, null), "exports");
  await send({
    to: owner.email,
    subject: t("schedule.mailSubject"),
    lines: [t("schedule.mailText")],
    path: "/exports?by=me",
  });
}
