import type { Given } from "#app/(staff)/cases/given.ts";
import { Revealable, type RevealOffer } from "#app/(staff)/revealable.tsx";
import { DockSection } from "#components/shell/page.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { FourEyes } from "#components/ui/four-eyes.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { DECISIONS, REASON_CODES } from "#lib/features/cases/rules.ts";
import { reasonWords } from "./case-timeline.tsx";
import { Desk } from "./desk.tsx";

type Props = { found: CaseWhole; given: Given; reveal?: RevealOffer };

const GLYPH = {
  confirmed_fraud: "refuted",
  false_positive: "confirmed",
  inconclusive: "second-look",
} as const;

/** Person over decision: who it is about, how the case stands, and what one may do. */
export function CaseDock({ found, given, reveal = null }: Props) {
  const { t, verdicts } = given;
  const { may } = found;
  return (
    <>
      <Person found={found} given={given} reveal={reveal} />
      {found.isMasked ? null : (
        <DockSection title={t("desk.decision")} titleId="decision" grow>
          <Standing found={found} given={given} />
          <Desk
            number={found.number}
            version={found.version}
            may={may}
            decisions={DECISIONS.map((value, place) => ({
              value,
              kbd: String(place + 1),
              label: verdicts(`decision.${value}`),
              glyph: GLYPH[value],
            }))}
            reasons={REASON_CODES.map((value) => ({ value, label: verdicts(`reason.${value}`) }))}
            words={deskWords(t, may)}
          >
            {may.decide ? <WhoDecides t={t} /> : null}
          </Desk>
        </DockSection>
      )}
    </>
  );
}

function Person({ found: { person, subsidiary }, given: { t }, reveal }: Props) {
  const unknown = <span className="text-ink-3">{t("desk.unknown")}</span>;
  return (
    <DockSection title={t("desk.person")} titleId="person">
      {person ? (
        <Facts>
          <Fact term={t("desk.name")}>{person.name ?? unknown}</Fact>
          <Fact term={t("desk.cpf")}>
            <Revealable field="cpf" offer={reveal}>
              <span className="font-mono">{person.cpf}</span>
            </Revealable>
          </Fact>
          <Fact term={t("desk.email")}>
            <Revealable field="email" offer={person.email ? reveal : null}>
              {person.email ?? unknown}
            </Revealable>
          </Fact>
          <Fact term={t("desk.phone")}>
            <Revealable field="phone" offer={person.phone ? reveal : null}>
              {person.phone ?? unknown}
            </Revealable>
          </Fact>
          <Fact term={t("desk.subsidiary")}>{subsidiary?.name ?? unknown}</Fact>
        </Facts>
      ) : (
        <p className="text-ink-2">{t("noPerson")}</p>
      )}
    </DockSection>
  );
}

/** In whose hands the case is, or what was decided, by whom and why. */
function Standing({ found, given: { t, verdicts } }: Props) {
  const { status, decision, decidedBy, approvedBy, reasons, assignee, may } = found;
  if (decision && decidedBy) {
    const word = verdicts(`decision.${decision}`);
    const note = found.events.find(({ kind }) => kind === "decided")?.note;
    return (
      <div className="flex flex-col gap-2">
        <Verdict glyph={GLYPH[decision]} size={20} word={<b className="text-base font-semibold">{word}</b>} />
        <p className="text-ink-2">
          {t("desk.decidedAs", { name: decidedBy.name, reasons: reasonWords(verdicts, reasons) })}
          {approvedBy ? `, ${t("desk.approvedBy", { name: approvedBy.name })}` : ""}
        </p>
        {note ? (
          <blockquote className="border-s-2 border-line-strong bg-surface px-3 py-2 break-words whitespace-pre-line">
            {note}
          </blockquote>
        ) : null}
        {status === "awaiting_approval" ? <Awaiting found={found} t={t} /> : null}
      </div>
    );
  }
  if (status === "waiting" || status === "escalated") return <Says>{t("desk.setAside")}</Says>;
  if (!assignee || status === "open") return <Says>{t("desk.free")}</Says>;
  if (found.isMine) return null;
  return <Says>{t(may.take ? "desk.idle" : "desk.held", { name: assignee.name })}</Says>;
}

const Says = ({ children }: { children: string }) => <p className="text-ink-2">{children}</p>;

function Awaiting({ found, t }: { found: CaseWhole; t: Given["t"] }) {
  const { isOwnDecision, may } = found;
  return (
    <>
      <FourEyes
        label={t("desk.fourEyes")}
        steps={[
          { label: t("desk.decided"), state: "done" },
          { label: t(may.approve ? "desk.youApprove" : "desk.secondApproves"), state: "now" },
          { label: t("desk.closed"), state: "next" },
        ]}
      />
      {isOwnDecision ? <Says>{t("desk.ownDecision")}</Says> : null}
    </>
  );
}

function WhoDecides({ t }: { t: Given["t"] }) {
  return (
    <div className="flex flex-col gap-2">
      <FourEyes
        label={t("desk.fourEyes")}
        steps={[
          { label: t("desk.youDecide"), state: "now" },
          { label: t("desk.secondApproves"), state: "next" },
          { label: t("desk.closed"), state: "next" },
        ]}
      />
      <p className="text-xs text-ink-2">{t("desk.fourEyesText")}</p>
    </div>
  );
}

const ACTS = ["take", "release", "decide", "approve", "send_back", "reopen", "note"] as const;
const DONE = [...ACTS, "decideAwaits"] as const;

function deskWords(t: Given["t"], may: CaseWhole["may"]) {
  const hint = may.decide
    ? t("desk.noteNeeded")
    : may.approve
      ? t("desk.noteForReview")
      : may.reopen
        ? t("desk.noteForReopen")
        : t("desk.noteHint");
  return {
    form: t("desk.formLabel"),
    decision: t("desk.decision"),
    reasons: t("desk.reasons"),
    reasonsHint: t("desk.reasonsHint"),
    note: t("desk.note"),
    hint,
    act: {
      take: t("desk.take"),
      release: t("desk.release"),
      decide: t("desk.save"),
      approve: t("desk.approve"),
      send_back: t("desk.sendBack"),
      reopen: t("desk.reopen"),
      note: t("desk.addNote"),
    },
    busy: Object.fromEntries(ACTS.map((act) => [act, t(`desk.busy.${act}`)])) as Record<
      (typeof ACTS)[number],
      string
    >,
    done: Object.fromEntries(DONE.map((act) => [act, t(`desk.done.${act}`)])) as Record<
      (typeof DONE)[number],
      string
    >,
  };
}
