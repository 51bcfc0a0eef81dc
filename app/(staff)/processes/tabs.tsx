import Link from "next/link";
import { pageWords } from "#lib/entry/page.ts";

const LOOK = "relative flex h-10 items-center whitespace-nowrap";

/** The ways to look up. */
export async function Tabs() {
  const { words } = await pageWords();
  const t = words("processes");
  return (
    <nav aria-label={t("ways")} className="flex gap-5 overflow-x-auto border-b border-line px-6 phone:px-4">
      <Link
        href="/processes"
        prefetch={false}
        aria-current="page"
        className={`${LOOK} font-medium shadow-[inset_0_-2px_0_var(--accent-text)]`}
      >
        {t("oneProcess")}
      </Link>
      <Link href="/processes#before" prefetch={false} className={`${LOOK} text-ink-2 hover:text-ink`}>
        {t("lookedUpBefore")}
      </Link>
    </nav>
  );
}
