/** How pictures lie in their frames, which are 5 wide and 6 high. */
export type FaceTurn = { zoom: number; quarters: number; x: number; y: number };

/** Where eyes are when a capture follows the frame: 44 % of its height. */
const MIDDLE = { x: 2.5, y: 2.64 };
export const ZOOMS = [1, 1.5, 2, 3] as const;
export const STRAIGHT: FaceTurn = { zoom: 1, quarters: 0, ...MIDDLE };

const between = (value: number, min: number, max: number) => Math.min(Math.max(value, min), max);

/** The same with the place that is looked at kept so that the frame stays filled. */
const filled = ({ zoom, quarters, x, y }: FaceTurn): FaceTurn => ({
  zoom,
  quarters,
  x: between(x, MIDDLE.x / zoom, 5 - (5 - MIDDLE.x) / zoom),
  y: between(y, MIDDLE.y / zoom, 6 - (6 - MIDDLE.y) / zoom),
});

/** One step nearer, and from the nearest back to the whole. */
export function nearer(turn: FaceTurn): FaceTurn {
  const zoom = ZOOMS.find((each) => each > turn.zoom) ?? ZOOMS[0];
  return filled(zoom === ZOOMS[0] ? { ...STRAIGHT, quarters: turn.quarters } : { ...turn, zoom });
}

export const rotated = (turn: FaceTurn): FaceTurn => ({ ...turn, quarters: (turn.quarters + 1) % 4 });

/** A third of what the frame shows to one side. */
export const moved = (turn: FaceTurn, right: -1 | 0 | 1, down: -1 | 0 | 1): FaceTurn =>
  filled({ ...turn, x: turn.x + (right * 5) / 3 / turn.zoom, y: turn.y + (down * 6) / 3 / turn.zoom });

/** Taken along by a hand that moved over the frame by parts of its width and height. */
export const dragged = (turn: FaceTurn, right: number, down: number): FaceTurn =>
  filled({ ...turn, x: turn.x - (right * 5) / turn.zoom, y: turn.y - (down * 6) / turn.zoom });

/** As an SVG transform of a picture that fills the frame. */
export function transformOf({ zoom, quarters, x, y }: FaceTurn, isMirrored: boolean): string {
  const near = `translate(${MIDDLE.x} ${MIDDLE.y}) scale(${zoom}) translate(${-x} ${-y})`;
  const mirror = isMirrored ? " translate(5 0) scale(-1 1)" : "";
  return `${near}${mirror} rotate(${quarters * 90} 2.5 3)`;
}
