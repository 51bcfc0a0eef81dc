"use client";

import type { ComponentProps } from "react";
import { TextArea } from "#components/ui/field.tsx";
import { FourEyes } from "#components/ui/four-eyes.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { WaysOutWords } from "./reconcile-words.ts";

export type OpenWordFacts = {
  id: string;
  isMine: boolean;
  /** Who read what. */
  says: string;
  when: string;
  processId: string | null;
  note: string;
  /** What confirming it does. */
  effect: string;
};
type Props = {
  form: ComponentProps<"form">;
  open: OpenWordFacts;
  reasonError: string | undefined;
  words: WaysOutWords["open"];
};

/** What one person read in the portal, for a second one to confirm or reject; its author can only take it back. */
export function OpenWord({ form, open, reasonError, words }: Props) {
  const step = open.isMine ? words.secondConfirms : words.youConfirm;
  return (
    <form {...form} aria-label={words.title} className="flex w-full max-w-120 flex-col gap-3">
      <input type="hidden" name="reconciliationId" value={open.id} />
      <h3 className="font-semibold">{words.title}</h3>
      <p>
        {open.says} <span className="text-ink-3">{open.when}</span>
      </p>
      {open.processId ? <p className="font-mono text-xs break-all select-all">{open.processId}</p> : null}
      <blockquote className="border-s-2 border-line-strong bg-canvas px-3 py-2 break-words whitespace-pre-line">
        {open.note}
      </blockquote>
      <FourEyes
        label={words.steps}
        steps={[
          { label: words.recorded, state: "done" },
          { label: step, state: "now" },
          { label: words.settled, state: "next" },
        ]}
      />
      <p className="text-ink-2">{open.isMine ? words.own : open.effect}</p>
      {open.isMine ? (
        <SubmitButton name="act" value="withdraw" className="self-start" busyLabel={words.withdrawing}>
          {words.withdraw}
        </SubmitButton>
      ) : (
        <>
          <TextArea
            id="reject-reason"
            name="reason"
            label={words.reason}
            hint={words.reasonHint}
            error={reasonError}
            rows={2}
            maxLength={2_000}
          />
          <div className="flex flex-wrap gap-2">
            <SubmitButton name="act" value="confirm" variant="primary" busyLabel={words.confirming}>
              {words.confirm}
            </SubmitButton>
            <SubmitButton name="act" value="reject" busyLabel={words.rejecting}>
              {words.reject}
            </SubmitButton>
          </div>
        </>
      )}
    </form>
  );
}
