"use client";

import { type ReactNode, Suspense, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";

type Props = {
  label: string;
  /** Of the button. */
  className?: string;
  /** Drawn once it has been opened, so that its script need not be there before. */
  children: (close: () => void) => ReactNode;
};

/** A button and what opens from it. What was typed there stays when it closes. */
export function LatePopover({ label, className, children }: Props) {
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const [wasOpened, setOpened] = useState(false);
  return (
    <>
      <Button size="s" variant="quiet" popoverTarget={id} className={className}>
        {label}
      </Button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        className="popover popover-end w-80"
        onBeforeToggle={(event) => {
          if (event.newState === "open") setOpened(true);
        }}
      >
        {wasOpened ? (
          <Suspense fallback={<div className="h-64" />}>
            {children(() => popover.current?.hidePopover())}
          </Suspense>
        ) : null}
      </div>
    </>
  );
}
