/** Product policy: idle half an hour, twelve hours in all. */
export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_LIFE_MS = 12 * 3_600_000;
/** `lastSeenAt` is written at most this often: exact to a minute is enough for the idle limit. */
export const SESSION_TOUCH_MS = 60_000;
export const LINK_LIFE_MS = 72 * 3_600_000;

export type SessionFacts = {
  createdAt: Date;
  lastSeenAt: Date;
  endedAt: Date | null;
  user: { disabledAt: Date | null };
};

export type Standing = "live" | "ended" | "disabled" | "idle" | "expired";

/** Whether a session still lets anybody in at `now`. */
export function standingOf(session: SessionFacts, now: Date): Standing {
  if (session.endedAt) return "ended";
  if (session.user.disabledAt) return "disabled";
  if (now.getTime() - session.createdAt.getTime() >= SESSION_LIFE_MS) return "expired";
  if (now.getTime() - session.lastSeenAt.getTime() >= SESSION_IDLE_MS) return "idle";
  return "live";
}

export const needsTouch = (lastSeenAt: Date, now: Date): boolean =>
  now.getTime() - lastSeenAt.getTime() >= SESSION_TOUCH_MS;

export type LinkFacts = { usedAt: Date | null; expiresAt: Date };

/** Whether a one-time link still sets a password at `now`. */
export function standingOfLink(link: LinkFacts, now: Date): "live" | "used" | "expired" {
  if (link.usedAt) return "used";
  return link.expiresAt > now ? "live" : "expired";
}

/** Our policy, over what NIST SP 800-63B-4 asks beside a second factor: long ones allowed, no composition rules. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;
