"use client";

import { type RefObject, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FieldError } from "#components/ui/field.tsx";
import { FileDrop } from "#components/ui/file-drop.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Webcam } from "#components/ui/webcam.tsx";
import type { CaptureSettings } from "#lib/entry/environment.ts";
import { showPicture } from "./chosen-picture.ts";
import { captureLocally } from "./local-capture.ts";
import { useOwnDocument } from "./own-document.ts";
import { SELFIE_ID } from "./picture-field.tsx";
import type { StartWords } from "./start-words.ts";
import { captureBySdk } from "./unico-sdk.ts";
import { useCapture } from "./use-capture.ts";
import { useSample } from "./use-sample.ts";

type Ready = RefObject<Promise<unknown>>;
type Props = {
  capture: CaptureSettings;
  words: StartWords;
  sampleUrl: string | null;
  ready: Ready;
  /** What the server said of the capture that it was sent: another object each time. */
  refused: { code: string } | null;
};

/**
 * The selfie with proof of life: an encrypted string that goes on untouched, within ten minutes and once. By Unico's
 * Web SDK, or, in the sandbox, from a picture.
 */
export function LivenessField({ capture, words, sampleUrl, ready, refused }: Props) {
  const give = useRef<((file: File | null) => void) | null>(null);
  const { encrypted, preview, minutesLeft, trouble, keep } = useCapture({
    words: words.sdk,
    ready,
    refused,
    empty: () => give.current?.(null),
  });
  const isSampleMissing = useSample(sampleUrl, give, ready);
  useOwnDocument(capture.by === "sdk");
  return (
    <>
      <input type="hidden" name="capture" value="sdk" />
      <input ref={encrypted} type="hidden" name="encrypted" />
      {capture.by === "sandbox" ? (
        <>
          <FileDrop
            id={SELFIE_ID}
            label={words.picture.label}
            hint={words.sdk.sandboxText}
            accept="image/jpeg,image/png,image/webp"
            error={trouble ?? undefined}
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
        <SdkButton
          isDone={preview !== null}
          isWrong={trouble !== null}
          words={words.sdk}
          start={() => keep(captureBySdk(capture))}
        />
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
      <p className="text-xs text-ink-2">
        <span role="status">{preview ? words.sdk.done : ""}</span>
        {preview ? ` ${words.sdk.left.replace("{minutes}", String(minutesLeft))}` : ""}
      </p>
      {capture.by === "sdk" && trouble ? <FieldError id={ERROR_ID}>{trouble}</FieldError> : null}
    </>
  );
}

type SdkWords = StartWords["sdk"];
type ButtonProps = { isDone: boolean; isWrong: boolean; words: SdkWords; start: () => Promise<void> };
const ERROR_ID = "capture-error";

function SdkButton({ isDone, isWrong, words, start }: ButtonProps) {
  const [isOn, setOn] = useState(false);
  return (
    <>
      <div>
        <Button
          id={SELFIE_ID}
          icon={<Icon name={isOn ? "spinner" : "camera"} className={isOn ? "spin" : ""} />}
          aria-busy={isOn || undefined}
          aria-describedby={isWrong ? ERROR_ID : undefined}
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
