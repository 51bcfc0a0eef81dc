"use client";

import { useEffect, useEffectEvent, useState } from "react";

type Counted = { ids: number; repeated: number; refused: number };
type Words = Record<"ids" | "repeated" | "refused", { one: string; other: string }> & { tooMany: string };
type Props = { field: string; mostIds: number; words: Words };

/** Long enough that a word in the middle of being typed is not counted, and that nobody is told at every key. */
const QUIET_MS = 400;

/** How many ids stand in the field, read as the server will read them; nothing of it leaves the browser. */
export function IdCount({ field, mostIds, words }: Props) {
  const [counted, setCounted] = useState<Counted | null>(null);
  const count = useEffectEvent(async (typed: string) => {
    if (typed.trim() === "") return setCounted(null);
    const { readIds } = await import("#lib/features/lookups/reading-ids.ts");
    const { ids, repeated, refused } = readIds(typed);
    setCounted({ ids: ids.length, repeated: repeated.length, refused: refused.length });
  });
  useEffect(() => {
    const area = document.getElementById(field);
    if (!(area instanceof HTMLTextAreaElement)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onInput = () => {
      clearTimeout(timer);
      // Where the script of it does not come, nothing is told.
      timer = setTimeout(() => count(area.value).catch(() => undefined), QUIET_MS);
    };
    area.addEventListener("input", onInput);
    // What was typed before the script ran, or came back with the page.
    onInput();
    return () => {
      clearTimeout(timer);
      area.removeEventListener("input", onInput);
    };
  }, [field]);
  return (
    <p role="status" className="min-h-4 text-xs text-ink-2">
      {counted ? sentence(counted, words, mostIds) : ""}
    </p>
  );
}

function sentence({ ids, repeated, refused }: Counted, words: Words, mostIds: number): string {
  const said = (name: "ids" | "repeated" | "refused", count: number) =>
    words[name][count === 1 ? "one" : "other"].replace(
      "{count}",
      count.toLocaleString(document.documentElement.lang),
    );
  return [
    said("ids", ids),
    ...(repeated > 0 ? [said("repeated", repeated)] : []),
    ...(refused > 0 ? [said("refused", refused)] : []),
    ...(ids > mostIds ? [words.tooMany] : []),
  ].join(", ");
}
