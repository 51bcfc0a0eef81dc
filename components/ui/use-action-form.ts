"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useActionState, useEffect, useRef, useState, useTransition } from "react";
import * as lastResort from "#lib/i18n/messages/last-resort.ts";

/** A fresh proof that an action asks for before it runs; `StepUpField` shows the field for it. */
export type StepUpAsk =
  | { way: "code"; label: string; hint: string }
  | { way: "password"; label: string; hint: string }
  | { way: "company"; label: string; href: string };
export type FormState<T> =
  | { status: "idle" }
  | { status: "invalid"; fields: Record<string, string> }
  | {
      status: "refused";
      code: string;
      message: string;
      about?: { id: string; href: string; label: string };
      stepUp?: StepUpAsk;
    }
  | { status: "done"; value: T };
export type FormAction<T> = (before: FormState<T>, form: FormData) => Promise<FormState<T>>;

const IDLE = { status: "idle" } as const;

/** No answer came: the server has no words for it, so they are part of the script. */
export const lost = (): FormState<never> => {
  const words = document.documentElement.lang === "en" ? lastResort.en : lastResort.ptBR;
  return { status: "refused", code: "connection_lost", message: words.connectionLost };
};

/** A group of radios takes no focus: the one in it that is chosen does, else the first. */
function focusOn(wrong: HTMLElement): void {
  const field =
    wrong.getAttribute("role") === "radiogroup"
      ? (wrong.querySelector<HTMLElement>("input:checked") ?? wrong.querySelector("input"))
      : wrong;
  field?.focus();
}

/**
 * A form over a server action that keeps everything typed, files included, when it is refused or the connection
 * breaks off: React empties a form after `action`, and an action that fails takes its page away, so once the script
 * runs the form is sent from `onSubmit`. The first wrong field gets the focus. A form under way is not sent again.
 */
export function useActionForm<T>(action: FormAction<T>) {
  // For a form that is sent before the script runs.
  const [first, send] = useActionState<FormState<T>, FormData>(action, IDLE);
  const [last, setLast] = useState<FormState<T> | null>(null);
  const [pending, startTransition] = useTransition();
  const state = last ?? first;
  const ref = useRef<HTMLFormElement>(null);
  // Two events of one moment both see a form that is not pending yet.
  const isUnderWay = useRef(false);
  useEffect(() => {
    const wrong = ref.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (state.status === "invalid" && wrong) focusOn(wrong);
  }, [state]);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    const data = new FormData(event.currentTarget, submitter);
    startTransition(async () => {
      try {
        setLast(await action(state, data));
      } catch (error) {
        // A redirect travels as an error.
        unstable_rethrow(error);
        setLast(lost());
      } finally {
        isUnderWay.current = false;
      }
    });
  };
  const errorOf = (name: string) => (state.status === "invalid" ? state.fields[name] : undefined);
  return { state, pending, errorOf, form: { ref, action: send, onSubmit, noValidate: true } };
}
