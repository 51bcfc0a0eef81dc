import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** OWASP asks for at least m=19 MiB, t=2, p=1; we take three times that, about 60 ms here. */
const COST = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const;

/** 64 MiB each; and Node's pool has four threads, of which files and names of hosts need one. */
const AT_ONCE = 3;
/** Ours: the last of so many waits some four seconds, which is as long as a person waits. */
const WAITING_MAX = 200;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    // The turn goes to the next in line, or back.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Waits however long the line is: only who holds a live link, or the command line, gets here. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST));

const PARAMETERS = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/;

/** Whether a stored hash costs a guesser less than one made today. */
export function isWeaker(stored: string): boolean {
  const [, memoryCost, timeCost] = PARAMETERS.exec(stored) ?? [];
  return !(Number(memoryCost) >= COST.memoryCost && Number(timeCost) >= COST.timeCost);
}

let decoy: Promise<string> | undefined;

/**
 * Checks against a decoy where there is no hash, so that an unknown account takes as long as a known one. Past
 * `WAITING_MAX` in line it does not check at all, whoever asks.
 */
export async function checkPassword(
  stored: string | null,
  password: string,
): Promise<"right" | "wrong" | "busy"> {
  if (waiting.length >= WAITING_MAX) return "busy";
  decoy ??= hash("a password that nobody has", COST);
  const against = stored ?? (await decoy);
  const matches = await inTurn(() => verify(against, password));
  return stored !== null && matches ? "right" : "wrong";
}
