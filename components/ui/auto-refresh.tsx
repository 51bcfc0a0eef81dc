"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useHands } from "./use-hands.ts";

/** Asks the server for the page anew, in an interval, while it is mounted and somebody looks at it. */
export function AutoRefresh({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  const isWatched = useHands();
  useEffect(() => {
    const timer = setInterval(() => {
      if (isWatched()) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs, isWatched]);
  return null;
}
