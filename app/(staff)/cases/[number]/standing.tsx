import type { Given } from "#app/(staff)/cases/given.ts";
import { FourEyes } from "#components/ui/four-eyes.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { reasonWords } from "./case-timeline.tsx";
import { DECISION_GLYPH } from "./decision-glyph.ts";

type Props = { found: CaseWhole; given: Given };

/** In whose hands the case is, or what was decided, by whom and why. */
export function Standing({ found, given: { t, verdicts } }: Props) {
  const { status, decision, decidedBy, approvedBy, reasons, assignee, may } = found;
  if (decision && decidedBy) {
    const word = verdicts(`decision.${decision}`);
    const note = found.events.find(({ kind }) => kind === "decided")?.note;
    return (
      <div className="flex flex-col gap-2">
        <Verdict
          glyph={DECISION_GLYPH[decision]}
          size={20}
          word={<b className="text-base font-semibold">{word}</b>}
        />
        <p className="text-ink-2">
          {t("desk.decidedAs", { name: decidedBy.name, reasons: reasonWords(verdicts, reasons) })}
          {approvedBy ? `, ${t("desk.approvedBy", { name: approvedBy.name })}` : ""}
        </p>
        {note ? (
          <blockquote
            dir="auto"
            className="border-s-2 border-line-strong bg-surface px-3 py-2 break-words whitespace-pre-line"
          >
            {note}
          </blockquote>
        ) : null}
        {status === "awaiting_approval" ? <Awaiting found={found} t={t} /> : null}
      </div>
    );
  }
  if (status === "escalated") return <Says>{t("desk.escalated")}</Says>;
  if (status === "waiting")
    return <Says>{assignee ? t("desk.waits", { name: assignee.name }) : t("desk.waitsFree")}</Says>;
  if (!assignee) return <Says>{t("desk.free")}</Says>;
  const { name } = assignee;
  if (status === "open")
    return <Says>{found.isMine ? t("desk.reservedForMe") : t("desk.reserved", { name })}</Says>;
  if (found.isMine) return null;
  return <Says>{t(may.take ? "desk.idle" : "desk.held", { name })}</Says>;
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

/** What a decision goes through, before it is made. */
export function WhoDecides({ t }: { t: Given["t"] }) {
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
