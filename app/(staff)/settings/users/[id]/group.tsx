import type { ReactNode } from "react";

type Props = { id: string; title: string; text?: string | undefined; children: ReactNode };

/** One of the page's groups, parted by lines and each saved alone. */
export function Group({ id, title, text, children }: Props) {
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-3 border-t border-line py-5 first:border-t-0 first:pt-1"
    >
      <h2 id={id} className="text-base font-semibold">
        {title}
      </h2>
      {text ? <p className="-mt-2 text-ink-2">{text}</p> : null}
      {children}
    </section>
  );
}
