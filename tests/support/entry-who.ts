/** Who knocks: the demo people, nobody, somebody whose account was switched off, somebody who idled too long. */
export const KNOCKERS = [
  "anonymous",
  "support",
  "analyst",
  "manager",
  "admin",
  "disabled",
  "expired",
] as const;
export type Knocker = (typeof KNOCKERS)[number];
export const INSIDE = ["support", "analyst", "manager", "admin"] as const satisfies Knocker[];
export type Inside = (typeof INSIDE)[number];

export const ALL = INSIDE;
export const DESK = ["support", "analyst", "manager"] as const;
export const FRAUD = ["analyst", "manager"] as const;
export const LOG = ["manager", "admin"] as const;
export const ADMIN = ["admin"] as const;
export const MANAGER = ["manager"] as const;

/** Things that exist, to be asked for; each stands in the address of something. */
export type Ids = Record<
  "case" | "reverification" | "process" | "list" | "import" | "subject" | "user" | "event",
  string
>;
