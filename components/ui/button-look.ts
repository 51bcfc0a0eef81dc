import clsx from "clsx";

export type ButtonLook = {
  variant?: "primary" | "default" | "quiet" | "inverse" | undefined;
  size?: "s" | "m" | "l" | undefined;
  block?: boolean | undefined;
};

const VARIANT = {
  primary:
    "border-accent bg-accent text-accent-ink hover:border-accent-hover hover:bg-accent-hover active:border-transparent active:bg-accent-hover",
  default: "border-line-strong bg-surface hover:border-control hover:bg-hover active:bg-selected",
  quiet:
    "btn-quiet border-transparent text-ink-2 hover:bg-hover hover:text-ink active:bg-selected active:text-ink",
  /** Upon the dark bar over a list. */
  inverse: "border-transparent text-inverse-ink hover:bg-inverse-line active:bg-inverse-line",
} as const;

const SIZE = {
  s: "h-7 px-2 touch:h-10 touch:px-3",
  m: "h-(--control-h) px-3",
  l: "h-10 px-4 text-base",
} as const;

/** Class names that buttons and links drawn as buttons share. */
export const buttonClass = ({ variant = "default", size = "m", block = false }: ButtonLook) =>
  clsx(
    "btn inline-flex cursor-pointer items-center justify-center gap-1.5 rounded-sm border font-medium whitespace-nowrap",
    VARIANT[variant],
    SIZE[size],
    block && "w-full",
  );

/** Keys as shown ("Ctrl Enter") in the form that aria-keyshortcuts wants ("Control+Enter"). */
export const keyShortcuts = (kbd: string) => kbd.replace("Ctrl", "Control").split(" ").join("+");
