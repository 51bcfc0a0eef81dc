import Link from "next/link";
import { Note } from "#components/ui/note.tsx";
import { pageContext } from "#lib/entry/page.ts";
import type { ShownImport } from "#lib/features/references/import-reading.ts";
import {
  type FileProblem,
  MOST_BYTES,
  MOST_COLUMNS,
  MOST_LINES,
} from "#lib/features/references/import-schema.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

const MEGABYTE = 1_048_576;

/** What became of the file, in a sentence that is announced. */
export async function ImportTold({ found }: { found: ShownImport }) {
  const { words, format } = await pageContext("reference:import");
  const t = words("imports");
  const isBad = found.state === "refused" || found.state === "interrupted";
  const tone = isBad ? "refute" : found.finishedAt ? "confirm" : "accent";
  return (
    <>
      <Note
        tone={tone}
        role={isBad ? "alert" : "status"}
        title={t(`state.${found.state}`)}
        actions={
          found.earlierId ? (
            <Link href={`/references/import/${found.earlierId}`} prefetch={false} className="link">
              {t("told.earlier")}
            </Link>
          ) : null
        }
      >
        {sentenceOf(t, format, found)}
      </Note>
      {found.disputedCount > 0 ? (
        <Note
          tone="doubt"
          actions={
            <Link href="/references?contradiction=several_people" prefetch={false} className="link">
              {t("told.showDisputed")}
            </Link>
          }
        >
          {t("told.disputed", { count: found.disputedCount })}
        </Note>
      ) : null}
    </>
  );
}

function sentenceOf(t: Translator<"imports">, format: Formatter, found: ShownImport): string {
  const { state, problem, problemLine } = found;
  switch (state) {
    case "reading":
      return t("told.reading", { lines: found.lineCount });
    case "ready":
      return t("told.ready", { right: found.rightCount });
    case "done":
      return found.addedCount + found.changedCount + found.disputedCount === 0
        ? t("told.doneNothing")
        : t("told.done", { added: found.addedCount });
    case "refused": {
      if (!problem) return t(found.rightCount > 0 ? "told.refusedAll" : "told.refusedNone");
      const words = problemWords(t, format, problem);
      return problemLine ? t("told.atLine", { line: String(problemLine), problem: words }) : words;
    }
    case "same":
    case "interrupted":
      return t(`told.${state}`);
  }
}

function problemWords(t: Translator<"imports">, format: Formatter, problem: FileProblem): string {
  switch (problem) {
    case "too_large":
      return t("problem.too_large", { most: String(MOST_BYTES / MEGABYTE) });
    case "too_many_columns":
      return t("problem.too_many_columns", { most: format.number(MOST_COLUMNS) });
    case "too_many_lines":
      return t("problem.too_many_lines", { most: format.number(MOST_LINES) });
    default:
      return t(`problem.${problem}`);
  }
}
