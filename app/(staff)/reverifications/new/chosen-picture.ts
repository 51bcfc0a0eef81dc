"use client";

import { useSyncExternalStore } from "react";

/** The picture that the form holds, for the part of the page beside it that shows what will be compared. */
let picture: File | null = null;
const listeners = new Set<() => void>();

export function showPicture(file: File | null): void {
  picture = file;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    // The next form begins without one.
    if (listeners.size === 0) picture = null;
  };
}

export const usePicture = (): File | null =>
  useSyncExternalStore(
    subscribe,
    () => picture,
    () => null,
  );
