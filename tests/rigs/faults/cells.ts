import type { Link } from "#tests/rigs/ground.ts";
import type { Direction, NetworkFault } from "#tests/rigs/proxy.ts";

export type Cell = { readonly link: Link; readonly fault: NetworkFault };

const LINKS: readonly Link[] = ["database", "unico", "token"];
const DIRECTIONS: readonly Direction[] = ["up", "down"];

/** Every link by every fault, and for those that have one, by direction and place. */
export function cellsOf(places: readonly number[], links: readonly Link[] = LINKS): Cell[] {
  const atConnect = (["refuse", "close", "reset_at_once", "mute"] as const).map((kind) => ({ kind }));
  const slow = DIRECTIONS.flatMap((direction): NetworkFault[] => [
    { kind: "delay", direction, ms: 150 },
    { kind: "slice", direction, bytes: 97 },
  ]);
  const broken = DIRECTIONS.flatMap((direction) =>
    (["reset", "cut", "stall"] as const).flatMap((kind) =>
      places.map((afterBytes): NetworkFault => ({ kind, direction, afterBytes })),
    ),
  );
  return links.flatMap((link) => [...atConnect, ...slow, ...broken].map((fault) => ({ link, fault })));
}

export const nameOf = ({ link, fault }: Cell): string =>
  [link, ...Object.values(fault)].map(String).join(" ");
