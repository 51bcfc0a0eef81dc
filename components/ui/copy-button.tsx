"use client";

import { useState } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import { Icon } from "./icon.tsx";

type Props = { text: string; label: string; copiedLabel: string } & Pick<
  ButtonProps,
  "variant" | "size" | "kbd"
>;

const SHOW_COPIED_MS = 2000;

/** Puts `text` on the clipboard and says so, aloud as well. */
export function CopyButton({ text, label, copiedLabel, size = "s", ...look }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOW_COPIED_MS);
  };
  return (
    <>
      <Button size={size} {...look} onClick={copy} icon={<Icon name={copied ? "check" : "copy"} size={14} />}>
        {label}
      </Button>
      <span role="status" className={copied ? "text-xs text-ink-2" : "sr-only"}>
        {copied ? copiedLabel : ""}
      </span>
    </>
  );
}
