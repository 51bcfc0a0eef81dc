import { Glyph, type GlyphName } from "#components/ui/glyph.tsx";
import { Note } from "#components/ui/note.tsx";
import type { EventStanding, ProofStep, StepState } from "#lib/features/audit/event-proof-rules.ts";
import type { WholeAuditEvent } from "#lib/features/audit/service.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

const STEP_GLYPHS = {
  good: "confirmed",
  soon: "not-finished",
  late: "second-look",
  open: "no-answer",
  bad: "refuted",
} as const satisfies Record<StepState, GlyphName>;

const STANDING_GLYPHS = {
  proved: "confirmed",
  soon: "not-finished",
  late: "second-look",
  open: "no-answer",
} as const satisfies Record<Exclude<EventStanding, "broken">, GlyphName>;

type Props = {
  event: Pick<WholeAuditEvent, "form" | "proof">;
  t: Translator<"audit">;
  format: Formatter;
};

/** What is known of one event in a sentence, then step by step: its content, its block, the signature, the copy. */
export function EventProof({ event: { form, proof }, t, format }: Props) {
  const { standing, steps } = proof;
  const words = t(`event.standing.${standing}`);
  return (
    <>
      {standing === "broken" ? (
        <Note role="alert" tone="refute" glyph="alert" title={words}>
          {t("event.brokenDo")}
        </Note>
      ) : (
        <p className="flex gap-2 font-medium">
          <span className="mt-0.5">
            <Glyph name={STANDING_GLYPHS[standing]} />
          </span>
          {words}
        </p>
      )}
      <ol className="flex flex-col gap-1.5" aria-label={t("event.steps")}>
        {steps.map((step) => (
          <li key={step.step} className={`flex gap-2 ${step.is === "bad" ? "text-refute" : "text-ink-2"}`}>
            <span className="mt-0.5">
              <Glyph name={STEP_GLYPHS[step.is]} />
            </span>
            <span className="min-w-0 break-words">{stepWords(step, { form, proof, t, format })}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

type Given = { form: number; proof: WholeAuditEvent["proof"]; t: Translator<"audit">; format: Formatter };

function stepWords(step: ProofStep, { form, proof: { block, copiedWith }, t, format }: Given): string {
  const number = block ? format.number(block.number) : "";
  switch (step.step) {
    case "content":
      return t(`event.step.content.${step.word}`, { form: String(form) });
    case "block":
      return t(`event.step.block.${step.word}`, {
        block: number,
        when: block ? `${format.date(block.sealedAt)}, ${format.exact(block.sealedAt)}` : "",
      });
    case "signature":
      return t(`event.step.signature.${step.word}`, { block: number, key: block?.keyId ?? "" });
    case "copy":
      return t(`event.step.copy.${step.word}`, {
        copy: copiedWith === null ? "" : format.number(copiedWith),
      });
  }
}
