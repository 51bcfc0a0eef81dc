import { ExportControl } from "#components/table/export-control.tsx";
import type { ExportFormProps } from "#components/table/export-form.tsx";
import { can } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { exportChoices } from "#lib/features/exports/choices.ts";
import { DIRECT_MAX_ROWS } from "#lib/features/exports/rules.ts";
import { EVERY } from "#lib/features/exports/schedule-rules.ts";
import { EXPORT_FORMATS, EXPORT_REASONS, type ExportSourceName } from "#lib/features/exports/schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { entriesOf } from "#lib/table/address.ts";
import { askExportAction } from "./export-actions.ts";

type T = Translator<"exports">;
type Props = {
  ctx: UserCtx;
  list: ExportSourceName;
  /** What it is narrowed by, and its order. */
  filter: Readonly<Record<string, unknown>>;
  t: T;
};

/** `Export` on a list or a report, for whoever may: what it shows as a file. */
export function ExportList({ ctx, list, filter, t }: Props) {
  const given = exportFormOf(ctx, list, filter, t);
  return given ? <ExportControl {...given} words={{ ...given.words, open: t("ask.open") }} /> : null;
}

/** What the form is drawn with; null where nothing of it may be exported. */
export function exportFormOf(
  ctx: UserCtx,
  list: ExportSourceName,
  filter: Props["filter"],
  t: T,
): ExportFormProps | null {
  const choices = exportChoices(ctx, list);
  if (!choices) return null;
  const { after: _, before: __, view: ___, ...state } = filter;
  const isReport = list === "report";
  const text = list === "users" ? t("ask.everybody") : isReport ? t("ask.allFigures") : null;
  return {
    action: askExportAction,
    list,
    state: new URLSearchParams(entriesOf(state)).toString(),
    columns: choices.columns.map((value) => ({
      value,
      label: t(`head.${value as "number"}`),
      isShown: true,
    })),
    formats: EXPORT_FORMATS.map((value) => ({
      value,
      label: t(isReport && value === "pdf" ? "ask.pdfWhole" : `ask.${value}`),
    })),
    separators: [
      { value: ",", label: t("ask.comma") },
      { value: ";", label: t("ask.semicolon") },
    ],
    reasons: choices.mayClear
      ? [
          { value: "", label: t("ask.chooseReason") },
          ...EXPORT_REASONS.map((value) => ({ value, label: t(`reason.${value}`) })),
        ]
      : null,
    repeats: can(ctx.actor, "export:create")
      ? [
          { value: "once", label: t("ask.once") },
          ...EVERY.map((value) => ({ value, label: t(`schedule.every.${value}`) })),
        ]
      : [],
    words: {
      title: t(isReport ? "ask.report" : "ask.title"),
      format: t("ask.format"),
      separator: t("ask.separator"),
      bom: t("ask.bom"),
      columns: t("ask.columns"),
      personal: t("ask.personal"),
      reason: t("ask.reason"),
      text: text ?? t("ask.text", { max: DIRECT_MAX_ROWS }),
      send: t("ask.send"),
      sending: t("ask.sending"),
      comes: t("ask.comes"),
      every: t("ask.every"),
      hour: t("ask.hour"),
      toExports: t("ask.toExports"),
    },
  };
}
