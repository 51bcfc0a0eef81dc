"use client";

import { type ComponentProps, type KeyboardEvent, useRef, useState } from "react";
import { TextArea } from "#components/ui/field.tsx";
import type { Colleague } from "#lib/features/cases/mention-rules.ts";
import { type Begun, mentionAt, suggested } from "./mention-at.ts";

type Props = Omit<ComponentProps<typeof TextArea>, "ref"> & {
  colleagues: readonly Colleague[];
  /** Name of the list; how many it has, by their number. */
  words: { people: string; counted: readonly string[] };
};

/** A text in which `@` offers colleagues. Without script, or past the list, a name or e-mail is written by hand. */
export function MentionArea({ colleagues, words, ...area }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [begun, setBegun] = useState<Begun | null>(null);
  const [active, setActive] = useState(0);
  const people = begun ? suggested(colleagues, begun.typed) : [];
  const isOpen = people.length > 0;
  const place = Math.min(active, people.length - 1);
  const listId = `${area.id}-people`;

  const look = () => {
    const { current } = field;
    const now = current && mentionAt(current.value, current.selectionStart);
    if (now?.start !== begun?.start || now?.typed !== begun?.typed) setActive(0);
    setBegun(now);
  };
  const pick = (person: Colleague | undefined) => {
    const { current } = field;
    if (!current || !begun || !person) return;
    current.setRangeText(`@${person.handle} `, begun.start, current.selectionStart, "end");
    current.focus();
    setBegun(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") setActive((place + 1) % people.length);
    else if (event.key === "ArrowUp") setActive((place + people.length - 1) % people.length);
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) pick(people[place]);
    else if (event.key === "Escape") setBegun(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="relative">
      <TextArea
        {...area}
        ref={field}
        dir="auto"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${place}` : undefined}
        onInput={look}
        onSelect={look}
        onBlur={() => setBegun(null)}
        onKeyDown={onKeyDown}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={words.people}
        hidden={!isOpen}
        className="menu absolute inset-x-0 bottom-full z-40 mb-1 grid-cols-[minmax(0,1fr)] rounded-md border border-line-strong bg-raised shadow-pop"
      >
        {people.map(({ id, name, handle }, at) => (
          <button
            key={id}
            id={`${listId}-${at}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={at === place}
            // The text keeps the focus, and with it the caret.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(people[at])}
          >
            <span className="min-w-0 grow truncate text-start">{name}</span>
            <span className="ms-3 shrink-0 text-xs text-ink-2">@{handle}</span>
          </button>
        ))}
      </div>
      <span aria-live="polite" className="sr-only">
        {isOpen ? words.counted[people.length] : ""}
      </span>
    </div>
  );
}
