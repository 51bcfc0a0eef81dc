"use client";

import { type FormEvent, type RefObject, useRef } from "react";

type Send = (event: FormEvent<HTMLFormElement>) => void;

/** A form that is sent while its picture is still being made smaller waits for it; the same press counts. */
export function useWhenReady(ready: RefObject<Promise<unknown>>, send: Send): Send {
  const isReady = useRef(false);
  return (event) => {
    if (isReady.current) {
      isReady.current = false;
      return send(event);
    }
    event.preventDefault();
    const form = event.currentTarget;
    const { submitter } = event.nativeEvent as SubmitEvent;
    void settled(ready).then(() => {
      isReady.current = true;
      form.requestSubmit(submitter);
    });
  };
}

/** What is waited for may bring the next thing to wait for. */
async function settled(ready: RefObject<Promise<unknown>>): Promise<void> {
  for (let last: unknown = null; last !== ready.current; ) {
    last = ready.current;
    await last;
  }
  // A form is not sent again while the event of its first sending is still under way.
  await new Promise((resolve) => setTimeout(resolve));
}
