import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph.tsx";
import { Icon, type IconName } from "./icon.tsx";

/** What happened, newest first. */
export function Timeline({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {children}
    </ol>
  );
}

type ItemProps = {
  glyph: GlyphName | { icon: IconName };
  who?: ReactNode;
  what: ReactNode;
  time: { iso: string; label: string; full: string };
  note?: ReactNode;
  /** What stands under the note. */
  after?: ReactNode;
  id?: string | undefined;
};

/** One happening; a note shows as a quotation under it. */
export function TimelineItem({ glyph, who, what, time, note, after, id }: ItemProps) {
  return (
    <li id={id}>
      <span className="dot">
        {typeof glyph === "string" ? <Glyph name={glyph} /> : <Icon name={glyph.icon} />}
      </span>
      <span className="min-w-0 break-words">
        {who ? <b className="font-medium">{who}</b> : null} {what}
      </span>
      <time dateTime={time.iso} title={time.full} className="text-xs leading-5 whitespace-nowrap text-ink-3">
        {time.label}
      </time>
      {note ? (
        <blockquote
          // Each language reads from its own side.
          dir="auto"
          className="col-span-2 col-start-2 mt-1 border-s-2 border-line-strong bg-canvas px-3 py-2 break-words whitespace-pre-line [unicode-bidi:plaintext]"
        >
          {note}
        </blockquote>
      ) : null}
      {after ? (
        <div className="col-span-2 col-start-2 flex flex-col gap-1 pt-1 empty:hidden">{after}</div>
      ) : null}
    </li>
  );
}
