import Link from "next/link";
import { Suspense } from "react";
import { countCases } from "#lib/features/cases/reading.ts";
import { CASE_VIEWS, type CaseFilter, type CaseView } from "#lib/features/cases/table-schema.ts";
import type { Given } from "./given.ts";
import { isView, viewHref } from "./views.ts";

type Props = { given: Given; filter: CaseFilter; views: readonly CaseView[] };

/** The queue as people ask for it, each with its count. */
export function CaseViews({ given, filter, views }: Props) {
  const { ctx, t, tableWords } = given;
  const counts = countCases(
    ctx,
    views.map((view) => CASE_VIEWS[view]),
  );
  return (
    <nav
      aria-label={t("views.label")}
      className="flex gap-5 overflow-x-auto border-b border-line px-6 phone:px-4"
    >
      {views.map((view, place) => (
        <Link
          key={view}
          href={viewHref(view)}
          prefetch={false}
          aria-current={isView(filter, view) ? "page" : undefined}
          className="inline-flex min-h-9 flex-none items-center gap-1.5 border-b-2 border-transparent text-ink-2 hover:text-ink aria-[current]:border-accent-text aria-[current]:font-medium aria-[current]:text-ink touch:min-h-10"
        >
          {t(`views.${view}`)}
          <Suspense fallback={null}>
            <ViewCount counts={counts} place={place} tableWords={tableWords} />
          </Suspense>
        </Link>
      ))}
    </nav>
  );
}

type CountProps = Pick<Given, "tableWords"> & { counts: ReturnType<typeof countCases>; place: number };

async function ViewCount({ counts, place, tableWords }: CountProps) {
  const found = (await counts)[place];
  if (!found) return null;
  return (
    <span className="font-normal text-ink-3">
      {tableWords(found.capped ? "countMany" : "count", { count: found.count })}
    </span>
  );
}
