import type { Colleague } from "#lib/features/cases/mention-rules.ts";

/** What is being written behind an `@` in front of the caret, and where that begins. */
export type Begun = { start: number; typed: string };

const BEGUN = /(?<![\p{L}\p{N}._%+@-])@([\p{L}\p{N}\p{M}._-]{0,30})$/u;
const SHOWN = 6;

export function mentionAt(text: string, caret: number): Begun | null {
  const found = BEGUN.exec(text.slice(0, caret));
  return found ? { start: found.index, typed: found[1] ?? "" } : null;
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whose handle, or a part of whose name, begins so. */
export function suggested(colleagues: readonly Colleague[], typed: string): Colleague[] {
  const begin = plain(typed);
  return colleagues
    .filter(({ name, handle }) =>
      [handle, ...name.split(/\s+/)].some((part) => plain(part).startsWith(begin)),
    )
    .slice(0, SHOWN);
}
