"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useHands } from "#components/ui/use-hands.ts";
import { holdLine } from "./hold-line.ts";

type Props = {
  address: string;
  /** What no line tells of: so often the page is read anew all the same. */
  everyMs: number;
};

/** Our policy, in milliseconds: a burst of news is one new reading. */
const GATHER_MS = 2_000;

/** Reads the page anew when something came, and now and then besides, while somebody looks at it. */
export function LiveRefresh({ address, everyMs }: Props) {
  const router = useRouter();
  const isWatched = useHands();
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      clearTimeout(gathering);
      gathering = undefined;
      if (isWatched()) router.refresh();
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
  }, [router, address, everyMs, isWatched]);
  return null;
}
