"use client";

import { useState } from "react";
import { TextInput } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { triageAction } from "./actions.ts";
import { DryRunReport } from "./report.tsx";
import { type FieldWords, RuleFields } from "./rule-fields.tsx";
import type { Options, Slot } from "./slots.ts";

type Words = Record<
  | "list"
  | "off"
  | "floor"
  | "floorText"
  | "why"
  | "whyHint"
  | "dryRun"
  | "trying"
  | "save"
  | "saving"
  | "fix",
  string
> & { field: FieldWords };
type Props = { version: number; slots: readonly Slot[]; blank: Slot; words: Words; options: Options };

/** The rules in their order, one for a new one at the end, and what a dry run of them found. */
export function TriageForm({ version, slots, blank, words, options }: Props) {
  const { state, errorOf, form } = useActionForm(triageAction);
  const tried = state.status === "done" ? state.value : null;
  // What was tried is drawn anew as the server understood it, and stays drawn whatever comes after.
  const [drawn, setDrawn] = useState({ at: tried?.at ?? 0, slots: tried?.slots ?? slots });
  if (tried && tried.at !== drawn.at) setDrawn({ at: tried.at, slots: tried.slots });
  const all = [...drawn.slots, blank];
  const isWrong = (slot: number) =>
    state.status === "invalid" && Object.keys(state.fields).some((name) => name.startsWith(`r${slot}.`));
  return (
    <form {...form} className="flex flex-col items-start gap-5">
      <input type="hidden" name="version" value={version} />
      <ol aria-label={words.list} className="w-full border-t border-line">
        {all.map((content, slot) => (
          <li key={`${drawn.at}-${content.draft.key}`} className="border-b border-line">
            <details open={isWrong(slot) || undefined} className="group">
              <RuleHead slot={slot} content={content} off={words.off} />
              <RuleFields
                slot={slot}
                content={content}
                words={words.field}
                options={options}
                errorOf={errorOf}
              />
            </details>
          </li>
        ))}
      </ol>
      <div className="flex w-full gap-2.5">
        <Icon name="lock" className="mt-0.5 flex-none" />
        <p>
          <b className="font-medium">{words.floor}</b>. {words.floorText}
        </p>
      </div>
      {tried ? <DryRunReport report={tried.report} /> : null}
      <div className="w-full">
        <TextInput
          id="note"
          name="note"
          label={words.why}
          hint={words.whyHint}
          error={errorOf("note")}
          maxLength={500}
          autoComplete="off"
        />
      </div>
      {state.status === "invalid" ? (
        <Note tone="refute" role={state.fields.rules ? "alert" : undefined}>
          {state.fields.rules ?? words.fix}
        </Note>
      ) : null}
      {state.status === "refused" ? (
        <Note tone="refute" role="alert">
          {state.message}
          {state.about ? (
            <>
              {" "}
              <a href={state.about.href} target="_blank" rel="noreferrer" className="link">
                {state.about.label}
              </a>
            </>
          ) : null}
        </Note>
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton name="act" value="try" busyLabel={words.trying}>
          {words.dryRun}
        </SubmitButton>
        <SubmitButton variant="primary" name="act" value="save" busyLabel={words.saving}>
          {words.save}
        </SubmitButton>
        <span role="status" className="sr-only">
          {tried ? `${tried.report.title}: ${tried.report.period}` : ""}
        </span>
      </div>
    </form>
  );
}

function RuleHead({
  slot,
  content: { draft, title, sentence },
  off,
}: {
  slot: number;
  content: Slot;
  off: string;
}) {
  const isNew = draft.key === "";
  return (
    <summary className="flex min-h-10 cursor-pointer list-none items-start gap-2.5 py-2.5 hover:bg-hover">
      <span className="w-5 flex-none text-end text-ink-3 tabular-nums">
        {isNew ? <Icon name="plus" className="ms-auto mt-0.5" /> : slot + 1}
      </span>
      <span className="min-w-0 grow wrap-anywhere">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {title}
          {draft.isOn ? null : <Tag>{off}</Tag>}
        </span>
        <span className="text-ink-2">{sentence}</span>
      </span>
      <Icon name="chevron-down" className="mt-0.5 flex-none group-open:rotate-180" />
    </summary>
  );
}
