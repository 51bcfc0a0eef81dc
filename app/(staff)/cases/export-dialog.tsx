"use client";

import { useEffect, useRef } from "react";
import { ExportForm, type ExportFormProps } from "#components/table/export-form.tsx";
import { Button } from "#components/ui/button.tsx";

type Props = {
  exporting: Omit<ExportFormProps, "keys"> & { close: string };
  /** The selected rows; none for all that match. */
  keys: readonly string[];
  onClose: () => void;
};

/** A file of the selected cases. */
export function ExportDialog({ exporting: { close, ...form }, keys, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="dialog" aria-label={form.words.title} onClose={onClose}>
      <ExportForm {...form} keys={keys} />
      <div className="flex justify-end px-4 pb-4">
        <Button onClick={() => dialog.current?.close()}>{close}</Button>
      </div>
    </dialog>
  );
}
