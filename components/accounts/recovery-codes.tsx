"use client";

import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";

export type RecoveryWords = Record<"title" | "text" | "list" | "copy" | "copied" | "print", string>;

/** Recovery codes, the one time that they are shown. Printed, they are all that is on the paper. */
export function RecoveryCodes({ codes, words }: { codes: readonly string[]; words: RecoveryWords }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // They take the place of the form that asked for them, where the reader was.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="codes-to-keep flex flex-col gap-3">
      <h2 ref={heading} tabIndex={-1} className="text-base font-semibold">
        {words.title}
      </h2>
      <p className="text-ink-2">{words.text}</p>
      <ol aria-label={words.list} className="grid gap-y-1 rounded-sm border border-line bg-sunken px-4 py-3">
        {codes.map((code) => (
          <li key={code} className="font-mono break-all">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-3 print:hidden">
        <CopyButton text={codes.join("\n")} label={words.copy} copiedLabel={words.copied} />
        <Button size="s" onClick={() => window.print()}>
          {words.print}
        </Button>
      </div>
    </section>
  );
}
