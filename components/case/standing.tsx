import { Avatar } from "#components/ui/avatar.tsx";
import { PriorityBars, StatusGlyph } from "#components/ui/status-glyph.tsx";
import type { CaseStatus, Priority } from "#lib/features/cases/rules.ts";
import type { Translator } from "#lib/i18n/translator.ts";

const LEVEL = { low: 1, normal: 2, high: 3, urgent: 4 } as const satisfies Record<Priority, number>;
const BOX = "inline-flex max-w-full items-center gap-1.5 align-middle";

/** Glyph and word of a case's status. */
export const StatusWord = ({ status, word }: { status: CaseStatus; word: string }) => (
  <span className={BOX}>
    <StatusGlyph status={status} />
    <span className="truncate">{word}</span>
  </span>
);

/** Bars and word of a case's priority. */
export const PriorityWord = ({ priority, word }: { priority: Priority; word: string }) => (
  <span className={BOX}>
    <PriorityBars level={LEVEL[priority]} />
    {word}
  </span>
);

type HolderProps = {
  /** `words`: what they are called where it is shown. */
  holder: { name: string; words: string } | null;
  nobody: string;
};

/** Who has a case: oneself, a person, or nobody. */
export function Holder({ holder, nobody }: HolderProps) {
  if (!holder) return <span className="text-ink-3">{nobody}</span>;
  return (
    <span className={BOX}>
      <Avatar name={holder.name} size="s" />
      <span className="truncate">{holder.words}</span>
    </span>
  );
}

export const CaseStatusWord = ({ status, t }: { status: CaseStatus; t: Translator<"verdicts"> }) => (
  <StatusWord status={status} word={t(`status.${status}`)} />
);

/** Nothing where it is hidden. */
export const CasePriority = ({ priority, t }: { priority: Priority | null; t: Translator<"verdicts"> }) =>
  priority && <PriorityWord priority={priority} word={t(`priority.${priority}`)} />;

type AssigneeProps = {
  assignee: { id: string; name: string } | null;
  me: string;
  words: { me: string; nobody: string };
};

export const CaseAssignee = ({ assignee, me, words }: AssigneeProps) => (
  <Holder
    holder={assignee && { name: assignee.name, words: assignee.id === me ? words.me : assignee.name }}
    nobody={words.nobody}
  />
);
