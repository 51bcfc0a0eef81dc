"use client";

import { type RefObject, useRef, useState } from "react";
import { FileDrop, type FileDropWords } from "#components/ui/file-drop.tsx";
import { Webcam, type WebcamWords } from "#components/ui/webcam.tsx";
import { showPicture } from "./chosen-picture.ts";
import { useSample } from "./use-sample.ts";

export const SELFIE_ID = "selfie";
export type PictureWords = {
  label: string;
  hint: string;
  sampleFailed: string;
  file: FileDropWords;
  webcam: WebcamWords;
};
type Props = {
  error: string | undefined;
  words: PictureWords;
  /** The sandbox's own picture, for who came here to try it. */
  sampleUrl: string | null;
  ready: RefObject<Promise<unknown>>;
};

/** The selfie: from a file, by the webcam, or the sandbox's. */
export function PictureField({ error, words, sampleUrl, ready }: Props) {
  const [capture, setCapture] = useState<"file" | "webcam">("file");
  const give = useRef<((file: File | null) => void) | null>(null);
  const isSampleMissing = useSample(sampleUrl, give, ready);
  return (
    <>
      <FileDrop
        id={SELFIE_ID}
        name="selfie"
        label={words.label}
        hint={words.hint}
        accept="image/jpeg,image/png,image/webp"
        error={error}
        words={words.file}
        give={give}
        onChosen={() => setCapture("file")}
        onFile={showPicture}
        ready={ready}
      />
      <p role="status" className="text-xs text-ink-2">
        {isSampleMissing ? words.sampleFailed : ""}
      </p>
      <Webcam
        words={words.webcam}
        onPicture={(file) => {
          setCapture("webcam");
          give.current?.(file);
        }}
      />
      <input type="hidden" name="capture" value={capture} />
    </>
  );
}
