"use client";

import Link from "next/link";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { FormState } from "#components/ui/use-action-form.ts";
import type { StartWords } from "./start-words.ts";

type Props = {
  state: FormState<unknown>;
  wrong: readonly string[];
  isPicture: boolean;
  words: StartWords;
};

/** Says that nothing happened, and where to look; each field says by itself what is wrong with it. */
export function Refusal({ state, wrong, isPicture, words }: Props) {
  const labels: Record<string, string> = {
    referenceId: words.finder.label,
    cpf: words.cpf,
    selfie: words.selfie,
    subsidiaryId: words.subsidiary,
    reason: words.reason,
  };
  if (wrong.length > 0) {
    const names = wrong.map((name) => labels[name] ?? name).join(", ");
    const isSaidAtFields = wrong.every((name) => Object.hasOwn(labels, name));
    return (
      <Note tone="refute" role={isSaidAtFields ? undefined : "alert"}>
        {words.check.replace("{names}", names)}
      </Note>
    );
  }
  if (state.status !== "refused" || isPicture) return null;
  const { about, code, message } = state;
  return (
    <Note
      tone={code === "duplicate" ? "doubt" : "refute"}
      role="alert"
      actions={
        about && code === "duplicate" ? (
          // Sends the same form, and with it the one that the person has seen named.
          <SubmitButton name="confirmedDuplicateOf" value={about.id} busyLabel={words.submitting}>
            {words.sendAnyway}
          </SubmitButton>
        ) : null
      }
    >
      <p>{message}</p>
      {about ? (
        <Link className="link" href={about.href}>
          {about.label}
        </Link>
      ) : null}
    </Note>
  );
}
