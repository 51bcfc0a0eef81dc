import { Avatar } from "#components/ui/avatar.tsx";
import { PriorityBars, StatusGlyph } from "#components/ui/status-glyph.tsx";
import type { CaseStatus, Priority } from "#lib/features/cases/rules.ts";
import type { Translator } from "#lib/i18n/translator.ts";

const LEVEL = { low: 1, normal: 2, high: 3, urgent: 4 } as const satisfies Record<Priority, number>;
const BOX = "inline-flex max-w-full items-center gap-1.5 align-middle";

/** Glyph and word of a case's status. */
export function CaseStatusWord({ status, t }: { status: CaseStatus; t: Translator<"verdicts"> }) {
  return (
    <span className={BOX}>
      <StatusGlyph status={status} />
      <span className="truncate">{t(`status.${status}`)}</span>
    </span>
  );
}

/** Bars and word of a case's priority; nothing where it is hidden. */
export function CasePriority({ priority, t }: { priority: Priority | null; t: Translator<"verdicts"> }) {
  if (!priority) return null;
  return (
    <span className={BOX}>
      <PriorityBars level={LEVEL[priority]} />
      {t(`priority.${priority}`)}
    </span>
  );
}

type AssigneeProps = {
  assignee: { id: string; name: string } | null;
  me: string;
  words: { me: string; nobody: string };
};

/** Who has a case: oneself, a person, or nobody. */
export function CaseAssignee({ assignee, me, words }: AssigneeProps) {
  if (!assignee) return <span className="text-ink-3">{words.nobody}</span>;
  return (
    <span className={BOX}>
      <Avatar name={assignee.name} size="s" />
      <span className="truncate">{assignee.id === me ? words.me : assignee.name}</span>
    </span>
  );
}
