"use client";

import { useEffect, useRef, useState } from "react";
import { type Option, Select, TextInput } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { CaptureSettings } from "#lib/entry/environment.ts";
import { startReverificationAction } from "./actions.ts";
import type { ReferenceCard } from "./card.ts";
import { markSent, useFreshKey } from "./form-key.ts";
import { LivenessField } from "./liveness-field.tsx";
import { PictureField, SELFIE_ID } from "./picture-field.tsx";
import { ReferenceStep } from "./reference-step.tsx";
import { Refusal } from "./refusal.tsx";
import type { StartWords } from "./start-words.ts";
import { Step } from "./step.tsx";
import { useWhenReady } from "./when-ready.ts";

type Props = {
  /** Made by the server with the page: every send of this form carries the same. */
  idempotencyKey: string;
  caseNumber: number | null;
  /** The unknown one in whose place this one is sent. */
  replaces: string | null;
  /** Said while nothing would be sent. */
  stopped: string | null;
  sampleUrl: string | null;
  /** How a key that measures liveness captures; null with one that does not. */
  capture: CaptureSettings | null;
  referenceId: string;
  card: ReferenceCard | null;
  subsidiaries: readonly Option[];
  reasons: readonly Option[];
  words: StartWords;
};

const FORM = "start-reverification";
/** A longer body is refused by Next with an error page, before the server could put it into words. */
const MAX_SEND_BYTES = 1_900_000;

/** The three steps of one paid call, all in sight, in one form. */
export function StartForm({ idempotencyKey, referenceId, card, words, sampleUrl, capture, ...rest }: Props) {
  const { state, errorOf, form } = useActionForm(startReverificationAction);
  const [hasReference, setHasReference] = useState(referenceId !== "");
  useFreshKey(idempotencyKey);
  const [isOversize, setOversize] = useState(false);
  const ready = useRef<Promise<unknown>>(Promise.resolve());
  const refused = state.status === "refused" ? state : null;
  const refusedPicture = refused?.code.startsWith("picture_") ? refused.message : undefined;
  const refusedCapture = refused?.code.startsWith("capture_") ? refused : null;
  const pictureError = isOversize ? words.oversize : (refusedPicture ?? refusedCapture?.message);
  useEffect(() => {
    if (pictureError || refusedCapture) document.getElementById(SELFIE_ID)?.focus();
  }, [pictureError, refusedCapture]);
  const wrong =
    state.status === "invalid" && !isOversize ? Object.keys(state.fields) : pictureError ? ["selfie"] : [];
  const onSubmit = useWhenReady(ready, (event) => {
    const tooMuch = isOver(event.currentTarget);
    setOversize(tooMuch);
    if (tooMuch) return event.preventDefault();
    markSent(idempotencyKey);
    form.onSubmit(event);
  });
  return (
    <form {...form} id={FORM} onSubmit={onSubmit}>
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} autoComplete="off" />
      {rest.caseNumber ? <input type="hidden" name="caseNumber" value={rest.caseNumber} /> : null}
      {rest.replaces ? <input type="hidden" name="replaces" value={rest.replaces} /> : null}
      <ol className="max-w-216 pt-3">
        <Step number={1} title={words.reference} state={hasReference ? "done" : "now"}>
          <ReferenceStep
            initialId={referenceId}
            initialCard={card}
            error={errorOf("referenceId")}
            words={words.finder}
            onChosen={setHasReference}
          />
          <div className="max-w-80">
            <TextInput
              id="cpf"
              name="cpf"
              label={words.cpf}
              hint={words.cpfHint}
              error={errorOf("cpf")}
              inputMode="numeric"
              autoComplete="off"
              maxLength={20}
              mono
            />
          </div>
        </Step>
        <Step number={2} title={words.selfie} state={hasReference ? "now" : "next"}>
          {capture ? (
            <LivenessField
              capture={capture}
              words={words}
              sampleUrl={sampleUrl}
              ready={ready}
              refused={refusedCapture}
            />
          ) : (
            <PictureField
              error={pictureError ?? errorOf("selfie")}
              words={words.picture}
              sampleUrl={sampleUrl}
              ready={ready}
            />
          )}
          {capture ? null : (
            <p className="flex flex-wrap items-center gap-x-2">
              <Verdict glyph="no-answer" word={words.liveness} />
              <span className="text-ink-3">{words.livenessNone}</span>
            </p>
          )}
        </Step>
        <Step number={3} title={words.confirm}>
          <Confirm errorOf={errorOf} words={words} {...rest} />
          <Refusal state={state} wrong={wrong} words={words} isPicture={pictureError !== undefined} />
          {rest.stopped ? <Note tone="doubt">{rest.stopped}</Note> : null}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 pt-1">
            <SubmitButton variant="primary" size="l" kbd="Ctrl Enter" busyLabel={words.submitting}>
              {words.submit}
            </SubmitButton>
            <span className="text-ink-2">{words.paid}</span>
          </div>
        </Step>
      </ol>
    </form>
  );
}

function isOver(form: HTMLFormElement): boolean {
  const selfie = form.elements.namedItem("selfie");
  return selfie instanceof HTMLInputElement && (selfie.files?.[0]?.size ?? 0) > MAX_SEND_BYTES;
}

type ConfirmProps = Pick<Props, "subsidiaries" | "reasons" | "words"> & {
  errorOf: (name: string) => string | undefined;
};

function Confirm({ subsidiaries, reasons, words, errorOf }: ConfirmProps) {
  return (
    <div className="grid max-w-160 grid-cols-2 gap-4 phone:grid-cols-1">
      <Select
        id="subsidiaryId"
        name="subsidiaryId"
        label={words.subsidiary}
        options={subsidiaries}
        error={errorOf("subsidiaryId")}
      />
      <Select
        id="reason"
        name="reason"
        label={words.reason}
        options={reasons}
        error={errorOf("reason")}
        defaultValue="second_look"
      />
    </div>
  );
}
