"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Keys of forms that this tab has sent. */
const sent = new Set<string>();
let isArrivalDue = false;
export const markSent = (key: string): void => {
  sent.add(key);
  isArrivalDue = true;
};

/** True once, on the page that a form of this tab led to. */
export function takeArrival(): boolean {
  const isDue = isArrivalDue;
  isArrivalDue = false;
  return isDue;
}

/**
 * Going back to a form that was sent shows the page that the browser kept, with the key that was used. A new start is
 * meant then, so the page is asked for anew and brings a new key; within one showing of the form the key stays.
 */
export function useFreshKey(key: string): void {
  const router = useRouter();
  useEffect(() => {
    if (sent.has(key)) router.refresh();
  }, [key, router]);
}
