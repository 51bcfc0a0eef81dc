import type { UserCtx } from "#lib/features/context.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** What the parts of these pages are drawn with. */
export type Given = {
  ctx: UserCtx;
  t: Translator<"cases">;
  verdicts: Translator<"verdicts">;
  tableWords: Translator<"table">;
  format: Formatter;
  now: Date;
};

export const CASES_PATH = "/cases";
export const caseHref = (number: number): string => `${CASES_PATH}/${number}`;

/** What happened to a case has a place of its own on its page. */
export const eventAnchor = (id: string): string => `event-${id}`;
export const eventHref = (number: number, id: string): string => `${caseHref(number)}#${eventAnchor(id)}`;

/** Where one goes after a decision: to the next case, or to the queue; there the former one can be taken back. */
export function nextHref(next: number | null, { number, isUnkept }: DecidedCase): string {
  const path = next === null ? CASES_PATH : caseHref(next);
  return `${path}?${DECIDED_PARAM}=${number}${isUnkept ? `&${UNKEPT_PARAM}=on` : ""}`;
}
export type DecidedCase = { number: number; isUnkept?: true };
export const DECIDED_PARAM = "decided";
/** Beside it: what was typed with the decision was not kept. */
export const UNKEPT_PARAM = "unkept";
