"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { FieldError } from "./field.tsx";
import { type CheckWords, FileChecks } from "./file-checks.tsx";
import { Icon } from "./icon.tsx";
import { type Measured, measureImage } from "./measure-image.ts";
import { shrinkImage } from "./shrink-image.ts";
import { useArrivals } from "./use-arrivals.ts";

export type FileDropWords = CheckWords & {
  choose: string;
  dropHere: string;
  replace: string;
  remove: string;
  shrinking: string;
  shrunk: string;
};
type Chosen = { file: File | null; isShrunk: boolean };
type Props = {
  id: string;
  /** Without one the picture itself is not sent with the form. */
  name?: string;
  label: string;
  hint: string;
  accept: string;
  error?: string | undefined;
  words: FileDropWords;
  /** Filled with what puts a picture in that another part of the page took, or takes out what is there. */
  give?: RefObject<((file: File | null) => void) | null>;
  /** Called with what the person chose, dropped, pasted or took out themselves. */
  onChosen?: () => void;
  /** Called with each picture that the field comes to hold. */
  onFile?: (file: File | null) => void;
  /** Resolves when the field holds what is to be sent. */
  ready?: RefObject<Promise<unknown>>;
};

/** A picture by choosing, dropping or pasting. What it finds wrong is a hint only: the server decides. */
export function FileDrop({
  id,
  name,
  label,
  hint,
  accept,
  error,
  words,
  give,
  onChosen,
  onFile,
  ready,
}: Props) {
  const input = useRef<HTMLInputElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [{ file, isShrunk }, setChosen] = useState<Chosen>({ file: null, isShrunk: false });
  const [isShrinking, setShrinking] = useState(false);
  const mark = useRef<HTMLInputElement>(null);
  const newest = useRef<File | null>(null);
  const [measured, setMeasured] = useState<Measured | null>(null);

  const put = (chosen: File | null, shrunk = false) => {
    if (!input.current) return;
    const transfer = new DataTransfer();
    if (chosen) transfer.items.add(chosen);
    input.current.files = transfer.files;
    if (mark.current) mark.current.value = shrunk ? "1" : "";
    setChosen({ file: chosen, isShrunk: shrunk });
    onFile?.(chosen);
  };

  const take = (chosen: File | null) => {
    newest.current = chosen;
    put(chosen);
    setShrinking(chosen !== null);
    if (!chosen) return;
    const shrinking = shrinkImage(chosen).then((made) => {
      // Another one was chosen meanwhile.
      if (newest.current !== chosen) return;
      setShrinking(false);
      if (made !== chosen) put(made, true);
    });
    if (ready) ready.current = Promise.all([ready.current, shrinking]);
  };
  const choose = (chosen: File | null) => {
    onChosen?.();
    take(chosen);
  };

  useEffect(() => {
    if (give) give.current = take;
  });

  const remove = () => {
    choose(null);
    // Its button is gone with the picture.
    input.current?.focus();
  };
  const isOver = useArrivals(choose);

  useEffect(() => {
    // React empties a form after its action has answered; the chosen picture outlives a refusal.
    const form = input.current?.form;
    const onReset = () => setTimeout(() => put(file, isShrunk));
    form?.addEventListener("reset", onReset);
    return () => form?.removeEventListener("reset", onReset);
  });

  useEffect(() => {
    let stale = false;
    setMeasured(null);
    if (file && canvas.current) {
      void measureImage(file, canvas.current).then((found) => {
        if (!stale) setMeasured(found);
      });
    }
    return () => {
      stale = true;
    };
  }, [file]);

  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <div
        className="file-drop"
        data-filled={file ? "" : undefined}
        data-bad={error ? "" : undefined}
        data-over={isOver ? "" : undefined}
      >
        <input
          ref={input}
          id={id}
          name={name}
          type="file"
          accept={accept}
          aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`}
          aria-invalid={error ? true : undefined}
          onChange={(event) => choose(event.target.files?.[0] ?? null)}
        />
        <span aria-hidden="true" hidden={!file}>
          <canvas ref={canvas} width={288} height={346} />
        </span>
        {file ? (
          <div className="flex min-w-0 grow basis-60 flex-col gap-2.5">
            <div className="flex flex-wrap items-center gap-2">
              <b className="min-w-0 truncate font-medium">{file.name}</b>
              <span className="text-ink-3">{describe(file, measured)}</span>
              <span className="relative z-1 ms-auto flex gap-1">
                <Button size="s" onClick={() => input.current?.click()}>
                  {words.replace}
                </Button>
                <Button size="s" onClick={remove} icon={<Icon name="close" />}>
                  <span className="sr-only">{words.remove}</span>
                </Button>
              </span>
            </div>
            {measured && !isShrinking ? <FileChecks measured={measured} words={words} /> : null}
            <p role="status" className="text-xs text-ink-2">
              {isShrinking ? words.shrinking : isShrunk ? words.shrunk : ""}
            </p>
          </div>
        ) : (
          <span className="flex flex-col items-center gap-2 text-ink-2">
            <Icon name="upload" size={24} />
            {isOver ? words.dropHere : words.choose}
          </span>
        )}
      </div>
      {name ? <input ref={mark} type="hidden" name="shrunk" /> : null}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
      <p id={`${id}-hint`} className="text-xs text-ink-2">
        {hint}
      </p>
    </div>
  );
}

const describe = (file: File, measured: Measured | null) => {
  const size = `${Math.ceil(file.size / 1024)} KB`;
  return measured?.width ? `${measured.width} × ${measured.height}, ${size}` : size;
};
