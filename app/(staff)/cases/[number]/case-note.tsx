import type { Given } from "#app/(staff)/cases/given.ts";
import { type Mention, mentionsIn } from "#lib/features/cases/mention-rules.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { type EditWords, NoteEdit } from "./note-edit.tsx";

type Event = CaseWhole["events"][number];
type Props = { event: Event; given: Given };

/** What a note says now; null where none was written, or where it went with the data of the person. */
export const textNow = ({ note, edits }: Pick<Event, "note" | "edits">): string | null =>
  edits.length > 0 ? (edits.at(-1)?.note ?? null) : note;

/** A note as it stands: text and nothing else, with those whom it speaks to marked. */
export function NoteText({ text, mentions }: { text: string; mentions: Event["mentions"] }) {
  const people = mentions.map(({ user }) => user);
  if (people.length === 0) return text;
  const { said } = mentionsIn(text, people);
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name;
  return [
    ...said.map(({ start, end, id }, place) => [
      text.slice(endBefore(said, place), start),
      <b key={start} className="font-medium text-accent-text" title={nameOf(id)}>
        {text.slice(start, end)}
      </b>,
    ]),
    text.slice(endBefore(said, said.length)),
  ];
}

const endBefore = (said: readonly Mention[], place: number): number => said[place - 1]?.end ?? 0;

/** That a note was put otherwise, and what it said before. */
export function Earlier({ event: { at, note, edits, mentions }, given: { t, format, now } }: Props) {
  const last = edits.at(-1);
  if (!last) return null;
  const texts = [{ at, note }, ...edits.slice(0, -1)];
  return (
    <div className="text-xs text-ink-3">
      <time dateTime={last.at.toISOString()} title={format.full(last.at)}>
        {t("written.edited", { time: format.near(last.at, now) })}
      </time>
      {" · "}
      <details className="inline-block max-w-full open:block">
        <summary className="link inline-flex min-h-6 cursor-pointer items-center">
          {t("written.earlier")}
        </summary>
        <ol className="flex flex-col gap-2 pt-1">
          {texts.map((text, place) => (
            <li key={text.at.toISOString()}>
              <p>{t("written.earlierAt", { time: format.dateTime(edits[place]?.at ?? last.at) })}</p>
              <blockquote
                dir="auto"
                className="border-s-2 border-line-strong px-3 py-1 text-sm break-words whitespace-pre-line text-ink-2"
              >
                {text.note === null ? t("written.gone") : <NoteText text={text.note} mentions={mentions} />}
              </blockquote>
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}

type EditProps = Props & { found: Pick<CaseWhole, "number" | "may" | "colleagues"> };

/** For whoever wrote it. */
export function Edit({ event, found: { number, may, colleagues }, given: { ctx, t } }: EditProps) {
  const text = textNow(event);
  if (!may.note || event.kind !== "noted" || event.actor?.id !== ctx.actor.id || text === null) return null;
  return (
    <NoteEdit
      number={number}
      event={event.id}
      edits={event.edits.length}
      text={text}
      colleagues={colleagues}
      words={editWords(t)}
    />
  );
}

const editWords = (t: Given["t"]): EditWords => ({
  edit: t("written.edit"),
  text: t("written.text"),
  hint: t("written.hint"),
  save: t("written.save"),
  saving: t("written.saving"),
  saved: t("written.saved"),
  mention: mentionWords(t),
});

const SUGGESTED_MAX = 6;

/** What is said while `@` offers colleagues. */
export const mentionWords = (t: Given["t"]) => ({
  people: t("written.people"),
  counted: Array.from({ length: SUGGESTED_MAX + 1 }, (_each, count) => t("written.suggestions", { count })),
});
