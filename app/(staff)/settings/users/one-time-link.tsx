"use client";

import { useEffect, useRef } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";

export type LinkWords = { title: string; label: string; copy: string; copied: string };
type Props = { link: { url: string; text: string }; words: LinkWords };

/** A new link, shown this once: in a field that a keyboard can select, with a button that copies it. */
export function OneTimeLinkNote({ link, words }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that made it stands elsewhere, or is gone.
    box.current?.querySelector("input")?.focus();
  }, []);
  return (
    <div ref={box}>
      <Note tone="confirm" role="status" title={words.title}>
        <div className="flex flex-col items-start gap-3">
          <p>{link.text}</p>
          <div className="w-full">
            <TextInput
              id="one-time-link"
              name="one-time-link"
              label={words.label}
              defaultValue={link.url}
              readOnly
              mono
              autoComplete="off"
              onFocus={(event) => event.currentTarget.select()}
            />
          </div>
          <div className="flex items-center gap-2">
            <CopyButton text={link.url} label={words.copy} copiedLabel={words.copied} />
          </div>
        </div>
      </Note>
    </div>
  );
}
