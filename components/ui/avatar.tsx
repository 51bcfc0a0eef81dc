import clsx from "clsx";

type Props = { name: string; size?: "s" | "m" | "l"; here?: boolean; title?: string };

const SIZE = {
  s: "size-5 text-[0.5625rem]",
  m: "size-6 text-[0.625rem]",
  l: "size-8 text-xs",
} as const;

/** First and last initial, without the small words of Portuguese names. */
export function initialsOf(name: string): string {
  const parts = name.split(/\s+/).filter((part) => part && !/^(d[aeo]s?|e)$/i.test(part));
  const first = parts[0]?.[0] ?? "";
  const last = parts.length > 1 ? (parts.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** A person's ring. Decoration: the full name stands beside it. */
export function Avatar({ name, size = "m", here = false, title }: Props) {
  return (
    <span
      aria-hidden="true"
      title={title}
      className={clsx(
        "inline-grid flex-none place-items-center rounded-full border leading-none font-semibold",
        SIZE[size],
        here ? "border-accent bg-accent-soft text-accent-text" : "border-line-strong bg-void-soft text-ink-2",
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
