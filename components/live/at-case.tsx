"use client";

import { useSyncExternalStore } from "react";
import { Icon } from "#components/ui/icon.tsx";
import { hearWhoIsAt, whoIsAt } from "./who-is-at.ts";

/** Who else has the case open just now: in words, or in a row as an eye that says them. */
export function AtCase({ number, inWords = false }: { number: number; inWords?: boolean }) {
  const words = useSyncExternalStore(
    hearWhoIsAt,
    () => whoIsAt(number),
    () => "",
  );
  if (!words) return null;
  return (
    <span
      title={words}
      className="ms-1.5 inline-flex items-center gap-1.5 align-text-bottom text-accent-text"
    >
      <Icon name="eye" size={14} />
      <span className={inWords ? undefined : "sr-only"}>{words}</span>
    </span>
  );
}
