import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, buttonClass, keyShortcuts } from "./button-look.ts";
import { Kbd } from "./kbd.tsx";

type Extras = ButtonLook & { icon?: ReactNode; kbd?: string | undefined };
export type ButtonProps = Extras & ComponentProps<"button">;
type ButtonLinkProps = Extras & ComponentProps<typeof Link>;

/** A button; `kbd` shows its key without changing its name. One `primary` a screen. */
export function Button({ variant, size, block, icon, kbd, className, children, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? "button"}
      className={clsx(buttonClass({ variant, size, block }), className)}
      {...(kbd ? { "aria-keyshortcuts": keyShortcuts(kbd) } : {})}
      {...rest}
    >
      {icon}
      {children}
      {kbd ? <Kbd onFill={variant === "primary" || variant === "inverse"}>{kbd}</Kbd> : null}
    </button>
  );
}

/** A link that looks like a button: for going somewhere, never for doing something. */
export function ButtonLink({
  variant,
  size,
  block,
  icon,
  kbd,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link
      className={clsx(buttonClass({ variant, size, block }), className)}
      {...(kbd ? { "aria-keyshortcuts": keyShortcuts(kbd) } : {})}
      {...rest}
    >
      {icon}
      {children}
      {kbd ? <Kbd onFill={variant === "primary" || variant === "inverse"}>{kbd}</Kbd> : null}
    </Link>
  );
}
