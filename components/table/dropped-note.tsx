import { Note } from "#components/ui/note.tsx";
import type { Translator } from "#lib/i18n/translator.ts";

type Props = { names: readonly string[]; t: Translator<"table">; className?: string };

/** What of a list's address made no sense and was left out. */
export const DroppedNote = ({ names, t, className = "pt-2" }: Props) =>
  names.length > 0 ? (
    <div className={`px-6 phone:px-4 ${className}`}>
      <Note tone="doubt" role="status">
        {t("nonsense", { count: names.length, names: names.join(", ") })}
      </Note>
    </div>
  ) : null;
