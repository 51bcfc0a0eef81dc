"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useRef } from "react";

export type FormState<T> =
  | { status: "idle" }
  | { status: "invalid"; fields: Record<string, string> }
  | { status: "refused"; code: string; message: string }
  | { status: "done"; value: T };
export type FormAction<T> = (before: FormState<T>, form: FormData) => Promise<FormState<T>>;

/**
 * A form over a server action that keeps everything typed, files included, when it is refused: React empties a
 * form after `action`, so once the script runs the form is sent from `onSubmit`. The first wrong field gets the
 * focus. A form that is under way is not sent again.
 */
export function useActionForm<T>(action: FormAction<T>) {
  const [state, send, pending] = useActionState<FormState<T>, FormData>(action, { status: "idle" });
  const ref = useRef<HTMLFormElement>(null);
  // Two events of one moment both see a form that is not pending yet.
  const isUnderWay = useRef(false);
  useEffect(() => {
    isUnderWay.current = pending;
  }, [pending]);
  useEffect(() => {
    if (state.status === "invalid") ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending || isUnderWay.current) return;
    isUnderWay.current = true;
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    const data = new FormData(event.currentTarget, submitter);
    startTransition(() => send(data));
  };
  const errorOf = (name: string) => (state.status === "invalid" ? state.fields[name] : undefined);
  return { state, pending, errorOf, form: { ref, action: send, onSubmit, noValidate: true } };
}
