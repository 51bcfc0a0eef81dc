import { parseCpf } from "#lib/privacy/cpf.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { isPlain } from "#lib/text.ts";
import { ZONE } from "#lib/time.ts";
import { isUuid } from "#lib/uuid.ts";
import type { LineReason } from "./import-schema.ts";

type Read<T> = Result<T, LineReason>;

/** What Excel is given so that it keeps a number as text: `="01234567890"`. */
const TEXT_FORMULA = /^="([^"]*)"$/;
/** The apostrophe that makes a cell a text, where it came along. */
const TEXT_MARK = /^'(?=[=+\-@\d])/;
const FORMULA = /^[=@]/;

/** A cell as it is meant; what a spreadsheet would run is refused and never kept. */
export function readCell(raw: string): Read<string> {
  const trimmed = raw.trim();
  const [, text] = TEXT_FORMULA.exec(trimmed) ?? [];
  const cell = (text ?? trimmed).replace(TEXT_MARK, "").trim();
  if (!isPlain(cell) || /\p{Cc}/u.test(cell)) return fail("control");
  return FORMULA.test(cell) ? fail("formula") : ok(cell);
}

export const readReferenceId = (cell: string): Read<string> => {
  const id = cell.replace(/^\{(.*)\}$/, "$1").toLowerCase();
  return isUuid(id) ? ok(id) : fail("id_format");
};

const SCIENTIFIC = /^(\d)(?:[.,](\d+))?E\+?(\d{1,2})$/i;
const CPF_DIGITS = 11;
/** Three lost zeros are one CPF in a thousand; of fewer digits chance makes as many right ones as there are. */
const LEAST_DIGITS = 8;
/** 529.982.247-25, 529982247-25, and 1.234.567.890 of a formatted number; with one dot alone it is a fraction. */
const PUNCTUATED = /^(?:\d{1,3}[.-]\d{3}[.-]\d{3}[.\-/]?\d{2}|\d{7,9}[-/]\d{2}|\d{1,3}(?:\.\d{3}){2,3})$/;

/**
 * A CPF as spreadsheets leave it: without the zeros in front, which its check digits prove, or in scientific notation,
 * which is read only where every digit is still there.
 */
export function readCpf(cell: string): Read<string> {
  const [, first = "", rest = "", exponent] = SCIENTIFIC.exec(cell) ?? [];
  if (exponent !== undefined && rest.length !== Number(exponent)) return fail("cpf_scientific");
  const bare = cell.replace(/\s/g, "");
  const typed = PUNCTUATED.test(bare) ? bare.replace(/\D/g, "") : bare;
  const digits = exponent === undefined ? typed : `${first}${rest}`;
  if (!/^\d+$/.test(digits) || digits.length < LEAST_DIGITS || digits.length > CPF_DIGITS)
    return fail("cpf_length");
  const cpf = parseCpf(digits.padStart(CPF_DIGITS, "0"));
  return cpf ? ok(cpf) : fail("cpf_digits");
}

const NAME_MAX = 200;

export function readName(cell: string): Read<string> {
  if (/^[+-]/.test(cell)) return fail("formula");
  return cell.length > NAME_MAX ? fail("too_long") : ok(cell.replace(/\s+/g, " "));
}

const EMAIL = /^[^\s@,;"<>]{1,64}@[^\s@,;"<>]{1,180}\.[^\s@,;"<>.]{2,24}$/;

export const readEmail = (cell: string): Read<string> =>
  EMAIL.test(cell) && !/^[+-]/.test(cell) ? ok(cell.toLowerCase()) : fail("email_format");

/** Eight digits are a number without its area; fifteen the most that there is anywhere. */
export function readPhone(cell: string): Read<string> {
  const digits = cell.replace(/[\s().-]/g, "");
  return /^\+?\d{8,15}$/.test(digits) ? ok(digits) : fail("phone_format");
}

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const BRAZILIAN = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const ISO_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;
const FIRST_YEAR = 2000;

/** Days and times without a zone are São Paulo's. No day of a month comes first but in Brazil's order. */
export function readEnrolledAt(cell: string, now: Date): Read<Date> {
  const at = instantOf(cell);
  if (at === null) return fail("date_format");
  return at.getTime() > now.getTime() ? fail("date_future") : ok(at);
}

function instantOf(cell: string): Date | null {
  const [, day, month, year, hour, minute, second] = BRAZILIAN.exec(cell) ?? [];
  if (year !== undefined) return momentOf([year, month, day, hour, minute, second], undefined);
  const [, isoYear, isoMonth, isoDay] = ISO_DAY.exec(cell) ?? [];
  if (isoYear !== undefined) return momentOf([isoYear, isoMonth, isoDay], undefined);
  const found = ISO_TIME.exec(cell);
  return found ? momentOf(found.slice(1, 7), found[7]) : null;
}

function momentOf(parts: readonly (string | undefined)[], zone: string | undefined): Date | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  if (year < FIRST_YEAR) return null;
  try {
    const time = Temporal.PlainDateTime.from(
      { year, month, day, hour, minute, second },
      { overflow: "reject" },
    );
    const timeZone = zone === undefined ? ZONE : /^z$/i.test(zone) ? "UTC" : offsetOf(zone);
    return new Date(time.toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return null;
  }
}

const offsetOf = (zone: string) => (zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`);
