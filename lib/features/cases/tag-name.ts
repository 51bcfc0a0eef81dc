import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { isPlain } from "#lib/text.ts";

/** Our policy, held by the database too. */
export const TAG_MAX = 30;
export const TAGS_A_CASE = 10;
/** Our policy: more than these nobody chooses from. */
export const TAGS_A_COMPANY = 200;
/** A tag stands in addresses, where no CPF or phone may. */
const DIGITS_MAX = 6;

const isWord = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._-]*$/u.test(name);
const hasNumberOfSomebody = (name: string): boolean => name.replace(/\P{N}/gu, "").length > DIGITS_MAX;

/** One way of writing for all: small letters, one blank between words. */
const plainName = (text: string): string => text.normalize("NFC").toLowerCase().replace(/\s+/gu, " ").trim();

/** What a case is tagged with: short, a word or a few. */
export const tagName = z
  .string(say("field.tag"))
  .max(200, say("field.tag"))
  .transform(plainName)
  .refine((name) => name !== "" && [...name].length <= TAG_MAX, say("field.tag"))
  .refine((name) => isPlain(name) && isWord(name), say("field.tag"))
  .refine((name) => !hasNumberOfSomebody(name), say("field.tagNumber"));

export type TagWhy = "case_tags_full" | "case_tags_many";
