"use client";

import { useEffect, useId, useRef, useState } from "react";
import { RevealForm } from "./reveal-form.tsx";
import type { RevealInRowsProps } from "./reveal-in-rows.tsx";
import { Revealed } from "./revealed.tsx";

type Props = Omit<RevealInRowsProps, "what"> & {
  what: RevealInRowsProps["what"] & { record: string };
  title: string;
  /** Whether the value had been shown. */
  onClose: (wasShown: boolean) => void;
};

/** Asks why, shows the value for two minutes and closes with it: the value lives here alone. */
export function RevealDialog({ title, words, onClose, ...form }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [titleId, formId] = [useId(), useId()];
  const [value, setValue] = useState<string | null>(null);
  const close = () => dialog.current?.close();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={titleId} onClose={() => onClose(value !== null)}>
      <div className="grid gap-3 p-5">
        <h2 id={titleId} className="text-lg font-semibold break-words">
          {title}
        </h2>
        {value === null ? (
          <RevealForm {...form} words={words} formId={formId} onValue={setValue} onCancel={close} />
        ) : (
          <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <Revealed value={value} words={words} onHide={close} onTimeUp={close} />
          </div>
        )}
        <span role="status" className="sr-only">
          {value === null ? "" : words.shown}
        </span>
      </div>
    </dialog>
  );
}
