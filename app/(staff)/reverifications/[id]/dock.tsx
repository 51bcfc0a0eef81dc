import Link from "next/link";
import { Revealable, type RevealOffer } from "#app/(staff)/revealable.tsx";
import { numberOf, stateGlyph } from "#app/(staff)/reverifications/words.ts";
import { FlagForm } from "#components/case/flag-form.tsx";
import { DockSection } from "#components/shell/page.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { Glyph } from "#components/ui/glyph.tsx";
import { outcomeWords } from "#components/verdict/words.ts";
import type { ReverificationRow } from "#lib/features/reverifications/reading.ts";
import { shortId } from "#lib/format.ts";
import { flagReverificationAction } from "./actions.ts";
import { isWaiting, type PartProps } from "./parts.ts";

type Props = PartProps & { copy: string; copied: string; reveal?: RevealOffer };

/** Whose it is, what Unico said to the letter, and what else used the same reference. */
export function ResultDock(props: Props) {
  const { found, t } = props;
  return (
    <>
      <Person {...props} />
      <DockSection title={t("exactAnswer")} titleId="exact-answer">
        <ExactAnswer {...props} />
      </DockSection>
      <DockSection title={t("sameReference")} titleId="same-reference">
        <SameReference {...props} />
      </DockSection>
      {found.mayFlag ? (
        <DockSection title={t("flag")} titleId="flag">
          <FlagForm
            action={flagReverificationAction}
            what={{ name: "reverificationId", id: found.id }}
            words={{
              note: t("flagNote"),
              hint: t("flagHint"),
              flag: t("flag"),
              flagging: t("flagging"),
              done: t("flagged"),
            }}
          />
        </DockSection>
      ) : null}
    </>
  );
}

function Person({ found, t, reveal }: Props) {
  const { person, subsidiary } = found;
  return (
    <DockSection title={t("person")} titleId="person">
      <Facts>
        <Fact term={t("fact.name")}>{person?.name ?? t("none.person")}</Fact>
        <Fact term="CPF">
          <Revealable field="cpf" offer={person ? reveal : null}>
            {person ? <span className="font-mono">{person.cpf}</span> : t("start.noCpf")}
          </Revealable>
        </Fact>
        <Fact term={t("fact.reference")} title={found.reference.id}>
          <span className="font-mono text-xs">{shortId(found.reference.id)}</span>
        </Fact>
        <Fact term={t("fact.subsidiary")}>{subsidiary?.name ?? t("none.subsidiary")}</Fact>
        <Fact term={t("fact.reason")}>{t(`reasonName.${found.reason}`)}</Fact>
      </Facts>
    </DockSection>
  );
}

function ExactAnswer({ found, t, copy, copied }: Props) {
  const { answer } = found;
  if (!answer) return <p className="text-ink-2">{t(isWaiting(found) ? "noAnswerYet" : "noAnswerKept")}</p>;
  return (
    <>
      <pre className="max-h-80 overflow-auto rounded-sm bg-sunken p-3 font-mono text-xs whitespace-pre-wrap break-words">
        {answer.pretty}
      </pre>
      <div>
        <CopyButton text={answer.text} label={copy} copiedLabel={copied} />
      </div>
      <p className="text-xs text-ink-3">
        {t("keptAsReceived")} <span className="font-mono text-2xs break-all">{answer.sha256}</span>
      </p>
    </>
  );
}

function SameReference({ found, t, verdicts, format }: PartProps) {
  if (found.sameReference.length === 0) return <p className="text-ink-2">{t("sameNone")}</p>;
  const glyphOf = ({ state, outcome }: ReverificationRow) => {
    const glyph = stateGlyph(state);
    if (state === "completed" && outcome) return outcomeWords(outcome).glyph;
    return glyph === "closed" ? "no-answer" : glyph;
  };
  const wordOf = ({ state, outcome }: ReverificationRow) =>
    verdicts(state === "completed" && outcome ? outcomeWords(outcome).word : `reverification.${state}`);
  return (
    <ul>
      {found.sameReference.map((row) => (
        <li
          key={row.id}
          className="grid min-h-7 grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-2 phone:min-h-10"
        >
          <Glyph name={glyphOf(row)} />
          <span>
            <Link className="link" href={`/reverifications/${row.id}`}>
              {numberOf(row.number)}
            </Link>
            , {wordOf(row)}
          </span>
          <time
            className="text-ink-3"
            dateTime={row.startedAt.toISOString()}
            title={format.full(row.startedAt)}
          >
            {format.date(row.startedAt)}
          </time>
        </li>
      ))}
    </ul>
  );
}
