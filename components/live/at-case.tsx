"use client";

import { useSyncExternalStore } from "react";
import { AtMark } from "./at-mark.tsx";
import { hearWhoIsAt, whoIsAt } from "./who-is-at.ts";

/** Who else has the case open just now. */
export function AtCase({ number }: { number: number }) {
  const words = useSyncExternalStore(
    hearWhoIsAt,
    () => whoIsAt()[number] ?? "",
    () => "",
  );
  return words ? <AtMark words={words} inWords /> : null;
}
