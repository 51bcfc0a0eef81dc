"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { reconcileAction } from "./actions.ts";
import { OpenWord, type OpenWordFacts } from "./open-word.tsx";
import { ProposeForm } from "./propose-form.tsx";
import type { WaysOutWords } from "./reconcile-words.ts";
import type { Reconciled } from "./reconciled.ts";

type Props = {
  id: string;
  mayRead: boolean;
  mayPropose: boolean;
  open: OpenWordFacts | null;
  /** Where it is sent anew; null where it was already, or may not be. */
  anewHref: string | null;
  words: WaysOutWords;
};

/**
 * The three ways out of not knowing. One state for all, which stays on the page after the end too: what was done, or
 * why it was not, is said even where its own form is gone.
 */
export function WaysOut({ id, mayRead, mayPropose, open, anewHref, words }: Props) {
  const { state, errorOf, form } = useActionForm(reconcileAction);
  const { ref: _, ...plainForm } = form;
  const isIdle = state.status === "idle" && !mayRead && !mayPropose;
  // Somebody else was first: what was typed stays until theirs is dealt with.
  const isKept = state.status === "refused" && state.code === "word_open";
  const said = state.status === "done" ? saidOf(state.value, words) : "";
  const status = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button that had the focus is gone with its form, or is about to be.
    if (state.status === "done") status.current?.focus();
  }, [state]);
  return (
    <div className={isIdle ? undefined : "flex flex-col gap-5"}>
      <p ref={status} tabIndex={-1} role="status" className={said ? "font-medium" : "sr-only"}>
        {said}
      </p>
      <Refused state={state} tone="doubt" />
      {mayRead ? (
        <Way title={words.read.title} text={words.read.text}>
          <form {...plainForm}>
            <input type="hidden" name="act" value="read" />
            <input type="hidden" name="id" value={id} />
            <SubmitButton busyLabel={words.read.busy}>{words.read.do}</SubmitButton>
          </form>
        </Way>
      ) : null}
      {open ? (
        <OpenWord form={plainForm} open={open} reasonError={errorOf("reason")} words={words.open} />
      ) : null}
      {mayPropose && (!open || isKept) ? (
        <Way title={words.propose.title} text={words.propose.text}>
          <ProposeForm id={id} form={form} errorOf={errorOf} words={words.propose} />
        </Way>
      ) : null}
      {anewHref ? (
        <Way title={words.anew.title} text={words.anew.text}>
          <ButtonLink href={anewHref} prefetch={false}>
            {words.anew.do}
          </ButtonLink>
        </Way>
      ) : null}
    </div>
  );
}

const saidOf = ({ act, came }: Reconciled, words: WaysOutWords): string =>
  [words.done[act], came ? words.came[came] : ""].filter(Boolean).join(" ");

function Way({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-2">
      <h3 className="font-semibold">{title}</h3>
      <p className="text-ink-2">{text}</p>
      {children}
    </div>
  );
}
