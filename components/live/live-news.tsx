"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Icon } from "#components/ui/icon.tsx";
import { holdLine } from "./hold-line.ts";
import { forgetWhoIsAt, tellWhoIsAt } from "./who-is-at.ts";

/** What `/api/live` tells: `news` are the words of the button, none where there is nothing new. */
type Told = { news: string; at: Record<string, string> };

/** Hears what came since the page was read. Nothing on it moves until the button is pressed. */
export function LiveNews({ address }: { address: string }) {
  const router = useRouter();
  const [news, setNews] = useState("");
  useEffect(() => {
    setNews("");
    const letGo = holdLine(address, (data) => {
      const told: Told = JSON.parse(data);
      setNews(told.news);
      tellWhoIsAt(told.at);
    });
    return () => {
      letGo();
      forgetWhoIsAt();
    };
  }, [address]);
  return (
    <div role="status">
      {news ? (
        <button type="button" className="news" onClick={() => router.refresh()}>
          <Icon name="refresh" size={14} />
          {news}
        </button>
      ) : null}
    </div>
  );
}
