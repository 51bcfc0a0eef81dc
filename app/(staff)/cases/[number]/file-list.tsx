"use client";

import { useEffect, useRef, useState } from "react";
import { FileLink } from "./attached-link.tsx";
import { RemoveFile, type RemoveWords } from "./remove-file.tsx";

type Row = {
  id: string;
  name: string;
  facts: string;
  by: string;
  at: string;
  atFull: string;
  /** How this person may remove it, if at all. */
  removal: "own" | "explained" | null;
  removeName: string;
};
type Props = {
  number: number;
  files: readonly Row[];
  words: RemoveWords & { none: string; removed: string };
};

/** The files of a case; that one left is said by the list, for its own row is gone by then. */
export function FileList({ number, files, words }: Props) {
  const before = useRef(files);
  const place = useRef<HTMLElement>(null);
  const [isFewer, setFewer] = useState(false);
  useEffect(() => {
    const isGone = before.current.some(({ id }) => files.every((file) => file.id !== id));
    if (isGone || files.length > before.current.length) setFewer(isGone);
    before.current = files;
    // The button that was pressed went with its row.
    if (isGone && document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, [files]);
  const hold = (element: HTMLElement | null) => {
    place.current = element;
  };
  return (
    <>
      {files.length > 0 ? (
        <ul ref={hold} tabIndex={-1} aria-labelledby="files" className="flex flex-col">
          {files.map(({ id, name, facts, by, at, atFull, removal, removeName }) => (
            <li key={id} className="flex min-w-0 flex-col border-t border-line py-2 first:border-t-0">
              <div className="flex flex-wrap items-baseline gap-x-3">
                <FileLink number={number} id={id} name={name} />
                <span className="text-xs text-ink-2">{facts}</span>
              </div>
              <time dateTime={at} title={atFull} className="text-xs text-ink-3">
                {by}
              </time>
              {removal ? (
                <RemoveFile
                  number={number}
                  file={id}
                  explained={removal === "explained"}
                  label={removeName}
                  words={words}
                />
              ) : null}
            </li>
          ))}
        </ul>
      ) : (
        <p ref={hold} tabIndex={-1} className="text-ink-2">
          {words.none}
        </p>
      )}
      <p role="status" className={isFewer ? "text-xs text-confirm" : "sr-only"}>
        {isFewer ? words.removed : ""}
      </p>
    </>
  );
}
