"use client";

import { type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { RevealForm, type RevealFormProps } from "./reveal-form.tsx";

/** Our policy: long enough for a call, short enough for a desk that is left. */
const SHOWN_MS = 120_000;
const TICK_MS = 1_000;

export type RevealWords = RevealFormProps["words"] & {
  reveal: string;
  /** With `{left}` in it: minutes and seconds. */
  left: string;
  hide: string;
  copy: string;
  copied: string;
  shown: string;
  hidden: string;
};
type Props = Omit<RevealFormProps, "words" | "onValue" | "onCancel" | "formId"> & {
  masked: ReactNode;
  words: RevealWords;
};

type Standing = { is: "masked"; wasShown: boolean } | { is: "asking" } | { is: "shown"; value: string };

/**
 * A masked value that asks for a reason in its place, shows the value for two minutes and masks it again. The value
 * lives in this component alone: not in the address, not in the browser's storage, and not in what the page sent.
 */
export function Reveal({ masked, words, ...form }: Props) {
  const [standing, setStanding] = useState<Standing>({ is: "masked", wasShown: false });
  const formId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = standing.is === "asking";
  const mask = (wasShown: boolean) => {
    setStanding({ is: "masked", wasShown });
    // The button that had the focus is gone with the form.
    requestAnimationFrame(() => button.current?.focus({ preventScroll: true }));
  };
  return (
    <div className="flex min-w-0 grow flex-wrap items-baseline gap-x-2 gap-y-1">
      {standing.is === "shown" ? (
        <Shown
          value={standing.value}
          words={words}
          onHide={() => mask(true)}
          onTimeUp={() => setStanding({ is: "masked", wasShown: true })}
        />
      ) : (
        <>
          <span className="min-w-0 break-all">{masked}</span>
          {isOpen ? null : (
            <Button ref={button} size="s" variant="quiet" onClick={() => setStanding({ is: "asking" })}>
              {words.reveal}
            </Button>
          )}
        </>
      )}
      <span role="status" className="sr-only">
        {standing.is === "shown"
          ? words.shown
          : standing.is === "masked" && standing.wasShown
            ? words.hidden
            : ""}
      </span>
      {isOpen ? (
        <RevealForm
          {...form}
          words={words}
          formId={formId}
          onValue={(value) => setStanding({ is: "shown", value })}
          onCancel={() => mask(false)}
        />
      ) : null}
    </div>
  );
}

type ShownProps = { value: string; words: RevealWords; onHide: () => void; onTimeUp: () => void };

function Shown({ value, words, onHide, onTimeUp }: ShownProps) {
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
