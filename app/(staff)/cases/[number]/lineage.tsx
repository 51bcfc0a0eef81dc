import Link from "next/link";
import type { ReactNode } from "react";
import { caseHref, type Given } from "#app/(staff)/cases/given.ts";
import { StateMark } from "#app/(staff)/reverifications/state-mark.tsx";
import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { Verdict } from "#components/verdict/verdict.tsx";
import { outcomeWords } from "#components/verdict/words.ts";
import type { Lineage as Found } from "#lib/features/cases/lineage.ts";
import { shortId } from "#lib/format.ts";
import { hrefOf } from "#lib/table/address.ts";

type Props = { lineage: Found; number: number; given: Given };

const REFERENCES = "/references";
const REVERIFICATIONS = "/reverifications";

/** What the reference came from, the reference, and what was compared with it: a list in a list in a list. */
export function Lineage({ lineage, number, given }: Props) {
  const origins = originsOf(lineage, given);
  return (
    <ul className="flex flex-col gap-1">
      {origins.map(({ key, node }, place) => (
        <li key={key}>
          {node}
          {place === origins.length - 1 ? (
            <ul className={`${UNDER} pt-1`}>
              <li>
                <Reference lineage={lineage} given={given} />
                <Children lineage={lineage} number={number} given={given} />
              </li>
            </ul>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function originsOf({ processes, source }: Found, given: Given): { key: string; node: ReactNode }[] {
  const { t } = given;
  const origins = processes.map(({ id, lastSeenAt }) => ({
    key: id,
    node: (
      <>
        <Way href={`/processes/${id}`}>{t("lineage.process")}</Way>{" "}
        <span className="font-mono text-xs">{shortId(id)}</span> <At at={lastSeenAt} given={given} />
      </>
    ),
  }));
  if (source) {
    const node = (
      <>
        <Way href={`${REVERIFICATIONS}/${source.id}`}>
          {t("lineage.source", { number: numberOf(source.number) })}
        </Way>{" "}
        <At at={source.startedAt} given={given} />
      </>
    );
    return [{ key: source.id, node }, ...origins];
  }
  if (origins.length > 0) return origins;
  return [{ key: "nobody", node: <span className="text-ink-2">{t("lineage.nobody")}</span> }];
}

function Reference({ lineage: { reference, referenceId }, given }: Omit<Props, "number">) {
  const { t, format, now } = given;
  if (!reference) {
    return (
      <>
        {t("lineage.reference")} <span className="font-mono text-xs">{shortId(referenceId)}</span>{" "}
        <span className="text-xs text-ink-3">{t("lineage.elsewhere")}</span>
      </>
    );
  }
  const { id, origin, enrolledAt } = reference;
  const enrolled = enrolledAt ? `, ${t("lineage.enrolled", { day: format.near(enrolledAt, now) })}` : "";
  return (
    <>
      {t("lineage.reference")} <Way href={hrefOf(REFERENCES, { q: id })}>{shortId(id)}</Way>{" "}
      <span className="text-xs text-ink-3">
        {t(`lineage.origin.${origin}`)}
        {enrolled}
      </span>
    </>
  );
}

const UNDER = "ms-2 flex flex-col gap-1 border-s border-line-strong ps-4";

function Children({ lineage: { referenceId, children, more }, number, given }: Props) {
  const { t, verdicts } = given;
  if (children.length === 0) return <p className="text-ink-2">{t("lineage.none")}</p>;
  return (
    <ul className={`${UNDER} pt-1`}>
      {children.map(({ id, number: own, startedAt, state, outcome, opened: [opened] }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-2">
          <Way href={`${REVERIFICATIONS}/${id}`}>{numberOf(own)}</Way>
          {state === "completed" && outcome ? (
            <Verdict glyph={outcomeWords(outcome).glyph} word={verdicts(outcomeWords(outcome).word)} />
          ) : (
            <StateMark state={state} verdicts={verdicts} />
          )}
          {opened ? (
            <span className="text-xs">
              {opened.number === number ? (
                <span className="text-ink-3">{t("lineage.thisCase")}</span>
              ) : (
                <Way href={caseHref(opened.number)}>
                  {t("lineage.ofCase", { number: String(opened.number) })}
                </Way>
              )}
            </span>
          ) : null}
          <At at={startedAt} given={given} />
        </li>
      ))}
      {more > 0 ? (
        <li>
          <Way href={hrefOf(REVERIFICATIONS, { q: referenceId })}>{t("lineage.more", { count: more })}</Way>
        </li>
      ) : null}
    </ul>
  );
}

// No prefetch: looking at any of these is written to the audit log.
const Way = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link href={href} prefetch={false} className="link">
    {children}
  </Link>
);

const At = ({ at, given: { format, now } }: { at: Date; given: Given }) => (
  <time dateTime={at.toISOString()} title={format.full(at)} className="text-xs whitespace-nowrap text-ink-3">
    {format.near(at, now)}
  </time>
);
