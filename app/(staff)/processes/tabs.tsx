import Link from "next/link";
import { pageWords } from "#lib/entry/page.ts";

const LOOK =
  "relative flex h-10 items-center whitespace-nowrap text-ink-2 hover:text-ink aria-[current]:font-medium aria-[current]:text-ink aria-[current]:shadow-[inset_0_-2px_0_var(--accent-text)]";

/** The ways to look up, and what was looked up before. */
export async function Tabs({ current = "one" }: { current?: "one" | "lists" }) {
  const { words } = await pageWords();
  const t = words("processes");
  const lists = words("lookups");
  const tabs = [
    { key: "one", href: "/processes", word: t("oneProcess") },
    { key: "list", href: "/processes#list", word: lists("aList") },
    { key: "lists", href: "/processes/lists", word: lists("lists") },
    { key: "before", href: "/processes#before", word: t("lookedUpBefore") },
  ];
  return (
    <nav aria-label={t("ways")} className="flex gap-5 overflow-x-auto border-b border-line px-6 phone:px-4">
      {tabs.map(({ key, href, word }) => (
        <Link
          key={key}
          href={href}
          prefetch={false}
          aria-current={key === current ? "page" : undefined}
          className={LOOK}
        >
          {word}
        </Link>
      ))}
    </nav>
  );
}
