import Link from "next/link";
import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { Note } from "#components/ui/note.tsx";
import type { StartForm } from "#lib/features/reverifications/reading.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type Replaced = NonNullable<StartForm["replaces"]>;
export const isReplaceable = ({ isSettled, replacedBy }: Replaced): boolean =>
  !isSettled && replacedBy === null;

/** What is sent anew, or why it is not: told before anything is typed. */
export function Replacing({ old, t }: { old: Replaced; t: Translator<"reverifications"> }) {
  const number = numberOf(old.number);
  if (isReplaceable(old)) return <Note tone="doubt">{t("start.replaces", { number })}</Note>;
  const end = old.replacedBy ?? old;
  return (
    <Note tone="doubt">
      {t(old.replacedBy ? "start.replacedAlready" : "start.replacesSettled", { number })}{" "}
      <Link className="link" href={`/reverifications/${end.id}`}>
        {numberOf(end.number)}
      </Link>
    </Note>
  );
}
