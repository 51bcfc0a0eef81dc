"use client";

import { type ComponentProps, useState } from "react";
import { Field, TextArea } from "#components/ui/field.tsx";
import { FileInput } from "#components/ui/file-input.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { IdCount } from "./id-count.tsx";
import { lookUpListAction } from "./lists/actions.ts";

type Props = {
  maxBytes: number;
  count: Omit<ComponentProps<typeof IdCount>, "field">;
  words: Record<"field" | "hint" | "file" | "fileHint" | "ask" | "asking" | "tooLarge", string>;
};

const IDS_ID = "process-ids";
const FILE_ID = "ids-file";

/** Many ids at once, pasted or as a file. */
export function ListForm({ maxBytes, count, words }: Props) {
  const { state, errorOf, form } = useActionForm(lookUpListAction);
  const [isTooLarge, setTooLarge] = useState(false);
  const fileError = isTooLarge ? words.tooLarge : errorOf("file");
  return (
    <form
      {...form}
      onSubmit={(event) => {
        // A larger body would be cut off on its way, without a word.
        if (isTooLarge) event.preventDefault();
        else form.onSubmit(event);
      }}
      className="flex max-w-226 flex-col gap-3 px-6 py-4 phone:px-4"
    >
      <TextArea
        id={IDS_ID}
        name="processIds"
        label={words.field}
        hint={words.hint}
        error={errorOf("processIds")}
        rows={4}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        mono
      />
      <IdCount field={IDS_ID} {...count} />
      <div className="flex flex-wrap items-end gap-3 phone:flex-col phone:items-stretch">
        <Field id={FILE_ID} label={words.file} hint={words.fileHint} error={fileError} className="grow">
          <FileInput
            id={FILE_ID}
            name="file"
            accept=".csv,.txt,text/csv,text/plain"
            aria-describedby={fileError ? `${FILE_ID}-error` : `${FILE_ID}-hint`}
            aria-invalid={fileError ? true : undefined}
            onChange={({ target }) => setTooLarge((target.files?.[0]?.size ?? 0) > maxBytes)}
          />
        </Field>
        <SubmitButton busyLabel={words.asking}>{words.ask}</SubmitButton>
      </div>
      <Refused state={state} />
    </form>
  );
}
