import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { createTurns, type Party } from "./turns.ts";

/** OWASP asks for at least m=19 MiB, t=2, p=1; we take three times that, about 60 ms here. */
const COST = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const;

/** 64 MiB each; and Node's pool has four threads, of which files and names of hosts need one. */
const AT_ONCE = 3;
/** Ours: the last of so many of one address waits some eight seconds, about as long as a person waits. */
const WAITING_MAX = 400;

const inTurn = createTurns({ atOnce: AT_ONCE, waitingMax: WAITING_MAX });
const FIRST: Party = { first: true };

/** Only who holds a live link, or gave the right password, or the command line, gets here: never kept waiting by a flood. */
export async function hashPassword(password: string): Promise<string> {
  const made = await inTurn(FIRST, () => hash(password, COST));
  if (made === null) throw new Error("who comes first was not let in");
  return made;
}

const PARAMETERS = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/;

/** Whether a stored hash costs a guesser less than one made today. */
export function isWeaker(stored: string): boolean {
  const [, memoryCost, timeCost] = PARAMETERS.exec(stored) ?? [];
  return !(Number(memoryCost) >= COST.memoryCost && Number(timeCost) >= COST.timeCost);
}

let decoy: Promise<string> | undefined;

/**
 * Checks against a decoy where there is no hash, so that an unknown account takes as long as a known one. Past
 * `WAITING_MAX` in line it does not check at all, right or wrong.
 */
export async function checkPassword(
  stored: string | null,
  password: string,
  party: Party = FIRST,
): Promise<"right" | "wrong" | "busy"> {
  decoy ??= hash("a password that nobody has", COST);
  const against = stored ?? (await decoy);
  const matches = await inTurn(party, () => verify(against, password));
  if (matches === null) return "busy";
  return stored !== null && matches ? "right" : "wrong";
}
