"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { RevealForm, type RevealFormProps } from "./reveal-form.tsx";
import { Revealed, type RevealedWords } from "./revealed.tsx";

export type RevealWords = RevealFormProps["words"] & RevealedWords & { shown: string; hidden: string };
type Props = Omit<RevealFormProps, "words" | "onValue" | "onCancel" | "formId"> & {
  masked: ReactNode;
  words: RevealWords;
};

type Standing = { is: "masked"; wasShown: boolean } | { is: "asking" } | { is: "shown"; value: string };

/**
 * A masked value that asks for a reason in its place, shows the value for two minutes and masks it again. The value
 * lives in this component alone: not in the address, not in the browser's storage, and not in what the page sent.
 */
export function Reveal({ masked, words, ...form }: Props) {
  const [standing, setStanding] = useState<Standing>({ is: "masked", wasShown: false });
  const formId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = standing.is === "asking";
  const mask = (wasShown: boolean) => {
    setStanding({ is: "masked", wasShown });
    // The button that had the focus is gone with the form.
    requestAnimationFrame(() => button.current?.focus({ preventScroll: true }));
  };
  return (
    <div className="flex min-w-0 grow flex-wrap items-baseline gap-x-2 gap-y-1">
      {standing.is === "shown" ? (
        <Revealed
          value={standing.value}
          words={words}
          onHide={() => mask(true)}
          onTimeUp={() => setStanding({ is: "masked", wasShown: true })}
        />
      ) : (
        <>
          <span className="min-w-0 break-all">{masked}</span>
          {isOpen ? null : (
            <Button ref={button} size="s" variant="quiet" onClick={() => setStanding({ is: "asking" })}>
              {words.reveal}
            </Button>
          )}
        </>
      )}
      <span role="status" className="sr-only">
        {standing.is === "shown"
          ? words.shown
          : standing.is === "masked" && standing.wasShown
            ? words.hidden
            : ""}
      </span>
      {isOpen ? (
        <RevealForm
          {...form}
          words={words}
          formId={formId}
          onValue={(value) => setStanding({ is: "shown", value })}
          onCancel={() => mask(false)}
        />
      ) : null}
    </div>
  );
}
