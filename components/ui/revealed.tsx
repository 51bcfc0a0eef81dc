"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";

/** Our policy: long enough for a call, short enough for a desk that is left. */
const SHOWN_MS = 120_000;
const TICK_MS = 1_000;

export type RevealedWords = {
  /** With `{left}` in it: minutes and seconds. */
  left: string;
  hide: string;
  copy: string;
  copied: string;
};
type Props = { value: string; words: RevealedWords; onHide: () => void; onTimeUp: () => void };

/** A value in the clear, and for how long it still is. */
export function Revealed({ value, words, onHide, onTimeUp }: Props) {
  const [leftMs, setLeftMs] = useState(SHOWN_MS);
  const endNow = useEffectEvent(onTimeUp);
  const shown = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // By the clock, not by ticks: a sleeping tab gets no ticks.
    const until = Date.now() + SHOWN_MS;
    const tick = () => {
      const left = until - Date.now();
      if (left <= 0) endNow();
      else setLeftMs(left);
    };
    const ticking = setInterval(tick, TICK_MS);
    document.addEventListener("visibilitychange", tick);
    shown.current?.focus({ preventScroll: true });
    return () => {
      clearInterval(ticking);
      document.removeEventListener("visibilitychange", tick);
    };
  }, []);
  const seconds = Math.ceil(leftMs / 1_000);
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return (
    <>
      <span
        ref={shown}
        tabIndex={-1}
        data-revealed
        className="rounded-sm bg-accent-soft px-1 font-mono break-all select-all"
      >
        {value}
      </span>
      <span className="text-xs text-ink-3" aria-hidden="true">
        {words.left.replace("{left}", left)}
      </span>
      <CopyButton text={value} label={words.copy} copiedLabel={words.copied} variant="quiet" />
      <Button size="s" variant="quiet" onClick={onHide}>
        {words.hide}
      </Button>
    </>
  );
}
