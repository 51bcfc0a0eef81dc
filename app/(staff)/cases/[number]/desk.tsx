"use client";

import { type FormEvent, type ReactNode, useEffect } from "react";
import { MentionArea } from "#components/case/mention-area.tsx";
import { ChipChoices, RadioList } from "#components/ui/choice.tsx";
import type { GlyphName } from "#components/ui/glyph.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import type { Colleague } from "#lib/features/cases/mention-rules.ts";
import { workOnCaseAction } from "./actions.ts";
import { DECIDE_ID, DESK_ID } from "./desk-ids.ts";
import type { Act, DoneAct } from "./done.ts";
import { HandOut } from "./hand-out.tsx";

type May = Record<Exclude<Act, "send_back" | "undo">, boolean>;
type Props = {
  number: number;
  /** What the form was drawn from: whoever comes second is told. */
  version: number;
  may: May;
  decisions: readonly { value: string; label: string; glyph: GlyphName; kbd: string }[];
  reasons: readonly { value: string; label: string }[];
  workers: readonly { id: string; name: string }[];
  /** Who can be spoken to in the note. */
  colleagues: readonly Colleague[];
  priority: string | null;
  priorities: readonly { value: string; label: string }[];
  words: {
    form: string;
    decision: string;
    reasons: string;
    reasonsHint: string;
    note: string;
    hint: string;
    assignee: string;
    choosePerson: string;
    priority: string;
    act: Record<Act, string>;
    busy: Record<Act, string>;
    done: Record<DoneAct, string>;
    mention: { people: string; counted: readonly string[] };
  };
  children?: ReactNode;
};

/** What has no words of its own: a note that was begun is still to be added. */
const KEEPS_NOTE: readonly DoneAct[] = ["take", "resume", "release", "assign", "prioritise"];
const TAKES: readonly DoneAct[] = ["take", "take_over", "resume"];
const KEYS: Partial<Record<Act, string>> = {
  decide: "Ctrl Enter",
  approve: "Ctrl Enter",
  take: "T",
  resume: "T",
};

/**
 * Everything that one may do to the case, in one form with one note: the note serves whichever button is pressed,
 * and stays where it is when somebody else was first.
 */
export function Desk(props: Props) {
  const { number, version, may, decisions, reasons, colleagues, words, children } = props;
  const { state, errorOf, form } = useActionForm(workOnCaseAction);
  const { ref, onSubmit } = form;
  useEffect(() => {
    const isSpent = state.status === "done" && !KEEPS_NOTE.includes(state.value.act);
    const note = ref.current?.elements.namedItem("note");
    if (isSpent && note instanceof HTMLTextAreaElement) note.value = "";
  }, [state, ref]);
  const isTaken = state.status === "done" && TAKES.includes(state.value.act) && may.decide;
  useEffect(() => {
    // The button that had the focus is gone, and the decision is what the case was taken for; the evidence stays in sight.
    if (isTaken) ref.current?.querySelector<HTMLElement>("[name=decision]")?.focus({ preventScroll: true });
  }, [isTaken, ref]);

  const onDecide = (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    const first = event.currentTarget.querySelector<HTMLInputElement>("[name=decision]");
    const isChosen = event.currentTarget.querySelector("[name=decision]:checked") !== null;
    // Pressed before anything is chosen, `Decide` leads to the choice instead of complaining.
    if (submitter?.id !== DECIDE_ID || isChosen || !first) return onSubmit(event);
    event.preventDefault();
    first.focus();
  };
  const act = (name: Act, isMain = false) => (
    <SubmitButton
      key={name}
      name="act"
      value={name}
      size="l"
      variant={isMain ? "primary" : "default"}
      className={isMain ? "grow" : undefined}
      busyLabel={words.busy[name]}
      kbd={KEYS[name]}
    >
      {words.act[name]}
    </SubmitButton>
  );

  const small = (name: "wait" | "escalate" | "note") => (
    <SubmitButton name="act" value={name} size="s" busyLabel={words.busy[name]}>
      {words.act[name]}
    </SubmitButton>
  );

  return (
    <form
      {...form}
      id={DESK_ID}
      aria-label={words.form}
      onSubmit={onDecide}
      className={`flex grow flex-col gap-4 ${may.decide ? "phone:pb-18" : ""}`}
    >
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="version" value={version} />
      {may.take_over ? (
        // Enter in the field of a proof presses the first button of its form.
        <button type="submit" name="act" value="take_over" hidden tabIndex={-1} />
      ) : null}
      <p role="status" className={state.status === "done" ? "font-medium text-confirm" : "sr-only"}>
        {state.status === "done"
          ? [words.done[state.value.act], state.value.said].filter(Boolean).join(" ")
          : ""}
      </p>
      <Refused state={state} tone="doubt" />
      {may.decide ? (
        <>
          <RadioList
            legend={words.decision}
            legendHidden
            name="decision"
            options={decisions}
            error={errorOf("decision")}
          />
          <ChipChoices
            legend={words.reasons}
            hint={words.reasonsHint}
            name="reasons"
            options={reasons}
            error={errorOf("reasons")}
          />
        </>
      ) : null}
      {may.note ? (
        <div className="flex flex-col items-stretch gap-2">
          <MentionArea
            id="note"
            name="note"
            label={words.note}
            hint={words.hint}
            error={errorOf("note")}
            rows={3}
            colleagues={colleagues}
            words={words.mention}
          />
          <div className="flex flex-wrap gap-2">
            {may.wait ? small("wait") : null}
            {may.escalate ? small("escalate") : null}
            <span className="grow" />
            {small("note")}
          </div>
        </div>
      ) : null}
      {may.assign || may.prioritise ? <HandOut {...props} errorOf={errorOf} /> : null}
      {children}
      {may.take_over ? <StepUpField state={state} /> : null}
      <div className="sticky bottom-0 -mb-4 mt-auto flex flex-wrap gap-2 bg-canvas pt-2 pb-4 phone:static">
        {may.take ? act("take", true) : null}
        {may.resume ? act("resume", true) : null}
        {may.take_over ? act("take_over") : null}
        {may.approve ? [act("approve", true), act("send_back")] : null}
        {may.decide ? act("decide", true) : null}
        {may.reopen ? act("reopen") : null}
        {may.release ? act("release") : null}
      </div>
    </form>
  );
}
