"use client";

import clsx from "clsx";
import { type ReactNode, useState } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";

type Props = {
  title: ReactNode;
  pt: string;
  en: string;
  words: Record<"switch" | "pt" | "en" | "copy" | "copied", string>;
};

/** The words in one of two languages, to read out or to copy. */
export function Script({ title, pt, en, words }: Props) {
  const [lang, setLang] = useState<"pt-BR" | "en">("pt-BR");
  const said = lang === "en" ? en : pt;
  const choices = [
    ["pt-BR", "PT", words.pt],
    ["en", "EN", words.en],
  ] as const;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {title}
        <fieldset className="ms-auto inline-flex overflow-hidden rounded-sm border border-line-strong bg-surface phone:ms-0">
          <legend className="sr-only">{words.switch}</legend>
          {choices.map(([value, short, name]) => (
            <button
              key={value}
              type="button"
              lang={value}
              aria-label={name}
              aria-pressed={lang === value}
              className={clsx(
                "h-6.5 min-w-8 cursor-pointer px-2 text-xs touch:h-10 touch:min-w-10",
                lang === value ? "bg-selected font-medium" : "text-ink-2 hover:bg-hover",
              )}
              onClick={() => setLang(value)}
            >
              {short}
            </button>
          ))}
        </fieldset>
        <CopyButton text={said} label={words.copy} copiedLabel={words.copied} kbd="C" />
      </div>
      <p className="max-w-[66ch] py-2 text-lg" lang={lang}>
        “{said}”
      </p>
    </>
  );
}
