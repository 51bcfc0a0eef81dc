"use client";

import clsx from "clsx";
import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "./button.tsx";
import { Icon } from "./icon.tsx";

type Props = ButtonProps & { busyLabel: string };

/** Sends its form once: while that is under way it says so, keeps its width, and a second click does nothing. */
export function SubmitButton({ busyLabel, children, kbd, icon, onClick, ...rest }: Props) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...rest}
      type="submit"
      kbd={kbd}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span className="grid place-items-center">
        <span className={clsx("col-start-1 row-start-1 flex items-center gap-1.5", pending && "invisible")}>
          {icon}
          {children}
        </span>
        {pending ? (
          <span className="col-start-1 row-start-1 flex items-center gap-1.5">
            <Icon name="spinner" className="spin" />
            {busyLabel}
          </span>
        ) : null}
      </span>
    </Button>
  );
}
