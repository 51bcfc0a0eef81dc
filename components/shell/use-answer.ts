import { useEffect, useState } from "react";
import type { FormAction } from "#components/ui/use-action-form.ts";

export type Found = { href: string; title: string; text: string };
export type Find = FormAction<Found[]>;
export type Answer = { hits: readonly Found[]; note: string };

const LEAST_LETTERS = 2;
/** Less than a thought, more than the time between two letters. */
const PAUSE_MS = 250;

/**
 * What the server finds for what is typed, once the typing rests. Null while it is asked; undefined where there is
 * nothing to ask it. An answer to what was typed before is none.
 */
export function useAnswer(find: Find | undefined, typed: string, failed: string): Answer | null | undefined {
  const [last, setLast] = useState<Answer & { typed: string }>();
  const isAsked = find !== undefined && typed.length >= LEAST_LETTERS;
  useEffect(() => {
    // Nothing that may name a person stays behind an empty field.
    if (!find || !isAsked) return setLast(undefined);
    let isLatest = true;
    const timer = setTimeout(async () => {
      const answer = await ask(find, typed, failed);
      if (isLatest) setLast({ typed, ...answer });
    }, PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [find, isAsked, typed, failed]);
  if (!isAsked) return undefined;
  return last?.typed === typed ? last : null;
}

async function ask(find: Find, typed: string, failed: string): Promise<Answer> {
  const form = new FormData();
  form.set("q", typed);
  try {
    const state = await find({ status: "idle" }, form);
    if (state.status === "done") return { hits: state.value, note: "" };
    const note = state.status === "invalid" ? state.fields.q : state.status === "refused" && state.message;
    return { hits: [], note: note || failed };
  } catch {
    return { hits: [], note: failed };
  }
}
