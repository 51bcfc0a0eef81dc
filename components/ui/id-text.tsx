import { shortId } from "#lib/format.ts";

/** An id as it is seen, short; as it is read out and found, whole. */
export function IdText({ id }: { id: string }) {
  return (
    <span className="whitespace-nowrap font-mono text-xs" title={id}>
      <span aria-hidden="true">{shortId(id)}</span>
      <span className="sr-only">{id}</span>
    </span>
  );
}
