"use client";

import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";

type Props = {
  label: string;
  autoComplete: "current-password" | "new-password";
  hint?: string | undefined;
  error?: string | undefined;
  words: { show: string; hide: string };
};

/** A password that its owner may look at. The toggle's name leaves the word "password" to the field alone. */
export function PasswordInput({ label, autoComplete, hint, error, words }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <Field id="password" label={label} hint={hint} error={error}>
      <div className="relative">
        <input
          id="password"
          name="password"
          type={shown ? "text" : "password"}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          required
          className="control control-l pe-11"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "password-error" : hint ? "password-hint" : undefined}
        />
        <button
          type="button"
          className="btn-icon absolute end-1 top-1/2 -translate-y-1/2 text-ink-2"
          aria-label={shown ? words.hide : words.show}
          aria-controls="password"
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? "eye-off" : "eye"} />
        </button>
      </div>
    </Field>
  );
}
