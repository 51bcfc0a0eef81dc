import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

export type FaceFrame = {
  title: string;
  date?: ReactNode;
  /** Whole id; shown shortened. */
  id?: string | undefined;
  source?: ReactNode;
  state: "not_kept" | "to_come" | "hidden" | "shown";
  /** Why there is no picture, or the picture's text alternative. */
  text: string;
  imageUrl?: string | undefined;
  /** How the picture lies in its frame, as SVG has it. */
  transform?: string | undefined;
  /** How much of it is seen where it lies over the other, from 0 to 1. */
  opacity?: number | undefined;
  /** Put around the words that stand for the picture, where another may yet come. */
  around?: (words: ReactNode) => ReactNode;
  /** A button that shows the picture, where one may. */
  action?: ReactNode;
};
type Relation = "same" | "different" | "unknown";
type Props = {
  left: FaceFrame;
  right: FaceFrame;
  relation: Relation;
  relationLabel: string;
  /** The right one over the left instead of beside it. */
  isOver?: boolean;
};

const shorten = (id: string) => (id.length > 16 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id);

/** Two equal frames joined by what Unico said of them. */
export function FacePair({ left, right, relation, relationLabel, isOver = false }: Props) {
  return (
    <div className="face-pair" data-over={isOver || undefined}>
      <Face frame={left} />
      <div className="face-join" data-relation={relation} role="img" aria-label={relationLabel}>
        <span>
          <RelationSign relation={relation} />
        </span>
      </div>
      <Face frame={right} />
    </div>
  );
}

function Face({ frame }: { frame: FaceFrame }) {
  return (
    <figure className="min-w-0">
      <figcaption className="flex flex-wrap content-end items-baseline justify-between gap-x-2 pb-2">
        <b className="font-semibold">{frame.title}</b>
        {frame.date ? <span className="text-xs text-ink-3">{frame.date}</span> : null}
      </figcaption>
      {frame.state === "shown" && frame.imageUrl ? (
        <FacePicture
          href={frame.imageUrl}
          text={frame.text}
          transform={frame.transform}
          opacity={frame.opacity}
        />
      ) : frame.around ? (
        frame.around(<FaceWords frame={frame} />)
      ) : (
        <FaceWords frame={frame} />
      )}
      <div className="flex flex-wrap justify-between gap-x-2 pt-2 text-xs text-ink-2">
        {frame.id ? (
          <span className="font-mono" title={frame.id}>
            {shorten(frame.id)}
          </span>
        ) : null}
        {frame.source ? <span>{frame.source}</span> : null}
      </div>
    </figure>
  );
}

/** Fills its frame, and is cut where it is wider or higher. */
export function FacePicture({
  href,
  text,
  transform,
  opacity,
}: {
  href: string;
  text: string;
  transform?: string | undefined;
  opacity?: number | undefined;
}) {
  return (
    <svg viewBox="0 0 5 6" role="img" aria-label={text} className="face-frame" opacity={opacity}>
      <image
        href={href}
        width="5"
        height="6"
        preserveAspectRatio="xMidYMid slice"
        {...(transform ? { transform } : {})}
      />
    </svg>
  );
}

const WORDS_ICON = { not_kept: "clock", to_come: "camera", hidden: "eye-off", shown: "camera" } as const;

function FaceWords({ frame }: { frame: FaceFrame }) {
  return (
    <div className="face-frame grid content-center justify-items-center gap-2.5 bg-sunken p-4 text-center text-ink-2">
      <Icon name={WORDS_ICON[frame.state]} size={24} />
      <p className="max-w-full text-xs break-words phone:text-xs">{frame.text}</p>
      {frame.action}
    </div>
  );
}

const SIGN: Record<Relation, string> = {
  different: "M4 7.5h12M4 12.5h12M13 3.5 7 16.5",
  same: "M4 7.5h12M4 12.5h12",
  unknown: "M7.2 7.2a2.8 2.8 0 1 1 4.2 2.4c-1 .6-1.4 1.1-1.4 2.2M10 15.2v.01",
};

function RelationSign({ relation }: { relation: Relation }) {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path d={SIGN[relation]} stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
