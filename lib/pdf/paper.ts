/** Points: 1/72 inch. */
export const A4 = { width: 595.28, height: 841.89 } as const;
export const MARGIN = { side: 48, top: 48, bottom: 60 } as const;

/** Paper has no themes: the light one's ink, as sRGB. */
export const INK = { text: "#171d24", quiet: "#4b545d", line: "#d9d7d2", alert: "#b3261e" } as const;
export type Ink = keyof typeof INK;

export type Face = "sans" | "strong" | "mono";
export type Type = { readonly face: Face; readonly size: number; readonly lead: number; readonly ink: Ink };

export const TYPE = {
  title: { face: "strong", size: 18, lead: 24, ink: "text" },
  heading: { face: "strong", size: 12, lead: 17, ink: "text" },
  subheading: { face: "strong", size: 10, lead: 14, ink: "text" },
  text: { face: "sans", size: 9.5, lead: 14, ink: "text" },
  strong: { face: "strong", size: 9.5, lead: 14, ink: "text" },
  alert: { face: "strong", size: 9.5, lead: 14, ink: "alert" },
  quiet: { face: "sans", size: 8.5, lead: 12, ink: "quiet" },
  mono: { face: "mono", size: 8.5, lead: 13, ink: "quiet" },
  cell: { face: "sans", size: 8, lead: 11, ink: "text" },
  head: { face: "strong", size: 8, lead: 11, ink: "text" },
  foot: { face: "sans", size: 7.5, lead: 10, ink: "quiet" },
} as const satisfies Record<string, Type>;
export type TypeName = keyof typeof TYPE;
