"use client";

import { type RefObject, useEffect, useState } from "react";

/** Puts the sandbox's own picture in as if it had been chosen, for who came here to try it. True when it did not come. */
export function useSample(
  url: string | null,
  give: RefObject<((file: File | null) => void) | null>,
  ready: RefObject<Promise<unknown>>,
): boolean {
  const [isFailed, setFailed] = useState(false);
  useEffect(() => {
    if (!url) return;
    const leaving = new AbortController();
    ready.current = fetch(url, { signal: leaving.signal })
      .then(async (answer) => {
        if (!answer.ok) return setFailed(true);
        give.current?.(new File([await answer.blob()], "sandbox.jpg", { type: "image/jpeg" }));
      })
      // Without it the field is empty, and asks for a picture as ever.
      .catch(() => {
        if (!leaving.signal.aborted) setFailed(true);
      });
    return () => leaving.abort();
  }, [url, give, ready]);
  return isFailed;
}
