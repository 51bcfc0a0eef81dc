import type { ReverificationState } from "#lib/features/reverifications/rules.ts";
import type { Deed, Truth } from "./scripted-unico.ts";

/** What we believe of one intent, from the commands alone. */
export type Intent = {
  readonly number: number;
  readonly picture: number;
  readonly reference: number;
  state: ReverificationState;
  /** before: waits for its turn. flight: a request is at Unico. over: its sender does nothing more with it. */
  phase: "before" | "flight" | "over";
  /** Its sender died, or says nothing any more: the next sweep ends it. */
  isSilent: boolean;
  isDead: boolean;
  /** The process that Unico made, where the row knows its id. */
  truth: Truth | null;
  /** Its process was made, and the answer went to a sender that was dead: no row knows the id. */
  isStray: boolean;
  /** Notices of it that came already. */
  readonly noticed: Set<string>;
  requests: number;
  tokensLeft: number;
  busyLeft: number;
  hasWord: boolean;
  isReplaced: boolean;
};

export type Model = { intents: Intent[] };

export const newIntent = (number: number, picture: number, reference: number): Intent => ({
  number,
  picture,
  reference,
  state: "pending",
  phase: "before",
  isSilent: false,
  isDead: false,
  truth: null,
  isStray: false,
  noticed: new Set(),
  requests: 0,
  tokensLeft: 1,
  busyLeft: 4,
  hasWord: false,
  isReplaced: false,
});

/** Which earlier one a start with this picture and reference is, or asks about; null when it is a new one. */
export function twinOf(model: Model, picture: number, reference: number): Intent | null {
  const same = model.intents.filter((it) => it.picture === picture && it.reference === reference).reverse();
  const isUnderWay = ({ state }: Intent) => state === "pending" || state === "sent";
  const wasWorkedOn = ({ state, truth }: Intent) =>
    state === "completed" || state === "unknown" || (state === "failed" && truth !== null);
  return same.find(isUnderWay) ?? same.find(wasWorkedOn) ?? null;
}

const isOpen = ({ state }: Intent): boolean => state === "sent" || state === "unknown";

function end(intent: Intent, state: ReverificationState): void {
  intent.state = state;
  if (state !== "unknown") intent.hasWord = false;
}

/** Its turn came: the request leaves, unless somebody ended the row meanwhile. */
export function passTurn(intent: Intent): "left" | "fenced" {
  const expected = intent.requests === 0 ? "pending" : "sent";
  if (intent.state !== expected) {
    intent.phase = "over";
    return "fenced";
  }
  intent.state = "sent";
  intent.phase = "flight";
  intent.requests += 1;
  return "left";
}

const STATE_OF_TRUTH: Record<Exclude<Truth, "working">, ReverificationState> = {
  match: "completed",
  no_match: "completed",
  flagged: "completed",
  status5: "failed",
};

/** Unico did something with the request in flight. True when the client asks for another turn. */
export function hear(intent: Intent, deed: Deed): boolean {
  if (intent.isDead) {
    intent.phase = "over";
    intent.isStray = deed in STATE_OF_TRUTH || deed === "working";
    return false;
  }
  if (deed === "token" && intent.tokensLeft-- > 0) return askAgain(intent);
  if (deed === "busy" && intent.busyLeft-- > 0) return askAgain(intent);
  intent.phase = "over";
  switch (deed) {
    case "token":
    case "busy":
      if (isOpen(intent)) end(intent, "failed");
      return false;
    case "refuse":
      if (isOpen(intent)) end(intent, "refused");
      return false;
    case "error":
    case "lose":
      if (intent.state === "sent") intent.state = "unknown";
      return false;
    case "working":
      if (isOpen(intent)) intent.truth = "working";
      return false;
    default:
      if (isOpen(intent)) {
        intent.truth = deed;
        end(intent, STATE_OF_TRUTH[deed]);
      }
      return false;
  }
}

function askAgain(intent: Intent): true {
  intent.phase = "before";
  return true;
}

/** The row knows its process: what Unico says of it now settles it. */
export function read(intent: Intent): void {
  if (isOpen(intent) && intent.truth && intent.truth !== "working") end(intent, STATE_OF_TRUTH[intent.truth]);
}

/** A notice: a hint to read. The same one again is none, and one about what no row knows leads nowhere. */
export function notice(intent: Intent, word: string): void {
  if (intent.noticed.has(word)) return;
  intent.noticed.add(word);
  read(intent);
}

/** Everybody who fell silent is given up, and everything with an id is read. */
export function sweep(model: Model): void {
  for (const intent of model.intents) {
    if (intent.isSilent && intent.truth === null) {
      if (intent.state === "pending") intent.state = "failed";
      else if (intent.state === "sent") intent.state = "unknown";
    }
    read(intent);
  }
}
