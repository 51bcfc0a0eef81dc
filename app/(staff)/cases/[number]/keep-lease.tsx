"use client";

import { useEffect, useState } from "react";
import { Note } from "#components/ui/note.tsx";
import { leaseHref } from "./lease.ts";

/** Signs of life between two of which nothing is sent. */
const BEAT_MS = 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "visibilitychange"] as const;

/**
 * Keeps the case in the hands of whoever moves a pointer or a key in its page: a page that only lies open gives no
 * sign, and the case comes free. Whoever comes back too late is told so, and what was typed stays.
 */
export function KeepLease({ number }: { number: number }) {
  const [lost, setLost] = useState<string | null>(null);
  useEffect(() => {
    let sentAt = Date.now();
    let isOver = false;
    const onSign = async () => {
      if (isOver || document.hidden || Date.now() - sentAt < BEAT_MS) return;
      sentAt = Date.now();
      // A beat that does not arrive is made up for by the next.
      const answer = await fetch(leaseHref(number), { method: "POST" }).catch(() => null);
      if (answer?.status !== 200 || isOver) return;
      isOver = true;
      setLost(await answer.text());
    };
    for (const sign of SIGNS) document.addEventListener(sign, onSign, { passive: true });
    return () => {
      isOver = true;
      for (const sign of SIGNS) document.removeEventListener(sign, onSign);
    };
  }, [number]);
  return lost === null ? null : (
    <Note tone="doubt" role="alert">
      {lost}
    </Note>
  );
}
