"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import type { RevealWords } from "./reveal.tsx";
import type { RevealFormProps } from "./reveal-form.tsx";

const RevealDialog = lazy(() =>
  import("./reveal-dialog.tsx").then((module) => ({ default: module.RevealDialog })),
);

export type RevealInRowsProps = Pick<RevealFormProps, "action" | "reasons"> & {
  what: Pick<RevealFormProps["what"], "field" | "place">;
  words: RevealWords;
};

/** The buttons of the rows are the table's own, drawn by the server; this one leaf hears all of them. */
export function RevealInRows({ what, words, ...form }: RevealInRowsProps) {
  const [asked, setAsked] = useState<{ record: string; title: string } | null>(null);
  const [wasShown, setWasShown] = useState(false);
  useEffect(() => {
    const onClick = ({ target }: MouseEvent) => {
      const button = target instanceof Element ? target.closest<HTMLElement>("button[data-reveal]") : null;
      const record = button?.dataset.reveal;
      if (!record) return;
      setWasShown(false);
      setAsked({ record, title: button.getAttribute("aria-label") ?? "" });
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, []);
  return (
    <>
      <span role="status" className="sr-only">
        {wasShown ? words.hidden : ""}
      </span>
      {asked ? (
        <Suspense fallback={null}>
          <RevealDialog
            {...form}
            what={{ ...what, record: asked.record }}
            title={asked.title}
            words={words}
            onClose={(shown) => {
              setAsked(null);
              setWasShown(shown);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
