// The measures of the drawing: 33 rings around each of two centres, in a square of 720.
const RING_STEP = 7.6;
const RINGS = Array.from({ length: 33 }, (_, index) => (RING_STEP * (index + 1)).toFixed(1));
const CENTRE = { x: 268, y: 360 };
const OTHER_CENTRE_X = 452;

/** A sample and its counter-sample, whose rings show where the two differ. Decoration. */
export function Rings() {
  return (
    <svg
      viewBox="0 0 720 720"
      aria-hidden="true"
      className="absolute inset-0 m-auto w-[min(100%,760px)] opacity-75"
    >
      <g fill="none" stroke="currentColor" className="text-accent">
        {RINGS.map((radius) => (
          <circle key={radius} cx={CENTRE.x} cy={CENTRE.y} r={radius} />
        ))}
      </g>
      <g fill="none" stroke="currentColor" className="text-ink-3">
        {RINGS.map((radius) => (
          <circle key={radius} cx={OTHER_CENTRE_X} cy={CENTRE.y} r={radius} />
        ))}
      </g>
    </svg>
  );
}
