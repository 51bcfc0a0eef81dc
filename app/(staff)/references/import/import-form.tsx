"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { RadioList } from "#components/ui/choice.tsx";
import { Field } from "#components/ui/field.tsx";
import { FileInput } from "#components/ui/file-input.tsx";
import { Note } from "#components/ui/note.tsx";

type Words = {
  file: string;
  fileHint: string;
  fileMissing: string;
  tooLarge: string;
  mode: string;
  modes: readonly { value: string; label: string }[];
  send: string;
  sending: string;
  /** With `{share}` in it. */
  sent: string;
  failed: string;
};
const HANDLER = "/api/references/import";

type Props = { words: Words; mostBytes: number };
type Standing =
  | { is: "idle" }
  | { is: "missing"; message: string }
  | { is: "sending"; share: number }
  | { is: "failed"; message: string };

/** Sends the file as it lies on the disk, and shows how far it is; what came of it stands on a page of its own. */
export function ImportForm({ words, mostBytes }: Props) {
  const router = useRouter();
  const [standing, setStanding] = useState<Standing>({ is: "idle" });
  const sending = useRef<XMLHttpRequest | null>(null);
  const stop = useEffectEvent(() => sending.current?.abort());
  useEffect(() => () => stop(), []);

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (standing.is === "sending") return;
    const form = new FormData(event.currentTarget);
    const file = form.get("file");
    const why = !(file instanceof File) || file.name === "" ? words.fileMissing : null;
    if (!(file instanceof File) || why || file.size > mostBytes) {
      setStanding({ is: "missing", message: why ?? words.tooLarge });
      document.getElementById("import-file")?.focus();
      return;
    }
    setStanding({ is: "sending", share: 0 });
    const request = new XMLHttpRequest();
    sending.current = request;
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      setStanding({ is: "sending", share: total > 0 ? loaded / total : 0 }),
    );
    const failed = (message: string) => setStanding({ is: "failed", message: message || words.failed });
    request.addEventListener("error", () => failed(words.failed));
    request.addEventListener("load", () => {
      const id = request.status === 201 ? idIn(request.responseText) : null;
      if (id) router.push(`/references/import/${id}`);
      else failed(request.status < 500 ? request.responseText : words.failed);
    });
    request.open("POST", `${HANDLER}?mode=${encodeURIComponent(String(form.get("mode")))}`);
    request.setRequestHeader("content-type", "text/csv");
    request.send(file);
  };

  const isSending = standing.is === "sending";
  const share = isSending ? Math.round(standing.share * 100) : 0;
  const error = standing.is === "missing" ? standing.message : undefined;
  return (
    <form
      // Without script the browser sends it itself, and is led to what came of it.
      action={HANDLER}
      method="post"
      encType="multipart/form-data"
      onSubmit={send}
      className="flex flex-col gap-4"
    >
      {standing.is === "failed" ? (
        <Note tone="refute" role="alert">
          {standing.message}
        </Note>
      ) : null}
      {/* Before the file: whoever reads the form piece by piece knows it by then. */}
      <RadioList legend={words.mode} name="mode" options={words.modes} defaultValue="right" />
      <Field id="import-file" label={words.file} hint={words.fileHint} error={error}>
        <FileInput
          id="import-file"
          name="file"
          accept=".csv,.txt,text/csv,text/plain"
          aria-describedby={error ? "import-file-error" : "import-file-hint"}
          aria-invalid={error ? true : undefined}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          variant="primary"
          aria-disabled={isSending || undefined}
          aria-busy={isSending || undefined}
        >
          {isSending ? words.sending : words.send}
        </Button>
        {isSending ? (
          <span className="flex min-w-0 grow items-center gap-2">
            <progress
              className="h-1.5 min-w-24 grow accent-accent"
              max={100}
              value={share}
              aria-label={words.sending}
            />
            <span className="text-xs text-ink-2">{words.sent.replace("{share}", `${share} %`)}</span>
          </span>
        ) : null}
      </div>
    </form>
  );
}

function idIn(text: string): string | null {
  try {
    const answer: unknown = JSON.parse(text);
    const id = typeof answer === "object" && answer && "id" in answer ? answer.id : null;
    return typeof id === "string" && /^[0-9a-f-]{36}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}
