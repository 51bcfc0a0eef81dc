import clsx from "clsx";

type Props = {
  children: string;
  /** Upon a filled control, whose own colour it takes. */
  onFill?: boolean;
};

/** A key hint: several keys are parted by blanks ("Ctrl Enter"). Decoration, and none where there are no keys. */
export function Kbd({ children, onFill = false }: Props) {
  return (
    <span className="inline-flex gap-0.5 touch:hidden" aria-hidden="true">
      {children.split(" ").map((key) => (
        <kbd
          key={key}
          className={clsx(
            "inline-grid h-4.5 min-w-4.5 place-items-center rounded-xs border px-1 font-sans text-2xs leading-none font-medium",
            onFill ? "border-current/45" : "border-line-strong text-ink-2",
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
