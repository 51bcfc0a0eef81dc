import Link from "next/link";
import { DockSection } from "#components/shell/page.tsx";
import { StatusGlyph } from "#components/ui/glyph.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { listHandedOver } from "#lib/features/cases/handed-over.ts";

/** What one handed to the analysts, and when they were done: never how they decided. */
export async function HandedOver() {
  const { ctx, words, format } = await pageContext("process:lookup");
  const cases = await listHandedOver(ctx);
  if (cases.length === 0) return null;
  const t = words("processes");
  const verdicts = words("verdicts");
  const now = ctx.now();
  return (
    <DockSection title={t("handedOver.title")} titleId="handed-over">
      <ul className="flex flex-col gap-2">
        {cases.map(({ number, status, closedAt }) => (
          <li key={number}>
            <span className="flex flex-wrap items-center gap-x-2">
              <Link href={`/cases/${number}`} prefetch={false} className="link font-medium">
                {number}
              </Link>
              <StatusGlyph status={status} />
              {verdicts(`status.${status}`)}
            </span>
            {closedAt ? (
              <span className="block text-xs text-ink-2">
                {t("handedOver.done", { when: format.near(closedAt, now) })}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </DockSection>
  );
}
