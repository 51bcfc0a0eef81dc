import Link from "next/link";
import { Icon } from "#components/ui/icon.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { hrefOf } from "#lib/table/address.ts";
import { type Given, TRIAGE_PATH, type Triage } from "./given.ts";
import { RetakeForm } from "./retake-form.tsx";
import { sentenceOf, titleOf } from "./sentence.ts";

type Props = { triage: Triage; isFirstPage: boolean; given: Given };

/** Every version with who made it and why, newest first; the rules of any of them can be taken up again. */
export function Versions({ triage, isFirstPage, given }: Props) {
  const { t } = given;
  const { inForce, versions, hasOlder, isLimited } = triage;
  const last = versions.at(-1);
  return (
    <section aria-labelledby="versions" className="flex flex-col gap-2">
      <h2 id="versions" className="text-base font-semibold">
        {t("versions.title")}
      </h2>
      <ol reversed className="border-t border-line">
        {versions.map((version) => (
          <li key={version.number} className="border-b border-line">
            <Version
              version={version}
              after={isLimited || version.number === inForce.number ? null : inForce.number}
              isInForce={version.number === inForce.number}
              given={given}
            />
          </li>
        ))}
      </ol>
      <p className="flex gap-4">
        {isFirstPage ? null : (
          <Link href={TRIAGE_PATH} prefetch={false} className="link">
            {t("versions.newest")}
          </Link>
        )}
        {hasOlder && last ? (
          <Link href={hrefOf(TRIAGE_PATH, { before: last.number })} prefetch={false} className="link">
            {t("versions.older")}
          </Link>
        ) : null}
      </p>
    </section>
  );
}

type VersionProps = {
  version: Triage["versions"][number];
  /** The version that another would follow; null where this one cannot be taken up. */
  after: number | null;
  isInForce: boolean;
  given: Given;
};

function Version({ version, after, isInForce, given }: VersionProps) {
  const { t, format } = given;
  const { number, rules, note, createdBy, createdAt, takenFrom } = version;
  const facts = [
    createdBy
      ? t("versions.by", { name: createdBy.name, when: format.dateTime(createdAt) })
      : t("versions.shipped"),
    t("versions.count", { count: rules.length }),
    ...(takenFrom === null ? [] : [t("versions.takenFrom", { number: String(takenFrom) })]),
  ];
  return (
    <details className="group">
      <summary className="flex min-h-10 cursor-pointer list-none items-start gap-2.5 py-2 hover:bg-hover">
        <span className="flex min-w-0 grow flex-col wrap-anywhere">
          <span className="flex flex-wrap items-center gap-2 font-medium">
            {t("versions.version", { number: String(number) })}
            {isInForce ? <Tag>{t("versions.inForce")}</Tag> : null}
          </span>
          <span className="text-ink-2">{facts.join("; ")}</span>
          {note ? <q className="text-ink-2">{note}</q> : null}
        </span>
        <Icon name="chevron-down" className="mt-0.5 flex-none group-open:rotate-180" />
      </summary>
      <ol className="list-decimal ps-6 pb-3">
        {rules.map((rule) => (
          <li key={rule.key} className="py-1 wrap-anywhere">
            <b className="font-medium">{titleOf(rule, given)}</b>
            {rule.isOn ? ": " : ` (${t("off")}): `}
            {sentenceOf(rule, given)}
          </li>
        ))}
      </ol>
      {after === null ? null : (
        <RetakeForm
          number={number}
          after={after}
          words={{
            why: t("field.why"),
            retake: t("versions.retake"),
            label: t("versions.retakeLabel", { number: String(number) }),
            busy: t("versions.retaking"),
          }}
        />
      )}
    </details>
  );
}
