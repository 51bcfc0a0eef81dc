"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Icon } from "#components/ui/icon.tsx";
import { forgetWhoIsAt, tellWhoIsAt } from "./who-is-at.ts";

/** What `/api/live` tells: `news` are the words of the button, none where there is nothing new. */
type Told = { news: string; at: Record<string, string> };

/**
 * Hears what came since the page was read. Nothing on it moves until the button is pressed. A page that nobody sees
 * holds no line: a browser has six for a server, and whatever happened meanwhile is told when it is seen again.
 */
export function LiveNews({ address }: { address: string }) {
  const router = useRouter();
  const [news, setNews] = useState("");
  useEffect(() => {
    let source: EventSource | null = null;
    const hear = ({ data }: MessageEvent<string>) => {
      const told: Told = JSON.parse(data);
      setNews(told.news);
      tellWhoIsAt(told.at);
    };
    const hold = () => {
      const isSeen = document.visibilityState === "visible";
      if (!isSeen) source?.close();
      if (!isSeen || source?.readyState === EventSource.CLOSED) source = null;
      if (!isSeen || source) return;
      source = new EventSource(address);
      source.addEventListener("message", hear);
    };
    setNews("");
    hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      document.removeEventListener("visibilitychange", hold);
      source?.close();
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
