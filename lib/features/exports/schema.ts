import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { EVERY } from "./schedule-rules.ts";

export const EXPORT_LISTS = ["cases", "reverifications", "processes", "references"] as const;
export type ExportListName = (typeof EXPORT_LISTS)[number];
/** All that files are written from. */
export const EXPORT_SOURCES = [...EXPORT_LISTS, "report", "users"] as const;
export type ExportSourceName = (typeof EXPORT_SOURCES)[number];

export const EXPORT_FORMATS = ["csv", "xlsx", "pdf"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Why personal data leaves the program: a closed set, so that the log holds nothing typed. */
export const EXPORT_REASONS = [
  "authority_asked",
  "internal_audit",
  "report_fraud",
  "contact_customers",
] as const;
export type ExportReason = (typeof EXPORT_REASONS)[number];

/** Picked one by one: at most what a few pages show. More than these are a filter. */
const PICKED_MAX = 200;
const COLUMNS_MAX = 40;
const STATE_MAX = 4_000;
const list = (value: unknown) =>
  value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value];
const isOn = z.preprocess((value) => value === "on", z.boolean());

export const askInput = z
  .object({
    list: z.enum(EXPORT_SOURCES),
    format: z.enum(EXPORT_FORMATS).default("csv"),
    separator: z.enum([",", ";"]).default(","),
    bom: isOn,
    /** None for all. */
    columns: z.preprocess(list, z.array(z.string().max(40)).max(COLUMNS_MAX)),
    /** What the list is narrowed by and its order, as its address writes it. */
    state: z.string().max(STATE_MAX).default(""),
    /** Picked rows by their keys, instead of all that the filters find. */
    keys: z.preprocess(list, z.array(z.string().max(40)).max(PICKED_MAX)),
    personal: isOn,
    /** Now, or from then on at an hour of São Paulo's day. */
    every: z.enum(["once", ...EVERY]).default("once"),
    hour: z.preprocess((value) => value || undefined, z.coerce.number().int().min(0).max(23).default(6)),
    reason: z.preprocess(
      (value) => value || undefined,
      z.enum(EXPORT_REASONS, say("field.reason")).optional(),
    ),
  })
  .refine(({ personal, reason }) => !personal || reason !== undefined, {
    path: ["reason"],
    message: say("field.reason"),
  });
export type AskInput = z.output<typeof askInput>;

/** What a row says of itself as texts. */
export const rowShape = z.object({ list: z.enum(EXPORT_SOURCES), format: z.enum(EXPORT_FORMATS) });

export const exportId = z.object({ id: z.uuid() });

/** What was asked for, as it is kept: sealed, for a filter may hold a name. */
export const askedShape = z.object({
  params: z.record(z.string(), z.array(z.string())),
  keys: z.array(z.string()).nullable(),
  columns: z.array(z.string()),
  separator: z.enum([",", ";"]),
  bom: z.boolean(),
  locale: z.enum(["en", "pt-BR"]),
  /** What its owner might see when it was made; not before. */
  under: z.object({ isOwnOnly: z.boolean(), scope: z.array(z.string()).nullable() }).optional(),
});
export type Asked = z.output<typeof askedShape>;
