import { eventAnchor, type Given } from "#app/(staff)/cases/given.ts";
import type { GlyphName } from "#components/ui/glyph.tsx";
import type { IconName } from "#components/ui/icon.tsx";
import { Timeline, TimelineItem } from "#components/ui/timeline.tsx";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { DECISIONS, PRIORITIES, REASON_CODES } from "#lib/features/cases/rules.ts";
import { WORDED_RULES } from "#lib/features/triage/schema.ts";
import { FileOf, fileKindWord } from "./attached.tsx";
import { Earlier, Edit, NoteText, textNow } from "./case-note.tsx";

type Event = CaseWhole["events"][number];
type Words = Pick<Given, "t" | "verdicts" | "format">;

const MARK: Record<Event["kind"], GlyphName | { icon: IconName }> = {
  opened: "alert",
  signal_joined: "second-look",
  taken: { icon: "person" },
  released: { icon: "refresh" },
  noted: { icon: "note" },
  decided: { icon: "check" },
  approved: "confirmed",
  sent_back: "do-again",
  escalated: { icon: "chevron-up" },
  waiting: { icon: "clock" },
  resumed: { icon: "refresh" },
  reopened: "do-again",
  assigned: { icon: "person" },
  taken_over: { icon: "person" },
  prioritised: { icon: "flag" },
  undone: "do-again",
  tagged: { icon: "flag" },
  untagged: { icon: "flag" },
  attached: { icon: "upload" },
  detached: { icon: "close" },
};

/** What happened to the case, newest first; notes are text and nothing else. */
export function CaseTimeline({ found, given }: { found: CaseWhole; given: Given }) {
  const { t, format, now } = given;
  return (
    <Timeline label={t("timeline.title")}>
      {found.events.map((event) => (
        <TimelineItem
          key={event.id}
          id={eventAnchor(event.id)}
          glyph={event.kind === "opened" && event.actor ? { icon: "flag" } : MARK[event.kind]}
          who={event.actor?.name}
          what={whatOf(given, event)}
          time={{
            iso: event.at.toISOString(),
            label: format.near(event.at, now),
            full: format.full(event.at),
          }}
          note={noteOf(t, event)}
          after={afterOf(event, found, given)}
        />
      ))}
    </Timeline>
  );
}

function afterOf(event: Event, found: CaseWhole, given: Given) {
  if (event.kind === "noted") {
    return (
      <>
        <Earlier event={event} given={given} />
        <Edit event={event} found={found} given={given} />
      </>
    );
  }
  return event.kind === "attached" ? (
    <FileOf id={member(event.detail, "file")} found={found} given={given} />
  ) : null;
}

function noteOf(t: Given["t"], event: Event) {
  const text = textNow(event);
  if (text !== null) return <NoteText text={text} mentions={event.mentions} />;
  return isUnkept(event) ? t("written.unkept") : null;
}

/** Something was typed, and not kept. */
export const isUnkept = ({ detail }: Event): boolean => member(detail, "isUnkept") === true;

export function whatOf(words: Words, { kind, actor, detail, other }: Event): string {
  const { t } = words;
  switch (kind) {
    case "opened":
      return actor
        ? t("timeline.flagged")
        : t("timeline.opened", {
            rule: String(member(detail, "ruleName") ?? ruleWord(t, member(detail, "rule"))),
          });
    case "signal_joined":
      return t(actor ? "timeline.flaggedAgain" : "timeline.signal_joined");
    case "released":
      return t(actor ? "timeline.released" : "timeline.idle");
    case "resumed":
      return t(actor ? "timeline.resumed" : "timeline.resumedByAlert");
    case "decided":
    case "approved":
      return decisionOf(words, kind, detail);
    case "assigned":
    case "taken_over":
      return t(`timeline.${kind}`, { name: other ?? t("timeline.somebody") });
    case "prioritised":
      return t("timeline.prioritised", {
        was: priorityWord(words, member(detail, "was")),
        priority: priorityWord(words, member(detail, "priority")),
      });
    case "tagged":
    case "untagged":
      return t(`timeline.${kind}`, { tag: String(member(detail, "tag") ?? "–") });
    case "attached":
    case "detached":
      return t(`timeline.${kind}`, {
        kind: fileKindWord(t, member(detail, "kind")),
        size: words.format.size(Number(member(detail, "bytes") ?? 0)),
      });
    default:
      return t(`timeline.${kind}`);
  }
}

/** In a sentence, so without a capital. */
function priorityWord({ verdicts }: Words, code: unknown): string {
  const known = PRIORITIES.find((each) => each === code);
  return known ? verdicts(`priority.${known}`).toLowerCase() : String(code ?? "");
}

function decisionOf({ t, verdicts }: Words, kind: "decided" | "approved", detail: unknown): string {
  const code = DECISIONS.find((each) => each === member(detail, "decision"));
  const decision = code ? verdicts(`decision.${code}`) : "";
  const reasons = reasonWords(verdicts, member(detail, "reasons"));
  return kind === "decided" && reasons
    ? t("timeline.decidedBecause", { decision, reasons })
    : t(`timeline.${kind}`, { decision });
}

/** Codes in words, in the order in which they were given. */
export function reasonWords(verdicts: Given["verdicts"], codes: unknown): string {
  const known = (Array.isArray(codes) ? codes : []).flatMap(
    (code) => REASON_CODES.find((each) => each === code) ?? [],
  );
  return known.map((code) => verdicts(`reason.${code}`)).join(", ");
}

export function ruleWord(t: Given["t"], rule: unknown): string {
  const known = WORDED_RULES.find((each) => each === rule);
  return known ? t(`rule.${known}`) : String(rule ?? "");
}

/** A member of an event's detail, which is JSON of the version that wrote it. */
const member = (detail: unknown, name: string): unknown =>
  typeof detail === "object" && detail !== null ? (detail as Record<string, unknown>)[name] : undefined;
