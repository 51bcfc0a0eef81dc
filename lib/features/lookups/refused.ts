import { parseCpf } from "#lib/privacy/cpf.ts";

/** Why what stands on a line is no id. */
export const REFUSED_WHYS = ["short", "long", "hyphens", "blank", "none"] as const;
export type RefusedWhy = (typeof REFUSED_WHYS)[number];
/** `said`: what stood there, and only where it is an id gone wrong: anything else could be of a person. */
export type RefusedLine = { line: number; why: RefusedWhy; said: string | null };

const ID_DIGITS = 32;
const MOST_SAID = 60;
const HEX_SHARE = 0.8;

/** A try at an id: mostly hexadecimal digits and hyphens, long enough to be no word and no number of a person. */
export function isLikeId(text: string): boolean {
  if (!/^[0-9a-z-]{12,}$/i.test(text) || !/[a-z]/i.test(text) || !/\d/.test(text)) return false;
  const plain = text.replaceAll("-", "");
  const hex = plain.replace(/[^0-9a-f]/gi, "");
  return hex.length >= plain.length * HEX_SHARE && (text.includes("-") || plain.length >= 20);
}

const holdsCpf = (text: string): boolean =>
  (text.match(/\d[\d.-]{9,}\d/g) ?? []).some((digits) => parseCpf(digits) !== null);

/** By hand: a pattern that looks for the end of a run tries each of its marks, which of a megabyte of them takes hours. */
function unquoted(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && "\"'{".includes(text.charAt(start))) start += 1;
  while (end > start && "\"'}".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

export function refusedLine(line: number, text: string): RefusedLine {
  const typed = unquoted(text.trim());
  const said = isLikeId(typed) && !holdsCpf(typed) ? typed.slice(0, MOST_SAID) : null;
  return { line, why: whyOf(typed), said };
}

function whyOf(text: string): RefusedWhy {
  if (text === "") return "blank";
  if (!isLikeId(text)) return "none";
  const hex = text.replace(/[^0-9a-f]/gi, "").length;
  if (hex !== text.replaceAll("-", "").length) return "none";
  if (hex < ID_DIGITS) return "short";
  return hex > ID_DIGITS ? "long" : "hyphens";
}
