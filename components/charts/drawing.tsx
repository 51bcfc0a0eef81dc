import type { ReactNode } from "react";

type Props = { label: string; width: number; height: number; children: ReactNode };

/** A chart that is one picture. */
export const Picture = ({ label, width, height, children }: Props) => (
  <svg
    role="img"
    aria-label={label}
    className="chart chart-scaled block w-full"
    viewBox={`0 0 ${width} ${height}`}
  >
    {children}
  </svg>
);

/** A chart whose parts are links: a way through them by its name. */
export const Drawing = ({ label, width, height, children }: Props) => (
  <nav aria-label={label}>
    <svg className="chart chart-scaled block w-full" viewBox={`0 0 ${width} ${height}`}>
      <title>{label}</title>
      {children}
    </svg>
  </nav>
);
