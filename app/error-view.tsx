"use client";

import { Page } from "#components/shell/page.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { useErrorWords } from "./error-words.tsx";

/** What Next hands to an error page; `digest` names the error in the server's log. */
export type ErrorProps = { error: Error & { digest?: string }; retry: () => void };

/** An apology, what to do, and a reference to hand on. Never the error's own text. */
export function ErrorView({ error, retry }: ErrorProps) {
  const words = useErrorWords();
  return (
    <Page>
      <div role="alert" className="flex max-w-160 gap-3.5 px-8 py-10 phone:px-4">
        <Icon name="warning" size={24} className="text-doubt" />
        <div className="flex min-w-0 flex-col gap-3">
          <h1 className="text-xl font-semibold">{words.title}</h1>
          <p className="text-base text-ink-2">{words.text}</p>
          {error.digest ? (
            <p className="flex flex-wrap items-center gap-2">
              <span className="text-ink-2">{words.reference}</span>
              <span className="font-mono select-all">{error.digest}</span>
              <CopyButton text={error.digest} label={words.copy} copiedLabel={words.copied} />
            </p>
          ) : null}
          <div className="flex flex-wrap gap-2 pt-1">
            <Button variant="primary" onClick={retry} icon={<Icon name="refresh" size={14} />}>
              {words.retry}
            </Button>
            <ButtonLink href="/">{words.home}</ButtonLink>
          </div>
        </div>
      </div>
    </Page>
  );
}
