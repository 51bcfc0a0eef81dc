"use client";

import { useEffect } from "react";
import { takeArrival } from "#app/(staff)/reverifications/new/form-key.ts";

/** The button that was pressed is gone with its page: whoever comes from there starts at the name of this one. */
export function Arrival() {
  useEffect(() => {
    const heading = document.querySelector("h1");
    if (!heading || !takeArrival()) return;
    heading.tabIndex = -1;
    heading.focus();
  }, []);
  return null;
}
