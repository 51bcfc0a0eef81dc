"use client";

import { type RefObject, useEffect } from "react";

/** Puts the sandbox's own picture in as if it had been chosen, for who came here to try it. */
export function useSample(
  url: string | null,
  give: RefObject<((file: File) => void) | null>,
  ready: RefObject<Promise<unknown>>,
): void {
  useEffect(() => {
    if (!url) return;
    const leaving = new AbortController();
    ready.current = fetch(url, { signal: leaving.signal })
      .then(async (answer) => {
        if (answer.ok) give.current?.(new File([await answer.blob()], "sandbox.jpg", { type: "image/jpeg" }));
      })
      // Without it the field is empty, and asks for a picture as ever.
      .catch(() => undefined);
    return () => leaving.abort();
  }, [url, give, ready]);
}
