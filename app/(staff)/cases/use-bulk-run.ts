"use client";

import { useRef, useState, useTransition } from "react";
import { type FormState, lost } from "#components/ui/use-action-form.ts";
import { type Batch, runBulkAction, type Trial, tryBulkAction } from "./bulk-actions.ts";

type Done = { changed: number; failed: Batch["failed"]; gone: number; isOver: boolean; isStopped: boolean };
const NOTHING: Done = { changed: 0, failed: [], gone: 0, isOver: false, isStopped: false };

/** Counts first, then does batch by batch; between two batches it can be stopped, and what is done is done. */
export function useBulkRun() {
  const [trial, setTrial] = useState<FormState<Trial>>({ status: "idle" });
  const [state, setState] = useState<FormState<Batch>>({ status: "idle" });
  const [done, setDone] = useState<Done>(NOTHING);
  const [pending, startTransition] = useTransition();
  const stopped = useRef(false);
  const asked = useRef(0);

  const count = (form: FormData) => {
    asked.current += 1;
    const mine = asked.current;
    setTrial({ status: "idle" });
    startTransition(async () => {
      const answer = await tryBulkAction({ status: "idle" }, form).catch(lost);
      // Another choice may have been counted meanwhile.
      if (mine === asked.current) setTrial(answer);
    });
  };

  const run = (form: FormData) => {
    stopped.current = false;
    startTransition(async () => {
      let after: number | null = null;
      do {
        form.set("after", after === null ? "" : String(after));
        const answer = await runBulkAction({ status: "idle" }, form).catch(lost);
        setState(answer);
        if (answer.status !== "done") return;
        // It was taken: the next batches need none.
        form.delete("stepUp");
        const { changed, same, failed, next } = answer.value;
        after = next;
        setDone((before) => ({
          ...before,
          changed: before.changed + changed,
          failed: [...before.failed, ...failed],
          gone: before.gone + changed + same + failed.length,
          isOver: next === null,
        }));
      } while (after !== null && !stopped.current);
      setDone((before) => ({ ...before, isOver: true, isStopped: after !== null }));
    });
  };

  const stop = () => {
    stopped.current = true;
  };
  return { trial, state, done, pending, count, run, stop };
}
