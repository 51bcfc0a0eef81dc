import Link from "next/link";
import type { Given } from "#app/(staff)/cases/given.ts";
import { Revealable, type RevealOffer } from "#app/(staff)/revealable.tsx";
import { DockSection } from "#components/shell/page.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { DECISIONS, PRIORITIES, REASON_CODES } from "#lib/features/cases/rules.ts";
import { DECISION_GLYPH } from "./decision-glyph.ts";
import { Desk } from "./desk.tsx";
import { deskWords } from "./desk-words.ts";
import { KeepLease } from "./keep-lease.tsx";
import { Standing, WhoDecides } from "./standing.tsx";

type Props = {
  found: CaseWhole;
  given: Given;
  reveal?: RevealOffer;
  /** The way to who saw the person, for those who may read the log. */
  whoSaw?: { href: string; label: string } | null;
};

/** Person over decision: who it is about, how the case stands, and what one may do. */
export function CaseDock({ found, given, reveal = null, whoSaw = null }: Props) {
  const { t, verdicts } = given;
  const { may } = found;
  return (
    <>
      <Person found={found} given={given} reveal={reveal} whoSaw={whoSaw} />
      {found.isMasked ? null : (
        <DockSection title={t("desk.decision")} titleId="decision" grow>
          <Standing found={found} given={given} />
          {found.isMine && found.status === "in_review" ? <KeepLease number={found.number} /> : null}
          <Desk
            number={found.number}
            version={found.version}
            may={may}
            decisions={DECISIONS.map((value, place) => ({
              value,
              kbd: String(place + 1),
              label: verdicts(`decision.${value}`),
              glyph: DECISION_GLYPH[value],
            }))}
            reasons={REASON_CODES.map((value) => ({ value, label: verdicts(`reason.${value}`) }))}
            workers={found.workers}
            colleagues={found.colleagues}
            priority={found.priority}
            priorities={PRIORITIES.map((value) => ({ value, label: verdicts(`priority.${value}`) }))}
            words={deskWords(t, found)}
          >
            {may.decide ? <WhoDecides t={t} /> : null}
          </Desk>
        </DockSection>
      )}
    </>
  );
}

function Person({ found: { person, subsidiary }, given: { t }, reveal, whoSaw }: Props) {
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
      {whoSaw ? (
        <Link
          href={whoSaw.href}
          prefetch={false}
          className="link inline-flex min-h-6 items-center self-start text-xs"
        >
          {whoSaw.label}
        </Link>
      ) : null}
    </DockSection>
  );
}
