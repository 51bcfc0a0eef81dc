import Link from "next/link";
import { DockSection } from "#components/shell/page.tsx";
import { Glyph } from "#components/ui/glyph.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { listOwnRecent } from "#lib/features/processes/page.ts";
import { hrefOfProcess } from "#lib/features/processes/schema.ts";
import { shortId } from "#lib/format.ts";
import { OUTCOME_GLYPHS } from "./outcome-words.ts";

const NOW_MS = 60_000;

/** The look-ups of whoever is at the phone, the newest first. */
export async function Recent({ current }: { current?: string }) {
  const { ctx, words, format } = await pageContext("process:lookup");
  const t = words("processes");
  const recent = await listOwnRecent(ctx);
  const now = ctx.now();
  return (
    <DockSection title={t("recent")} titleId="recent" grow>
      {recent.length === 0 ? <p className="text-ink-2">{t("recentNone")}</p> : null}
      <ul className="-mx-6 phone:-mx-4">
        {recent.map(({ id, outcome, at }) => (
          <li key={id}>
            <Link
              href={hrefOfProcess(id)}
              prefetch={false}
              aria-current={id === current ? "true" : undefined}
              className="flex items-start gap-3 px-6 py-2 hover:bg-hover aria-[current]:bg-selected aria-[current]:shadow-[inset_3px_0_0_var(--accent)] phone:px-4"
            >
              <span className="mt-0.5">
                <Glyph name={OUTCOME_GLYPHS[outcome]} />
              </span>
              <span className="min-w-0 grow">
                <span className="block truncate">{t(`outcome.${outcome}`)}</span>
                <span className="font-mono text-2xs text-ink-2">{shortId(id)}</span>
              </span>
              <time
                dateTime={at.toISOString()}
                title={format.full(at)}
                className="text-xs leading-5 whitespace-nowrap text-ink-2"
              >
                {now.getTime() - at.getTime() < NOW_MS ? t("now") : format.near(at, now)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </DockSection>
  );
}
