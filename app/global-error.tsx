"use client";

import { en, ptBR } from "#lib/i18n/messages/last-resort.ts";
import type { ErrorProps } from "./error-view.tsx";
import "./globals.css";

/** The root layout itself failed, so nobody knows the language: both are said, and nothing else is loaded. */
export default function GlobalErrorPage({ error, retry }: ErrorProps) {
  return (
    <html lang="pt-BR">
      <body>
        <title>{`${ptBR.title} · Contraprova`}</title>
        <main id="main" role="alert" className="flex max-w-160 flex-col gap-4 px-8 py-10 phone:px-4">
          <h1 className="text-xl font-semibold">{ptBR.title}</h1>
          <p className="text-base text-ink-2">{ptBR.text}</p>
          <div lang="en">
            <p className="text-base font-semibold">{en.title}</p>
            <p className="text-base text-ink-2">{en.text}</p>
          </div>
          {error.digest ? <p className="font-mono select-all">{error.digest}</p> : null}
          <div>
            <button
              type="button"
              onClick={retry}
              className="btn inline-flex h-10 items-center rounded-sm border border-line-strong bg-surface px-4 font-medium"
            >
              {ptBR.retry} · <span lang="en">{en.retry}</span>
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
