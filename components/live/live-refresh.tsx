"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { holdLine } from "./hold-line.ts";

type Props = {
  address: string;
  /** What no line tells of: so often the page is read anew all the same. */
  everyMs: number;
};

/** Our policy, in milliseconds: a burst of news is one new reading. */
const GATHER_MS = 2_000;
/** After so long without a hand the page stands still: read anew, it would keep a session of nobody from idling. */
const NOBODY_MS = 15 * 60_000;
const HANDS = ["pointermove", "pointerdown", "keydown", "scroll", "visibilitychange"] as const;

/** Reads the page anew when something came, and now and then besides, while somebody looks at it. */
export function LiveRefresh({ address, everyMs }: Props) {
  const router = useRouter();
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
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      clearTimeout(gathering);
      gathering = undefined;
      const isWatched = document.visibilityState === "visible" && Date.now() - seenAt.current < NOBODY_MS;
      if (isWatched) router.refresh();
    };
    const letGo = holdLine(address, (data) => {
      const { news }: { news: string } = JSON.parse(data);
      if (news) gathering ??= setTimeout(refresh, GATHER_MS);
    });
    const timer = setInterval(refresh, everyMs);
    return () => {
      letGo();
      clearTimeout(gathering);
      clearInterval(timer);
    };
  }, [router, address, everyMs]);
  return null;
}
