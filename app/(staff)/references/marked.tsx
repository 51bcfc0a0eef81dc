import Link from "next/link";
import type { ReactNode } from "react";
import { Glyph } from "#components/ui/glyph.tsx";

type Props = { mark: string | null; href: string; children: ReactNode };

/** A value, and beside it what does not fit, in words and as a way to the rows that say so. */
export function Marked({ mark, href, children }: Props) {
  if (mark === null) return children;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="min-w-0 truncate">{children}</span>
      <Link
        href={href}
        prefetch={false}
        className="inline-flex min-h-6 flex-none items-center gap-1 text-xs text-doubt hover:underline"
      >
        <Glyph name="second-look" />
        {mark}
      </Link>
    </span>
  );
}
