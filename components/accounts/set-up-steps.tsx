"use client";

import { CodeField } from "#components/ui/code-field.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { CodePicture } from "./code-picture.tsx";

export type Offered = { secret: string; address: string; picture: { size: number; path: string } };
export type SetUpWords = Record<
  | "scan"
  | "picture"
  | "open"
  | "type"
  | "key"
  | "copy"
  | "copied"
  | "prove"
  | "proveHint"
  | "code"
  | "submit"
  | "submitting",
  string
>;
type Props = {
  offered: Offered;
  words: SetUpWords;
  error: string | undefined;
  /** A code that was refused. */
  emptiedBy: unknown;
};

const inGroups = (secret: string) => secret.replace(/(.{4})(?=.)/g, "$1 ");

/** The two steps of a new second factor: the key into the app, then a code of it back. Stands inside a form. */
export function SetUpSteps({ offered, words, error, emptiedBy }: Props) {
  return (
    <>
      <div className="flex flex-col gap-3">
        <p>{words.scan}</p>
        <CodePicture {...offered.picture} label={words.picture} />
        {/* A telephone cannot scan its own screen. */}
        <p className="hidden touch:block">
          <a href={offered.address} className="link inline-flex min-h-10 items-center">
            {words.open}
          </a>
        </p>
        <p className="text-ink-2">{words.type}</p>
        <dl className="flex flex-col gap-1">
          <dt className="font-medium">{words.key}</dt>
          <dd className="flex flex-wrap items-center gap-3">
            <code className="font-mono break-all">{inGroups(offered.secret)}</code>
            <CopyButton text={offered.secret} label={words.copy} copiedLabel={words.copied} />
          </dd>
        </dl>
      </div>
      <p>{words.prove}</p>
      <CodeField
        id="code"
        name="code"
        label={words.code}
        hint={words.proveHint}
        error={error}
        emptiedBy={emptiedBy}
      />
    </>
  );
}
