import type { ComponentProps, ReactNode } from "react";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { FormState } from "#components/ui/use-action-form.ts";

export type StepWords = Record<"submit" | "submitting", string>;
type Props = {
  form: ComponentProps<"form">;
  /** Why it was refused, said over what was typed. */
  refusal: string | null;
  hidden?: Readonly<Record<string, string>>;
  words: StepWords;
  /** In the column of a page, beside other things; else the step is the page. */
  isSmall?: boolean;
  children?: ReactNode;
};

export const refusalOf = (state: FormState<unknown>): string | null =>
  state.status === "refused" ? state.message : null;

/** One step on the way in: what was refused, the fields, one button. */
export function StepForm({ form, refusal, hidden = {}, words, isSmall = false, children }: Props) {
  return (
    <form {...form} className={`flex flex-col gap-4 ${isSmall ? "max-w-90" : ""}`}>
      {refusal ? (
        <Note tone="refute" role="alert">
          {refusal}
        </Note>
      ) : null}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <SubmitButton {...(isSmall ? {} : LOOK)} busyLabel={words.submitting}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}

const LOOK = { variant: "primary", size: "l", block: true } as const;
