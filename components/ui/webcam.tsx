"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { type CameraTrouble, closeCamera, openCamera, takePicture } from "./camera.ts";
import { Icon } from "./icon.tsx";

export type WebcamWords = {
  use: string;
  again: string;
  label: string;
  asking: string;
  live: string;
  take: string;
  cancel: string;
  taken: string;
  trouble: Record<CameraTrouble, string>;
};
type Props = { words: WebcamWords; onPicture: (file: File) => void };
type State = "off" | "asking" | "live" | "taken" | CameraTrouble;

/** A picture by the camera: on when asked for, off as soon as it was taken, given up, or the page is left. */
export function Webcam({ words, onPicture }: Props) {
  const [state, setState] = useState<State>("off");
  const stream = useRef<MediaStream | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const shutter = useRef<HTMLButtonElement>(null);
  const isGone = useRef(false);

  const stop = (next: State) => {
    closeCamera(stream.current);
    stream.current = null;
    setState(next);
  };
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      closeCamera(stream.current);
    };
  }, []);
  useEffect(() => {
    if (state === "live" && video.current) {
      video.current.srcObject = stream.current;
      // Stopped before it began: nothing to tell.
      void video.current.play().catch(() => undefined);
      shutter.current?.focus();
    }
    if (state === "taken") opener.current?.focus();
  }, [state]);

  const start = async () => {
    setState("asking");
    const opened = await openCamera();
    if (typeof opened === "string") return setState(opened);
    // Left while the browser was asking.
    if (isGone.current) return closeCamera(opened);
    stream.current = opened;
    setState("live");
  };
  const take = async () => {
    const taken = video.current ? await takePicture(video.current) : "other";
    if (typeof taken === "string") return stop(taken);
    onPicture(taken);
    stop("taken");
  };

  const isOn = state === "live";
  const said = state === "asking" || state === "live" || state === "taken" ? words[state] : "";
  const trouble = state in words.trouble ? words.trouble[state as CameraTrouble] : null;
  return (
    <div className="flex flex-col items-start gap-2">
      {isOn ? null : (
        <Button
          ref={opener}
          size="s"
          onClick={start}
          aria-busy={state === "asking" || undefined}
          icon={<Icon name="camera" />}
        >
          {state === "taken" ? words.again : words.use}
        </Button>
      )}
      <fieldset className="flex min-w-0 flex-col gap-2" hidden={!isOn}>
        <legend className="sr-only">{words.label}</legend>
        {/* Mirrored as people know themselves; the picture taken is not. */}
        <video
          ref={video}
          className="w-full max-w-100 -scale-x-100 rounded-sm bg-sunken"
          width={400}
          height={300}
          muted
          playsInline
          aria-label={words.label}
        />
        <div className="flex flex-wrap gap-2">
          <Button ref={shutter} onClick={take} icon={<Icon name="camera" />}>
            {words.take}
          </Button>
          <Button onClick={() => stop("off")}>{words.cancel}</Button>
        </div>
      </fieldset>
      <p role="status" className="text-xs text-ink-2">
        {said}
      </p>
      {trouble ? (
        <p role="alert" className="text-xs text-refute">
          {trouble}
        </p>
      ) : null}
    </div>
  );
}
