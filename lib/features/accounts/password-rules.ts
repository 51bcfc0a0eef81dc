import { COMMON_PASSWORDS, COMMON_WORDS } from "./common-passwords.ts";
import { PASSWORD_MAX, PASSWORD_MIN } from "./rules.ts";

/** Counted in characters as a person counts them, not in what a computer needs for one. */
const lengthOf = (password: string): number => [...password].length;
export const isLongEnough = (password: string): boolean => lengthOf(password) >= PASSWORD_MIN;
export const isShortEnough = (password: string): boolean => lengthOf(password) <= PASSWORD_MAX;

export const PASSWORD_WEAKNESSES = ["own", "product", "pattern", "common"] as const;
export type PasswordWeakness = (typeof PASSWORD_WEAKNESSES)[number];

const PRODUCT = "contraprova";
/** Shorter parts of a name or an address stand in every other sentence. */
const PART_MIN = 4;
/** Fewer different characters than this are one finger on the keys. */
const DIFFERENT_MIN = 5;
/** A run along the alphabet, the digits or a row of keys. */
const RUN_MIN = 4;
/** What no run covers has to be this long to count for something. */
const BESIDE_RUNS_MIN = 5;

const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjklç", "zxcvbnm"];
const PATHS = ROWS.flatMap((row) => [row, [...row].reverse().join("")]);

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const LOOKS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
};
const SIGNS: Readonly<Record<string, string>> = { "@": "a", $: "s", "!": "i", "€": "e" };
const unleet = (text: string): string => [...text].map((each) => LOOKS[each] ?? SIGNS[each] ?? each).join("");
const lettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, "");
const plainOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

type Owner = { email: string; name: string };

/**
 * Why a password that is long enough would be among the first that somebody tries; null when it would not.
 * Source of the four kinds: NIST SP 800-63B-4, section 3.1.1.2.
 */
export function weaknessOf(password: string, { email, name }: Owner): PasswordWeakness | null {
  const folded = fold(password);
  const spelled = [plainOf(folded), plainOf(unleet(folded))];
  const holds = (part: string) => spelled.some((each) => each.includes(part));
  if (holds(PRODUCT)) return "product";
  if (isPattern(folded)) return "pattern";
  if (partsOf(email, name).some(holds)) return "own";
  return isCommon(folded) ? "common" : null;
}

/** What somebody who knows the person tries first. The name counts whole: a single first name is in many a sentence. */
function partsOf(email: string, name: string): string[] {
  const [local = "", domain = ""] = email.split("@");
  // The last label is a country or a kind.
  const labels = domain.split(".").slice(0, -1);
  const parts = [local, ...local.split(/[^\p{L}\p{N}]+/u), ...labels, name].map((part) =>
    plainOf(fold(part)),
  );
  return parts.filter((part) => part.length >= PART_MIN);
}

function isPattern(folded: string): boolean {
  if (new Set(folded).size < DIFFERENT_MIN) return true;
  // A unit of up to half the length, said again and again, its last time perhaps cut off.
  for (let unit = 1; unit * 2 <= folded.length; unit += 1) {
    if (unit < PASSWORD_MIN && folded === folded.slice(0, unit).repeat(folded.length).slice(0, folded.length))
      return true;
  }
  return besideRuns(folded.replace(/[\s\p{P}]/gu, "")) < BESIDE_RUNS_MIN;
}

/** How many characters stand outside runs such as `cdef`, `9876` or `tyui`. */
function besideRuns(text: string): number {
  let beside = 0;
  for (let from = 0; from < text.length; ) {
    const length = runAt(text, from);
    if (length < RUN_MIN) beside += 1;
    from += length < RUN_MIN ? 1 : length;
  }
  return beside;
}

function runAt(text: string, from: number): number {
  let longest = 1;
  for (const path of PATHS) {
    let length = 1;
    while (from + length < text.length && path.includes(text.slice(from, from + length + 1))) length += 1;
    longest = Math.max(longest, length);
  }
  const first = text.charAt(from);
  let same = 1;
  while (text.charAt(from + same) === first) same += 1;
  return Math.max(longest, same);
}

/** On the list, or nothing but listed words, however written and whatever digits and signs stand around them. */
function isCommon(folded: string): boolean {
  const plain = plainOf(folded);
  if (COMMON_PASSWORDS.has(plain)) return true;
  const spellings = [lettersOf(folded), lettersOf(unleet(folded.replace(/[\d\W_]+$/u, "")))];
  return spellings.some((letters) => isMadeOfCommon(letters));
}

/** Up to three listed words in a row; four begin to be a sentence. */
function isMadeOfCommon(letters: string, words = 3): boolean {
  if (COMMON_WORDS.has(letters)) return true;
  if (words === 1) return false;
  for (let end = 3; end < letters.length - 2; end += 1) {
    if (COMMON_WORDS.has(letters.slice(0, end)) && isMadeOfCommon(letters.slice(end), words - 1)) return true;
  }
  return false;
}
