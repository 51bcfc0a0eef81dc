"use client";

import { useEffect } from "react";

/**
 * The page that captures has a content security policy of its own, and a policy comes with a whole document: it is
 * asked for anew when it was reached by a link, and so is whichever page follows it.
 */
export function useOwnDocument(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const here = location.pathname;
    const [document] = performance.getEntriesByType("navigation");
    if (document && new URL(document.name).pathname !== here) location.reload();
    return () => {
      if (location.pathname !== here) location.reload();
    };
  }, [isNeeded]);
}
