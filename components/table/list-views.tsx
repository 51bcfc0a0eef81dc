import Link from "next/link";
import { Suspense } from "react";
import type { Translator } from "#lib/i18n/translator.ts";

type Counts = Promise<readonly { count: number; capped: boolean }[]>;
type Props = {
  label: string;
  views: readonly { href: string; label: string; isCurrent: boolean }[];
  /** Of each view, in their order; they come when they come. */
  counts: Counts;
  t: Translator<"table">;
};

/** A list as people ask for it: links under the title, each with its count. */
export function ListViews({ label, views, counts, t }: Props) {
  return (
    <nav aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line px-6 phone:px-4">
      {views.map((view, place) => (
        <Link
          key={view.href}
          href={view.href}
          prefetch={false}
          aria-current={view.isCurrent ? "page" : undefined}
          className="inline-flex min-h-9 flex-none items-center gap-1.5 border-b-2 border-transparent text-ink-2 hover:text-ink aria-[current]:border-accent-text aria-[current]:font-medium aria-[current]:text-ink touch:min-h-10"
        >
          {view.label}
          <Suspense fallback={null}>
            <ViewCount counts={counts} place={place} t={t} />
          </Suspense>
        </Link>
      ))}
    </nav>
  );
}

async function ViewCount({ counts, place, t }: { counts: Counts; place: number; t: Props["t"] }) {
  const found = (await counts)[place];
  if (!found) return null;
  return (
    <span className="font-normal text-ink-3">
      {t(found.capped ? "countMany" : "count", { count: found.count })}
    </span>
  );
}
