import Link from "next/link";
import { type ReactNode, Suspense } from "react";
import { Icon } from "#components/ui/icon.tsx";
import type { Translator } from "#lib/i18n/translator.ts";

export type ViewCounts = Promise<readonly { count: number; capped: boolean }[]>;
type Props = {
  label: string;
  views: readonly {
    href: string;
    label: string;
    isCurrent: boolean;
    /** Everybody has it. */
    isShared?: boolean;
    /** The list is narrowed otherwise by now. */
    isChanged?: boolean;
  }[];
  /** Of each view, in their order; they come when they come. */
  counts: ViewCounts;
  /** At the right end of the line. */
  end?: ReactNode;
  t: Translator<"table">;
};

/** A list as people ask for it: links under the title, each with its count. */
export function ListViews({ label, views, counts, end, t }: Props) {
  return (
    <div className="flex items-center gap-3 border-b border-line px-6 phone:px-4">
      <nav aria-label={label} className="flex min-w-0 grow gap-5 overflow-x-auto">
        {views.map((view, place) => (
          <Link
            key={view.href}
            href={view.href}
            prefetch={false}
            // The list may stand far down its page.
            scroll={false}
            aria-current={view.isCurrent ? "page" : undefined}
            className="inline-flex min-h-9 flex-none items-center gap-1.5 border-b-2 border-transparent text-ink-2 hover:text-ink aria-[current]:border-accent-text aria-[current]:font-medium aria-[current]:text-ink touch:min-h-10"
          >
            {view.label}
            {view.isChanged ? (
              <>
                <span className="size-1.5 rounded-full bg-accent" aria-hidden="true" />
                <span className="sr-only">({t("view.changed")})</span>
              </>
            ) : null}
            {view.isShared ? (
              <span className="text-ink-3" title={t("view.team")}>
                <Icon name="person" size={12} />
                <span className="sr-only">({t("view.team")})</span>
              </span>
            ) : null}
            <Suspense fallback={null}>
              <ViewCount counts={counts} place={place} t={t} />
            </Suspense>
          </Link>
        ))}
      </nav>
      {end}
    </div>
  );
}

async function ViewCount({ counts, place, t }: { counts: ViewCounts; place: number; t: Props["t"] }) {
  const found = (await counts)[place];
  if (!found) return null;
  return (
    <span className="font-normal text-ink-3">
      {t(found.capped ? "countMany" : "count", { count: found.count })}
    </span>
  );
}
