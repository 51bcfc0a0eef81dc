"use client";

import { useCallback, useEffect, useRef } from "react";

/** After so long without a hand the page stands still: read anew, it would keep a session of nobody from idling. */
const NOBODY_MS = 15 * 60_000;
const HANDS = ["pointermove", "pointerdown", "keydown", "scroll", "visibilitychange"] as const;

/** Tells whether somebody looks at the page now. */
export function useHands(): () => boolean {
  const seenAt = useRef(0);
  useEffect(() => {
    const see = () => {
      seenAt.current = Date.now();
    };
    see();
    for (const hand of HANDS) document.addEventListener(hand, see, { passive: true });
    return () => {
      for (const hand of HANDS) document.removeEventListener(hand, see);
    };
  }, []);
  return useCallback(
    () => document.visibilityState === "visible" && Date.now() - seenAt.current < NOBODY_MS,
    [],
  );
}
