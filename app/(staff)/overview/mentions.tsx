import Link from "next/link";
import { eventHref } from "#app/(staff)/cases/given.ts";
import { DockSection } from "#components/shell/page.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { MentionRow } from "#lib/features/cases/mentions.ts";
import type { Given } from "./given.ts";

type Props = { rows: readonly MentionRow[]; given: Pick<Given, "o" | "format" | "now"> };

/** The notes that speak to the person, unread ones first; opening the case reads them. */
export function Mentions({ rows, given }: Props) {
  if (rows.length === 0) return null;
  return (
    <DockSection title={given.o("mentions.title")} titleId="mentions">
      <MentionList rows={rows} given={given} />
    </DockSection>
  );
}

export function MentionList({ rows, given: { o, format, now } }: Props) {
  return (
    <ul className="-mx-6 phone:-mx-4">
      {rows.map(({ eventId, caseNumber, at, readAt, event }) => (
        <li key={eventId}>
          <Link
            href={eventHref(caseNumber, eventId)}
            prefetch={false}
            className="flex items-start gap-3 px-6 py-2 hover:bg-hover phone:px-4 touch:min-h-12"
          >
            <span className={`min-w-0 grow ${readAt ? "text-ink-2" : "font-medium"}`}>
              {o("mentions.by", {
                name: event.actor?.name ?? o("mentions.somebody"),
                number: String(caseNumber),
              })}
            </span>
            {readAt ? null : <Tag>{o("mentions.new")}</Tag>}
            <time
              dateTime={at.toISOString()}
              title={format.full(at)}
              className="text-xs leading-5 whitespace-nowrap text-ink-3"
            >
              {format.near(at, now)}
            </time>
          </Link>
        </li>
      ))}
    </ul>
  );
}
