/** Product policy: idle half an hour, twelve hours in all. */
export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_LIFE_MS = 12 * 3_600_000;
/** Between the right password and the code that is to follow it. */
export const PENDING_LIFE_MS = 10 * 60_000;
/** How long a proof of who sits there counts for what asks for a fresh one. */
export const FRESH_MS = 5 * 60_000;
/** From the fresh proof that begins a new second factor to its first code: time to find the telephone. */
export const SET_UP_MS = 15 * 60_000;
/** `lastSeenAt` is written at most this often: the idle limit is exact to a second, and never too long. */
export const SESSION_TOUCH_MS = 1_000;
/** How long the company's word counts: whoever leaves its group is out within this time. */
export const VOUCH_MS = 15 * 60_000;
export const LINK_LIFE_MS = 72 * 3_600_000;

export type SessionFacts = {
  stage: "password" | "full";
  way: "password" | "company";
  /** When the company's sign-in last vouched for the person; the start of the session where nothing is known. */
  vouchedAt: Date | null;
  createdAt: Date;
  lastSeenAt: Date;
  endedAt: Date | null;
  user: { disabledAt: Date | null };
};

export type Standing = "live" | "ended" | "disabled" | "idle" | "expired" | "unvouched";

/** Whether a session still lets anybody in at `now`. */
export function standingOf(session: SessionFacts, now: Date): Standing {
  if (session.endedAt) return "ended";
  if (session.user.disabledAt) return "disabled";
  const lifeMs = session.stage === "full" ? SESSION_LIFE_MS : PENDING_LIFE_MS;
  if (now.getTime() - session.createdAt.getTime() >= lifeMs) return "expired";
  if (now.getTime() - session.lastSeenAt.getTime() >= SESSION_IDLE_MS) return "idle";
  const vouchedAt = session.vouchedAt ?? session.createdAt;
  if (session.way === "company" && now.getTime() - vouchedAt.getTime() >= VOUCH_MS) return "unvouched";
  return "live";
}

export const needsTouch = (lastSeenAt: Date, now: Date): boolean =>
  now.getTime() - lastSeenAt.getTime() >= SESSION_TOUCH_MS;

/** Whether a proof of `confirmedAt` is recent enough at `now`. */
export const isFresh = (confirmedAt: Date | null | undefined, now: Date, withinMs = FRESH_MS): boolean =>
  confirmedAt ? now.getTime() - confirmedAt.getTime() < withinMs : false;

export type LinkFacts = { usedAt: Date | null; expiresAt: Date };

/** Whether a one-time link still sets a password at `now`. */
export function standingOfLink(link: LinkFacts, now: Date): "live" | "used" | "expired" {
  if (link.usedAt) return "used";
  return link.expiresAt > now ? "live" : "expired";
}

/** Our policy, over what NIST SP 800-63B-4 asks beside a second factor: long ones allowed, no composition rules. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;
