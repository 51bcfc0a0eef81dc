"use client";

import { useEffect, useId, useRef, useState } from "react";
import { CodeField } from "./code-field.tsx";
import { TextInput } from "./field.tsx";
import type { FormState, StepUpAsk } from "./use-action-form.ts";

/** What `lib/entry` takes a fresh proof from, in any form. */
const NAME = "stepUp";

/**
 * Stands inside a form whose action may ask for a fresh proof of who sits there. Then it shows one more field, and the
 * rest of the form stays as it is; what the action says of it the form shows as it shows any refusal.
 */
export function StepUpField({ state }: { state: FormState<unknown> }) {
  const [asked, setAsked] = useState<StepUpAsk | null>(null);
  const password = useRef<HTMLDivElement>(null);
  const id = useId();
  // A form that was filled in wrong has not used the proof up: the field stays.
  const asks =
    state.status === "refused" ? (state.stepUp ?? null) : state.status === "invalid" ? asked : null;
  if (asks !== asked) setAsked(asks);
  useEffect(() => {
    const input = password.current?.querySelector("input");
    if (asks?.way !== "password" || !input) return;
    input.value = "";
    input.focus();
  }, [asks]);
  if (!asks) return null;
  if (asks.way === "code") {
    return <CodeField id={id} name={NAME} label={asks.label} hint={asks.hint} emptiedBy={asks} />;
  }
  if (asks.way === "password") {
    return (
      <div ref={password}>
        <TextInput
          id={id}
          name={NAME}
          type="password"
          label={asks.label}
          hint={asks.hint}
          autoComplete="current-password"
          autoCapitalize="none"
          spellCheck={false}
          required
          large
        />
      </div>
    );
  }
  return (
    <p>
      <a className="link" href={asks.href} target="_blank" rel="noopener">
        {asks.label}
      </a>
    </p>
  );
}
