"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FieldError } from "#components/ui/field.tsx";
import { FileDrop } from "#components/ui/file-drop.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Webcam } from "#components/ui/webcam.tsx";
import type { CaptureSettings } from "#lib/entry/environment.ts";
import { showPicture } from "./chosen-picture.ts";
import { CAPTURE_LIFE_S, captureLocally } from "./local-capture.ts";
import { useOwnDocument } from "./own-document.ts";
import { SELFIE_ID } from "./picture-field.tsx";
import type { StartWords } from "./start-words.ts";
import { type Captured, CaptureError, captureBySdk } from "./unico-sdk.ts";
import { useSample } from "./use-sample.ts";

type Ready = RefObject<Promise<unknown>>;
type Props = { capture: CaptureSettings; words: StartWords; sampleUrl: string | null; ready: Ready };

/**
 * The selfie with proof of life: an encrypted string that goes on untouched, within ten minutes and once. By Unico's
 * Web SDK, or, in the sandbox, from a picture.
 */
export function LivenessField({ capture, words, sampleUrl, ready }: Props) {
  const { encrypted, capturedAt, preview, trouble, keep } = useCapture(words.sdk, ready);
  const give = useRef<((file: File) => void) | null>(null);
  const isSampleMissing = useSample(sampleUrl, give, ready);
  useOwnDocument(capture.by === "sdk");
  return (
    <>
      <input type="hidden" name="capture" value="sdk" />
      <input ref={encrypted} type="hidden" name="encrypted" />
      <input ref={capturedAt} type="hidden" name="capturedAt" />
      {capture.by === "sandbox" ? (
        <>
          <FileDrop
            id={SELFIE_ID}
            label={words.picture.label}
            hint={words.sdk.sandboxText}
            accept="image/jpeg,image/png,image/webp"
            words={words.picture.file}
            give={give}
            onFile={(file) => {
              showPicture(file);
              void keep(file && captureLocally(file));
            }}
            ready={ready}
          />
          <p role="status" className="text-xs text-ink-2">
            {isSampleMissing ? words.picture.sampleFailed : ""}
          </p>
          <Webcam words={words.picture.webcam} onPicture={(file) => give.current?.(file)} />
        </>
      ) : (
        <SdkButton isDone={preview !== null} words={words.sdk} start={() => keep(captureBySdk(capture))} />
      )}
      {capture.by === "sdk" && preview ? (
        <svg viewBox="0 0 5 6" className="face-frame max-w-36" role="img" aria-label={words.selfie}>
          <image
            href={`data:image/jpeg;base64,${preview.replace(/^data:[^,]*,/, "")}`}
            width="5"
            height="6"
            preserveAspectRatio="xMidYMid slice"
          />
        </svg>
      ) : null}
      <p role="status" className="text-xs text-ink-2">
        {preview ? words.sdk.done : ""}
      </p>
      {trouble ? (
        <div role="alert">
          <FieldError id="capture-error">{trouble}</FieldError>
        </div>
      ) : null}
    </>
  );
}

type SdkWords = StartWords["sdk"];
type ButtonProps = { isDone: boolean; words: SdkWords; start: () => Promise<void> };

function SdkButton({ isDone, words, start }: ButtonProps) {
  const [isOn, setOn] = useState(false);
  return (
    <>
      <div>
        <Button
          id={SELFIE_ID}
          icon={<Icon name={isOn ? "spinner" : "camera"} className={isOn ? "spin" : ""} />}
          aria-busy={isOn || undefined}
          onClick={() => {
            if (isOn) return;
            setOn(true);
            void start().finally(() => setOn(false));
          }}
        >
          {isOn ? words.starting : isDone ? words.startAgain : words.start}
        </Button>
      </div>
      {/* Unico's SDK draws in here, by this name. */}
      <div id="box-camera" />
    </>
  );
}

const wordsOf = (error: unknown, words: SdkWords): string =>
  error instanceof CaptureError
    ? words.trouble[error.problem].replace("{code}", error.code)
    : words.trouble.retry.replace("{code}", "73000");

/** The one capture that the form holds: the newest, until it is ten minutes old. */
function useCapture(words: SdkWords, ready: Ready) {
  const encrypted = useRef<HTMLInputElement>(null);
  const capturedAt = useRef<HTMLInputElement>(null);
  const newest = useRef<Promise<Captured> | null>(null);
  const [preview, setPreview] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  const hold = (found: Captured | null) => {
    // At once, and not with the next drawing: the form may be on its way.
    if (encrypted.current) encrypted.current.value = found?.encrypted ?? "";
    if (capturedAt.current) capturedAt.current.value = found ? new Date().toISOString() : "";
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
  useEffect(() => {
    if (!preview) return;
    const timer = setTimeout(() => {
      if (encrypted.current) encrypted.current.value = "";
      setPreview(null);
      setTrouble(words.trouble.expired);
    }, CAPTURE_LIFE_S * 1000);
    return () => clearTimeout(timer);
  }, [preview, words.trouble.expired]);
  return { encrypted, capturedAt, preview, trouble, keep };
}
