"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";

const Say = createContext<(text: string) => void>(() => undefined);

/** Tells what an act did: the button that had the focus is gone, and its row may be as well. */
export const useSay = () => useContext(Say);

export function Said({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: "" });
  const region = useRef<HTMLParagraphElement>(null);
  const say = useCallback((text: string) => setSaid({ text }), []);
  useEffect(() => {
    if (said.text) region.current?.focus();
  }, [said]);
  return (
    <Say value={say}>
      <p
        ref={region}
        tabIndex={-1}
        role="status"
        className={said.text ? "px-6 pt-2 font-medium phone:px-4" : "sr-only"}
      >
        {said.text}
      </p>
      {children}
    </Say>
  );
}
