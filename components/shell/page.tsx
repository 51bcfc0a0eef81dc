import type { ReactNode } from "react";

type Props = {
  children: ReactNode;
  dock?: ReactNode;
  /** Accessible name of the dock. */
  dockLabel?: string;
};

/** The main landmark; with a dock, what one acts on stays at the right and scrolls by itself. */
export function Page({ children, dock, dockLabel }: Props) {
  if (!dock) {
    return (
      <main id="main" tabIndex={-1} className="flex min-w-0 grow flex-col outline-none">
        {children}
      </main>
    );
  }
  return (
    <main id="main" tabIndex={-1} className="page-docked outline-none">
      <div className="flex min-w-0 flex-col bg-surface pb-8">{children}</div>
      <aside className="dock" aria-label={dockLabel}>
        {dock}
      </aside>
    </main>
  );
}

type SectionProps = { title?: string; titleId?: string; children: ReactNode; grow?: boolean };

/** A part of the dock, under a line. */
export function DockSection({ title, titleId, children, grow = false }: SectionProps) {
  return (
    <section
      className={`flex flex-col gap-3 border-line px-6 pt-3.5 pb-4 not-first:border-t phone:px-4 ${grow ? "grow" : ""}`}
      aria-labelledby={titleId}
    >
      {title ? (
        <h2 id={titleId} className="text-base font-semibold">
          {title}
        </h2>
      ) : null}
      {children}
    </section>
  );
}
