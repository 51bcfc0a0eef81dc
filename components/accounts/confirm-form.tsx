"use client";

import type { ComponentProps } from "react";
import type { useActionForm } from "#components/ui/use-action-form.ts";
import { type Offered, SetUpSteps, type SetUpWords } from "./set-up-steps.tsx";
import { refusalOf, StepForm } from "./step-form.tsx";

type Handle = Pick<ReturnType<typeof useActionForm<unknown>>, "state" | "errorOf" | "form">;
type Props = Handle &
  Pick<ComponentProps<typeof StepForm>, "isSmall" | "children"> & { offered: Offered; words: SetUpWords };

/** The key of a new second factor into the app, and a code of it back. */
export function ConfirmForm({ state, errorOf, form, offered, words, isSmall = false, children }: Props) {
  return (
    <StepForm form={form} refusal={refusalOf(state)} words={words} isSmall={isSmall}>
      {children}
      <SetUpSteps
        offered={offered}
        words={words}
        error={errorOf("code")}
        emptiedBy={state.status === "refused" ? state : undefined}
      />
    </StepForm>
  );
}
