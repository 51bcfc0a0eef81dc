"use client";

import { useEffect, useRef } from "react";

/** Where the dock follows below the page, what was opened in it is out of sight: this brings its head up. */
export function BringIntoView() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (matchMedia("(max-width: 860px)").matches) mark.current?.scrollIntoView();
  }, []);
  return <span ref={mark} />;
}
