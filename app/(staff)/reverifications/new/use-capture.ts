"use client";

import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { CAPTURE_LIFE_S } from "./local-capture.ts";
import type { StartWords } from "./start-words.ts";
import { type Captured, CaptureError } from "./unico-sdk.ts";

type SdkWords = StartWords["sdk"];
type Given = {
  words: SdkWords;
  ready: RefObject<Promise<unknown>>;
  /** What the server said of the capture that it was sent: another object each time. */
  refused: { code: string } | null;
  /** Takes out what the capture was made from. */
  empty: () => void;
};

const now = () => ({ byClock: Date.now(), running: performance.now() });
/** The clock may be set, and what runs may stand still while the machine sleeps: whichever says more. */
const msSince = ({ byClock, running }: ReturnType<typeof now>): number =>
  Math.max(Date.now() - byClock, performance.now() - running);

const wordsOf = (error: unknown, words: SdkWords): string =>
  error instanceof CaptureError
    ? words.trouble[error.problem].replace("{code}", error.code)
    : words.trouble.retry.replace("{code}", "73000");

/** The one capture that the form holds: the newest, until it is ten minutes old, or the server finds that it is. */
export function useCapture({ words, ready, refused, empty }: Given) {
  const encrypted = useRef<HTMLInputElement>(null);
  const heldAt = useRef(now());
  const newest = useRef<Promise<Captured> | null>(null);
  const [preview, setPreview] = useState<string | null>(null);
  const [minutesLeft, setMinutesLeft] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);

  const hold = (found: Captured | null) => {
    // At once, and not with the next drawing: the form may be on its way.
    if (encrypted.current) encrypted.current.value = found?.encrypted ?? "";
    heldAt.current = now();
    setPreview(found?.preview ?? null);
  };
  const keep = async (capture: Promise<Captured> | null) => {
    newest.current = capture;
    hold(null);
    setTrouble(null);
    if (!capture) return;
    const held = capture.then(
      (found) => {
        if (newest.current === capture) hold(found);
      },
      (error) => {
        if (newest.current === capture) setTrouble(wordsOf(error, words));
      },
    );
    ready.current = held;
    await held;
  };
  const beginAnew = useEffectEvent((why: string) => {
    empty();
    void keep(null);
    setTrouble(why);
  });
  useEffect(() => {
    if (!preview) return;
    const look = () => {
      const leftMs = CAPTURE_LIFE_S * 1000 - msSince(heldAt.current);
      if (leftMs > 0) setMinutesLeft(Math.ceil(leftMs / 60_000));
      else beginAnew(words.trouble.expired);
    };
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [preview, words.trouble.expired]);
  useEffect(() => {
    const form = encrypted.current?.form;
    const tellAge = ({ formData }: FormDataEvent) =>
      formData.set("capturedMsAgo", String(msSince(heldAt.current)));
    form?.addEventListener("formdata", tellAge);
    return () => form?.removeEventListener("formdata", tellAge);
  }, []);
  useEffect(() => {
    if (refused) beginAnew(words.trouble[refused.code === "capture_expired" ? "expired" : "required"]);
  }, [refused, words.trouble]);
  return { encrypted, preview, minutesLeft, trouble, keep };
}
