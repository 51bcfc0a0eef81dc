import type { Dispatcher } from "undici";

type Places = { free: number; readonly waiting: Set<() => void> };
const placesOf = new WeakMap<Dispatcher, Map<string, Places>>();

/**
 * A place among the requests that a host is sent at the same time, or null when none came free in time. It is given
 * back by calling what is answered. undici has a queue of its own, but what waits there outlives its deadline, and is
 * lost when every connection fails (undici 8.12.4, `Pool`).
 */
export async function takePlace(
  dispatcher: Dispatcher,
  origin: string,
  most: number,
  waitMs: number,
): Promise<(() => void) | null> {
  const ofDispatcher = placesOf.get(dispatcher) ?? new Map<string, Places>();
  placesOf.set(dispatcher, ofDispatcher);
  const places = ofDispatcher.get(origin) ?? { free: most, waiting: new Set() };
  ofDispatcher.set(origin, places);

  const giveBack = () => {
    const [next] = places.waiting;
    if (!next) {
      places.free += 1;
      return;
    }
    places.waiting.delete(next);
    next();
  };
  if (places.free > 0) {
    places.free -= 1;
    return giveBack;
  }
  return new Promise((resolve) => {
    const take = () => {
      clearTimeout(giveUp);
      resolve(giveBack);
    };
    const giveUp = setTimeout(() => {
      places.waiting.delete(take);
      resolve(null);
    }, waitMs);
    places.waiting.add(take);
  });
}
