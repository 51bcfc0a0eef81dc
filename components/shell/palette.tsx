"use client";

import Link from "next/link";
import { type KeyboardEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Icon } from "#components/ui/icon.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { activeAfter, screensNamed } from "./palette-rules.ts";
import { type Find, type Found, useAnswer } from "./use-answer.ts";

type Props = {
  screens: readonly { href: string; label: string }[];
  /** Left out for whoever has nothing but screens to find. */
  find?: Find | undefined;
  words: Record<
    "open" | "title" | "field" | "hint" | "results" | "searching" | "nothing" | "failed" | "screen",
    string
  >;
};

/** One box that finds everything: a combobox over a list, whose focus stays in the field. */
export function Palette({ screens, find, words }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const typed = text.trim();
  const answer = useAnswer(find, typed, words.failed);
  const named = screensNamed(screens, typed).map(({ href, label }) => ({
    href,
    title: label,
    text: words.screen,
  }));
  const options: readonly Found[] = [...named, ...(answer?.hits ?? [])];
  const place = Math.min(active, options.length - 1);
  const note = !typed
    ? words.hint
    : answer === null
      ? words.searching
      : answer?.note || (options.length === 0 ? words.nothing : "");

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = activeAfter(event.key, place, options.length);
    if (next !== undefined) {
      setActive(next);
      list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter")
      list.current?.querySelector<HTMLElement>("[aria-selected=true]")?.click();
    else return;
    event.preventDefault();
  };

  return (
    <>
      <button
        type="button"
        className="find"
        aria-label={words.open}
        aria-keyshortcuts="Control+K"
        aria-haspopup="dialog"
        onClick={() => {
          // The field has to stand before the dialog opens, which gives it the focus.
          flushSync(() => setIsOpen(true));
          dialog.current?.showModal();
        }}
      >
        <Icon name="search" size={14} />
        <span className="grow truncate text-start phone:hidden" aria-hidden="true">
          {words.open}
        </span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <dialog
        ref={dialog}
        className="over"
        aria-label={words.title}
        onClose={() => {
          // Nothing that may name a person stays behind.
          setIsOpen(false);
          setText("");
          setActive(0);
        }}
      >
        {isOpen ? (
          <>
            <label className="sticky top-0 z-1 flex items-center gap-2 bg-raised px-4">
              <Icon name="search" />
              <input
                type="text"
                role="combobox"
                className="palette-field"
                aria-label={words.field}
                aria-autocomplete="list"
                aria-expanded={options.length > 0}
                aria-controls="found"
                aria-activedescendant={options.length > 0 ? `found-${place}` : undefined}
                placeholder={words.field}
                autoComplete="off"
                spellCheck={false}
                maxLength={500}
                value={text}
                onChange={(event) => {
                  setText(event.target.value);
                  setActive(0);
                }}
                onKeyDown={onKeyDown}
              />
            </label>
            <div
              ref={list}
              id="found"
              role="listbox"
              aria-label={words.results}
              className="menu border-t border-line"
              hidden={options.length === 0}
            >
              {options.map((option, at) => (
                <Link
                  key={option.href}
                  id={`found-${at}`}
                  href={option.href}
                  prefetch={false}
                  role="option"
                  tabIndex={-1}
                  className="scroll-mt-14"
                  aria-selected={at === place}
                  onClick={() => dialog.current?.close()}
                >
                  <span className="min-w-0 grow truncate phone:whitespace-normal">{option.title}</span>{" "}
                  <span className="ms-3 shrink-0 text-xs text-ink-2">{option.text}</span>
                </Link>
              ))}
            </div>
            <p role="status" className="px-4 py-2.5 text-ink-2 empty:hidden">
              {note}
            </p>
          </>
        ) : null}
      </dialog>
    </>
  );
}
