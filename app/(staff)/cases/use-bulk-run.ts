"use client";

import { useRef, useState, useTransition } from "react";
import { type FormState, lost } from "#components/ui/use-action-form.ts";
import { type Batch, runBulkAction, type Trial, tryBulkAction } from "./bulk-actions.ts";
import { type Asked, askedBy, sendBatches } from "./bulk-batches.ts";

type Done = { changed: number; failed: Batch["failed"]; gone: number; isOver: boolean; isStopped: boolean };
const NOTHING: Done = { changed: 0, failed: [], gone: 0, isOver: false, isStopped: false };

/** Counts first, then does batch by batch; between two batches it can be stopped, and what is done is done. */
export function useBulkRun() {
  const [trial, setTrial] = useState<FormState<Trial>>({ status: "idle" });
  const [state, setState] = useState<FormState<Batch>>({ status: "idle" });
  const [done, setDone] = useState<Done>(NOTHING);
  const [isCounting, startCounting] = useTransition();
  const [isRunning, startRunning] = useTransition();
  const stopped = useRef(false);
  const counts = useRef(0);
  const begun = useRef<Asked>(null);

  const count = (form: FormData) => {
    counts.current += 1;
    const mine = counts.current;
    setTrial({ status: "idle" });
    startCounting(async () => {
      const answer = await tryBulkAction({ status: "idle" }, form).catch(lost);
      // Another choice may have been counted meanwhile.
      if (mine === counts.current) setTrial(answer);
    });
  };

  /** What is being counted, or was, is not what is asked for now. */
  const forget = () => {
    counts.current += 1;
    setTrial({ status: "idle" });
  };

  const tell = (answer: FormState<Batch>) => {
    setState(answer);
    if (answer.status !== "done") return;
    const { changed, same, failed, next } = answer.value;
    setDone((before) => ({
      ...before,
      changed: before.changed + changed,
      failed: [...before.failed, ...failed],
      gone: before.gone + changed + same + failed.length,
      isOver: next === null,
    }));
  };

  const run = (typed: FormData) => {
    stopped.current = false;
    const asked = askedBy(typed, begun.current);
    begun.current = asked;
    startRunning(async () => {
      const send = (form: FormData) => runBulkAction({ status: "idle" }, form).catch(lost);
      if (await sendBatches(asked, { send, tell, isStopped: () => stopped.current }))
        setDone((before) => ({ ...before, isOver: true, isStopped: asked.after !== null }));
    });
  };

  const stop = () => {
    stopped.current = true;
  };
  return { trial, state, done, isCounting, isRunning, count, forget, run, stop };
}
