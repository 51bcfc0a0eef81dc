"use client";

import { createContext, type ReactNode, useContext } from "react";

export type ErrorPageWords = Record<
  "title" | "text" | "retry" | "home" | "reference" | "copy" | "copied",
  string
>;

const Words = createContext<ErrorPageWords | null>(null);

/** Error pages are client components, and nobody can hand them props: their words come from the root layout. */
export function ErrorWords({ value, children }: { value: ErrorPageWords; children: ReactNode }) {
  return <Words value={value}>{children}</Words>;
}

export function useErrorWords(): ErrorPageWords {
  const words = useContext(Words);
  if (!words) throw new Error("an error page outside of the root layout");
  return words;
}
