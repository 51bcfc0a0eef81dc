/** What this process's clock is off by, for whoever asks it for the time of day. Timers and `performance` stay true. */
let shiftMs = 0;

/** From here on every `Date.now()` and `new Date()` of this process says another time. */
export function stepClock(byMs: number): void {
  if (shiftMs === 0) replaceDate();
  shiftMs += byMs;
}

function replaceDate(): void {
  const RealDate = globalThis.Date;
  const now = () => RealDate.now() + shiftMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, asked) =>
      given.length === 0 ? new target(now()) : Reflect.construct(target, given, asked),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}
