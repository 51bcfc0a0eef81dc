"use client";

import { useRouter } from "next/navigation";
import { type DragEvent, type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FileInput } from "#components/ui/file-input.tsx";
import { Note } from "#components/ui/note.tsx";
import { sendFile } from "./send-file.ts";

type Words = {
  choose: string;
  hint: string;
  add: string;
  /** With `{place}` and `{of}` in it. */
  adding: string;
  attached: readonly string[];
  refused: string;
  none: string;
  lost: string;
  full: string;
};
type Props = {
  address: string;
  accept: string;
  /** The case holds as many as it can: nothing is chosen any more, and what came of the last still stands there. */
  isFull: boolean;
  words: Words;
};
type Refused = { place: number; name: string; why: string };
type Standing =
  | { is: "idle" }
  | { is: "none" }
  | { is: "sending"; place: number; of: number }
  | { is: "over"; attached: number; refused: readonly Refused[] };

/**
 * Attaches files, one after the other: what is refused keeps none of the others. A plain form that its address answers
 * all the same where no script runs.
 */
export function FilesForm({ address, accept, isFull, words }: Props) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [standing, setStanding] = useState<Standing>({ is: "idle" });
  const isSending = standing.is === "sending";
  const full = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button that was pressed is gone with the last file that there was room for.
    if (isFull && standing.is === "over" && document.activeElement === document.body)
      full.current?.focus({ preventScroll: true });
  }, [isFull, standing.is]);

  const sendAll = async (files: readonly File[]) => {
    const refused: Refused[] = [];
    let attached = 0;
    for (const [at, file] of files.entries()) {
      setStanding({ is: "sending", place: at + 1, of: files.length });
      const why = await sendFile(address, file, words.lost);
      if (why === null) attached += 1;
      else refused.push({ place: at, name: file.name, why });
    }
    if (input.current) input.current.value = "";
    setStanding({ is: "over", attached, refused });
    // Also where none is known to be: an answer may be lost on the way back.
    router.refresh();
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isSending) return;
    const files = [...(input.current?.files ?? [])];
    if (files.length > 0) return void sendAll(files);
    setStanding({ is: "none" });
    input.current?.focus();
  };
  const onDrop = (event: DragEvent) => {
    const { files } = event.dataTransfer;
    if (files.length === 0) return;
    event.preventDefault();
    // They are chosen, not sent: a slip of the hand attaches nothing.
    if (input.current && !isSending) input.current.files = files;
  };

  const error = standing.is === "none" ? words.none : undefined;
  const said = isSending
    ? words.adding.replace("{place}", String(standing.place)).replace("{of}", String(standing.of))
    : standing.is === "over" && standing.attached > 0
      ? words.attached[standing.attached]
      : "";
  return (
    <form
      action={address}
      method="post"
      encType="multipart/form-data"
      onSubmit={onSubmit}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
      className="flex flex-col gap-2"
    >
      {standing.is === "over" && standing.refused.length > 0 ? (
        <Note tone="doubt" role="alert" title={words.refused}>
          <ul className="flex flex-col gap-1">
            {standing.refused.map(({ place, name, why }) => (
              <li key={place} className="break-words">
                <b dir="auto" className="font-medium break-all">
                  {name}
                </b>
                : {why}
              </li>
            ))}
          </ul>
        </Note>
      ) : null}
      {isFull ? (
        <p ref={full} tabIndex={-1} className="text-ink-2">
          {words.full}
        </p>
      ) : (
        <Field id="attach-files" label={words.choose} hint={words.hint} error={error}>
          <FileInput
            ref={input}
            id="attach-files"
            name="files"
            multiple
            accept={accept}
            aria-describedby={error ? "attach-files-error" : "attach-files-hint"}
            aria-invalid={error ? true : undefined}
          />
        </Field>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {isFull ? null : (
          <Button type="submit" aria-disabled={isSending || undefined} aria-busy={isSending || undefined}>
            {words.add}
          </Button>
        )}
        <p role="status" className={isSending ? "text-xs text-ink-2" : "text-xs text-confirm"}>
          {said}
        </p>
      </div>
    </form>
  );
}
