"use client";

import { useEffect, useEffectEvent, useId, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import type { FormState } from "#components/ui/use-action-form.ts";
import type { BulkAct } from "#lib/features/cases/bulk-schema.ts";
import { BulkChoice, type ChoiceWords, type Option } from "./bulk-choice.tsx";
import { useBulkRun } from "./use-bulk-run.ts";

/** Acts that ask for one of several. */
type Chosen = Exclude<BulkAct, "take">;
export type BulkChoices = Record<Chosen, readonly Option[]>;
export type BulkWords = Record<
  "counting" | "busy" | "cancel" | "close" | "stop" | "changed" | "failed" | "stopped",
  string
> & { title: Record<BulkAct, string>; choice: Record<Chosen, ChoiceWords> };
/** What the choice is sent as. */
const FIELD = { assign: "assignee", prioritise: "priority", tag: "tag" } as const satisfies Record<
  Chosen,
  string
>;
type Props = {
  act: BulkAct;
  /** The id that the whole run is told under. */
  run: string;
  /** Without a filter it is the numbers; with one, all that its address finds. */
  selected: { numbers: readonly string[]; state: string | null };
  choices: BulkChoices;
  words: BulkWords;
  onClose: (hasRun: boolean) => void;
};

/** Says what it will change before it does, then what became of each case. */
export function BulkDialog({ act, run: runId, selected, choices, words, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const { trial, state, done, isCounting, isRunning, count, forget, run, stop } = useBulkRun();
  const counted = trial.status === "done" ? trial.value : null;
  const hasBegun = done.gone > 0 || done.isOver;
  const countAtOnce = useEffectEvent(() => {
    if (act === "take" && form.current) count(new FormData(form.current));
  });
  useEffect(() => {
    dialog.current?.showModal();
    countAtOnce();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onClose={() => {
        stop();
        // What is under way changes something; what is being counted does not.
        onClose(hasBegun || isRunning);
      }}
    >
      <form
        ref={form}
        className="grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isCounting && !isRunning) run(new FormData(event.currentTarget));
        }}
      >
        <h2 id={id} className="text-lg font-semibold">
          {words.title[act]}
        </h2>
        <Asked act={act} run={runId} selected={selected} until={counted?.until ?? null} />
        {act === "take" || hasBegun ? null : (
          <BulkChoice
            name={FIELD[act]}
            options={choices[act]}
            words={words.choice[act]}
            onForget={forget}
            onChosen={(chosen) => count(new FormData(chosen))}
          />
        )}
        <div role="status" className="grid gap-1">
          {hasBegun ? (
            <>
              <progress
                aria-labelledby={id}
                className="w-full"
                value={done.gone}
                max={Math.max(counted?.total ?? 0, done.gone)}
              />
              <p>
                {words.changed} {done.changed}
              </p>
              {done.failed.length > 0 ? (
                <p>
                  {words.failed} {done.failed.length}
                </p>
              ) : null}
              {done.isStopped ? <p>{words.stopped}</p> : null}
            </>
          ) : (
            (counted?.sentences.map((sentence) => <p key={sentence}>{sentence}</p>) ??
            (isCounting ? <p className="text-ink-2">{words.counting}</p> : null))
          )}
        </div>
        {done.failed.length > 0 ? (
          <ul className="max-h-48 overflow-y-auto border-t border-line pt-2">
            {done.failed.map(({ number, why }) => (
              <li key={number}>
                <b className="font-medium">{number}</b> {why}
              </li>
            ))}
          </ul>
        ) : null}
        {[state, trial].flatMap(wordsOf).map(({ tone, said }) => (
          <Note key={said} tone={tone} role="alert">
            {said}
          </Note>
        ))}
        <StepUpField state={state} />
        <div className="flex flex-wrap justify-end gap-2">
          {isRunning && hasBegun ? (
            <Button onClick={stop}>{words.stop}</Button>
          ) : (
            <Button onClick={() => dialog.current?.close()}>{hasBegun ? words.close : words.cancel}</Button>
          )}
          {hasBegun && state.status === "done" ? null : (
            <Button
              type="submit"
              variant="primary"
              disabled={!counted || counted.changes === 0}
              aria-busy={isCounting || isRunning || undefined}
            >
              {counted?.go ?? words.busy}
            </Button>
          )}
        </div>
      </form>
    </dialog>
  );
}

/** Why nothing came of it. */
function wordsOf(state: FormState<unknown>): { tone: "doubt" | "refute"; said: string }[] {
  if (state.status === "refused") return [{ tone: state.stepUp ? "doubt" : "refute", said: state.message }];
  if (state.status !== "invalid") return [];
  return [...new Set(Object.values(state.fields))].map((said) => ({ tone: "refute", said }));
}

type AskedProps = Pick<Props, "act" | "run" | "selected"> & { until: number | null };

function Asked({ act, run, selected: { numbers, state }, until }: AskedProps) {
  return (
    <>
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="run" value={run} />
      {state === null ? (
        numbers.map((number) => <input key={number} type="hidden" name="numbers" value={number} />)
      ) : (
        <>
          <input type="hidden" name="all" value="on" />
          <input type="hidden" name="state" value={state} />
          <input type="hidden" name="until" value={until ?? ""} />
        </>
      )}
    </>
  );
}
