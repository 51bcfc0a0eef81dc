import Link from "next/link";
import type { Given } from "#app/(staff)/cases/given.ts";
import { StateMark } from "#app/(staff)/reverifications/state-mark.tsx";
import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { Verdict } from "#components/verdict/verdict.tsx";
import {
  biometryWords,
  fraudWords,
  livenessWords,
  outcomeWords,
  type Words,
} from "#components/verdict/words.ts";
import type { Beside, SignalChange } from "#lib/features/cases/answers.ts";
import type { CaseAnswer } from "#lib/features/cases/lineage.ts";

type Props = { answers: readonly CaseAnswer[]; given: Given };

/** The 1:1s of the case, newest first, each with what it says otherwise than the one before it. */
export function Answers({ answers, given }: Props) {
  return (
    <ol className="flex flex-col gap-4">
      {answers.map((answer) => (
        <li key={answer.id} className="flex flex-col gap-2">
          <Head answer={answer} given={given} />
          <Changes answer={answer} given={given} />
        </li>
      ))}
    </ol>
  );
}

type One = { answer: CaseAnswer; given: Given };

function Head({ answer: { id, number, state, outcome, startedAt, startedBy }, given }: One) {
  const { t, verdicts, format, now } = given;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Link href={`/reverifications/${id}`} prefetch={false} className="link font-medium">
        {numberOf(number)}
      </Link>
      {state === "completed" && outcome ? (
        <Verdict glyph={outcomeWords(outcome).glyph} word={verdicts(outcomeWords(outcome).word)} />
      ) : (
        <StateMark state={state} verdicts={verdicts} />
      )}
      <span className="text-xs text-ink-3">
        {t("changes.by", { name: startedBy.name })}{" "}
        <time dateTime={startedAt.toISOString()} title={format.full(startedAt)}>
          {format.near(startedAt, now)}
        </time>
      </span>
    </div>
  );
}

function Changes({ answer: { number, beside, changes, state }, given }: One) {
  const { t } = given;
  if (!beside) {
    return <p className="text-ink-2">{t(state === "completed" ? "changes.first" : "changes.noAnswer")}</p>;
  }
  const earlier = besideWord(given, beside);
  const count = changes.filter(({ isChanged }) => isChanged).length;
  return (
    <>
      <p className={count > 0 ? "font-medium" : "text-ink-2"}>
        {count > 0 ? t("changes.count", { count, earlier }) : t("changes.nothing", { earlier })}
      </p>
      <table className="w-full table-fixed border-collapse text-start">
        <caption className="sr-only">{t("changes.caption", { earlier, now: numberOf(number) })}</caption>
        <thead>
          <tr className="border-b border-line-strong text-xs text-ink-2">
            <Column>{t("changes.signal")}</Column>
            <Column>{t("changes.earlier", { name: earlier })}</Column>
            <Column>{t("changes.now", { name: numberOf(number) })}</Column>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <Row key={change.signal} change={change} given={given} />
          ))}
        </tbody>
      </table>
    </>
  );
}

const besideWord = ({ t }: Given, beside: Beside): string =>
  beside.kind === "opening" ? t("changes.opening") : numberOf(beside.number);

const Column = ({ children }: { children: string }) => (
  <th scope="col" className="py-1 pe-3 text-start font-medium break-words">
    {children}
  </th>
);

/** As Unico calls them. */
const MEMBER = { fraudsters: "identityFraudsters", biometry: "biometryToken", liveness: "liveness" } as const;

function Row({ change, given: { t, verdicts } }: { change: SignalChange; given: Given }) {
  const [earlier, now] = wordsOf(change);
  const cell = ({ word }: Words, raw: string | null) => (
    <>
      {verdicts(word)} <span className="font-mono text-2xs text-ink-3">{raw ?? t("notSent")}</span>
    </>
  );
  return (
    <tr className="border-b border-line align-top">
      <th
        scope="row"
        className="py-1.5 pe-3 text-start font-mono text-2xs font-normal break-words text-ink-2"
      >
        {MEMBER[change.signal]}
      </th>
      <td className="py-1.5 pe-3 break-words text-ink-2">{cell(earlier, change.earlier.raw)}</td>
      <td className="py-1.5 break-words">
        {change.isChanged ? (
          <b className="font-medium">{cell(now, change.now.raw)}</b>
        ) : (
          cell(now, change.now.raw)
        )}
        <span className="block text-xs text-ink-3">
          {t(change.isChanged ? "changes.changed" : "changes.same")}
        </span>
      </td>
    </tr>
  );
}

function wordsOf(change: SignalChange): [Words, Words] {
  switch (change.signal) {
    case "fraudsters":
      return [
        fraudWords(change.earlier.value, change.earlier.raw),
        fraudWords(change.now.value, change.now.raw),
      ];
    case "biometry":
      return [biometryWords(change.earlier.value), biometryWords(change.now.value)];
    case "liveness":
      return [livenessWords(change.earlier.value), livenessWords(change.now.value)];
  }
}
