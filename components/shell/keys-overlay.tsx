"use client";

import Link from "next/link";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Icon } from "#components/ui/icon.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { keysOfPage, type PageKey, type RowWords } from "./page-keys.ts";

type Props = {
  /** Whether keys act without Ctrl. */
  letters: boolean;
  words: RowWords & Record<"open" | "title" | "close" | "typing" | "off" | "change", string>;
};

/** The keys of the page at hand, read from the page when they are asked for. */
export function KeysOverlay({ letters, words }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [keys, setKeys] = useState<PageKey[]>();
  const show = () => {
    // Before it opens: then nothing but what is in it can be reached.
    flushSync(() => setKeys(keysOfPage(words, letters)));
    dialog.current?.showModal();
  };
  const close = () => dialog.current?.close();
  return (
    <>
      <button
        type="button"
        className="btn-icon touch:hidden"
        aria-label={words.open}
        aria-keyshortcuts="?"
        aria-haspopup="dialog"
        onClick={show}
      >
        <span aria-hidden="true">?</span>
      </button>
      <dialog
        ref={dialog}
        id="keys"
        className="over"
        aria-labelledby="keys-title"
        data-letters={letters}
        onClose={() => setKeys(undefined)}
      >
        {keys ? (
          <>
            <div className="flex items-center gap-2 border-b border-line ps-4 pe-2">
              <h2 id="keys-title" className="grow py-2.5 text-base font-semibold">
                {words.title}
              </h2>
              <button type="button" className="btn-icon" aria-label={words.close} onClick={close}>
                <Icon name="close" />
              </button>
            </div>
            <dl className="px-4 py-2">
              {keys.map((key) => (
                <div key={`${key.keys} ${key.name}`} className="flex min-h-7 items-center gap-3">
                  <dt className="min-w-0 grow">{key.name}</dt>
                  <dd>
                    <span className="sr-only">{key.keys}</span>
                    <Kbd>{key.keys}</Kbd>
                  </dd>
                </div>
              ))}
            </dl>
            <p className="border-t border-line px-4 py-2.5 text-ink-2">
              {letters ? words.typing : words.off}{" "}
              <Link href="/account" prefetch={false} className="link" onClick={close}>
                {words.change}
              </Link>
            </p>
          </>
        ) : null}
      </dialog>
    </>
  );
}
