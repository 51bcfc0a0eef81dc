import type { Metadata } from "next";
import { z } from "zod";
import { Page } from "#components/shell/page.tsx";
import { Note } from "#components/ui/note.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { orNotFound, pageContext, pageWords } from "#lib/entry/page.ts";
import { readTriage } from "#lib/features/triage/service.ts";
import { type Params, readAddress, whole } from "#lib/table/address.ts";
import { formWords } from "./form-words.ts";
import type { Given, Triage } from "./given.ts";
import { sentenceOf, titleOf } from "./sentence.ts";
import { blankSlot, optionsOf, slotsOf } from "./slots.ts";
import { TriageForm } from "./triage-form.tsx";
import { Versions } from "./versions.tsx";

const address = z.object({ before: whole(), saved: whole() });

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("triage")("title") };
}

/** The rules that open cases, to be changed by a manager; what a change would have done; every version before. */
export default async function TriagePage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words, format, locale } = await pageContext("triage:edit");
  const { filter } = readAddress(address, await searchParams);
  const triage = await orNotFound(ctx, readTriage(ctx, { before: filter.before ?? null }));
  const { inForce, subsidiaries, isLimited } = triage;
  const t = words("triage");
  const given: Given = {
    t,
    cases: words("cases"),
    verdicts: words("verdicts"),
    format,
    locale,
    subsidiaries,
  };
  return (
    <Page>
      <PageHead title={t("title")} />
      <div className="flex max-w-160 flex-col gap-6 border-t border-line p-6 phone:p-4">
        {filter.saved === inForce.number ? (
          <Note tone="confirm" role="status">
            {t("saved", { number: String(inForce.number) })}
          </Note>
        ) : null}
        <p className="text-ink-2">
          {t("text")} {inForceWords(inForce, given)}
        </p>
        {isLimited ? (
          <ReadOnly rules={inForce.rules} given={given} />
        ) : (
          <TriageForm
            // Drawn anew from what was saved.
            key={inForce.number}
            version={inForce.number}
            slots={slotsOf(inForce.rules, given)}
            blank={blankSlot(given)}
            options={optionsOf(given)}
            words={formWords(t, inForce.number + 1, given)}
          />
        )}
        <Versions triage={triage} isFirstPage={filter.before === undefined} given={given} />
      </div>
    </Page>
  );
}

type InForce = Triage["inForce"];

function inForceWords({ number, createdBy, createdAt }: InForce, { t, format }: Given): string {
  const version = { number: String(number) };
  return createdBy
    ? t("inForceSince", { ...version, name: createdBy.name, when: format.dateTime(createdAt) })
    : t("inForce", version);
}

/** For a manager of some branches: the rules as they are, and who may change them. */
function ReadOnly({ rules, given }: { rules: InForce["rules"]; given: Given }) {
  return (
    <>
      <Note>{given.t("limited")}</Note>
      <ol aria-label={given.t("rules")} className="list-decimal border-t border-line ps-6">
        {rules.map((rule) => (
          <li key={rule.key} className="border-b border-line py-2.5">
            <b className="font-medium">{titleOf(rule, given)}</b>
            {rule.isOn ? ": " : ` (${given.t("off")}): `}
            {sentenceOf(rule, given)}
          </li>
        ))}
      </ol>
    </>
  );
}
