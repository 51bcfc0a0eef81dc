/** A picture for a camera; dark on light in both themes, or some cameras do not read it. */
export function CodePicture({ size, path, label }: { size: number; path: string; label: string }) {
  return (
    <div data-theme="light" className="w-fit rounded-sm border border-line-strong bg-surface text-ink">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={label}
        shapeRendering="crispEdges"
        className="block size-48"
      >
        <path d={path} fill="currentColor" />
      </svg>
    </div>
  );
}
