import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { draftOf, fieldOf, NOTHING } from "./fields.ts";
import { MOST_RULES, NOTE_MAX, ruleSchema, rulesSchema, type TriageRule } from "./schema.ts";
import { BLANK } from "./shipped.ts";

/** Rules, and a few slots for new ones. */
const MOST_SLOTS = MOST_RULES + 1;

type Members = Readonly<Record<string, unknown>>;

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === "string" && each !== "",
  );
const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
/** As people type a number: with a minus of their keyboard or of ours. Null is left empty, NaN is none. */
const numberOf = (value: unknown): number | null => {
  const typed = textOf(value).replace("−", "-");
  return typed === "" ? null : /^-?\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
};

/** A slot's fields as the rule's schema takes them. */
function ruleOf(slot: number, members: Members, newKey: () => string) {
  const of = (name: string) => members[fieldOf(slot, name)];
  const [least, days] = [numberOf(of("repeatsLeast")), numberOf(of("repeatsDays"))];
  const opens = textOf(of("opens"));
  const key = textOf(of("key"));
  return {
    key: key === "" ? newKey() : key,
    name: textOf(of("name")) === "" ? null : textOf(of("name")),
    isOn: of("isOn") !== undefined,
    when: {
      fraudsters: listOf(of("fraudsters")),
      outcomes: listOf(of("outcomes")),
      biometry: listOf(of("biometry")),
      liveness: listOf(of("liveness")),
      scoreMin: numberOf(of("scoreMin")),
      scoreMax: numberOf(of("scoreMax")),
      subsidiaries: listOf(of("subsidiaries")),
      repeats:
        least === null && days === null ? null : { least: least ?? Number.NaN, days: days ?? Number.NaN },
    },
    opens: opens === NOTHING ? null : { priority: opens, dueHours: numberOf(of("dueHours")) ?? Number.NaN },
  };
}

/** The field of a slot that an issue of the rule's schema is about. */
function fieldAt(path: readonly PropertyKey[]): string {
  const [first, second, third] = path.map(String);
  if (first === "when" && second === "repeats") return third === "days" ? "repeatsDays" : "repeatsLeast";
  if (first === "when") return second ?? "fraudsters";
  if (first === "opens") return second === "dueHours" ? "dueHours" : "opens";
  return "name";
}

const UNTOUCHED = draftOf({ ...BLANK, key: "" });

/** The slot of a new rule is as it was drawn; what a form leaves out nobody changed. */
function isUntouched(slot: number, members: Members): boolean {
  const of = (name: string) => members[fieldOf(slot, name)];
  const isAs = (name: string, drawn: string) => of(name) === undefined || textOf(of(name)) === drawn;
  return (
    isAs("place", String(slot + 1)) &&
    Object.entries(UNTOUCHED).every(([name, drawn]) =>
      typeof drawn === "string"
        ? isAs(name, drawn)
        : typeof drawn === "boolean"
          ? (of(name) !== undefined) === drawn
          : listOf(of(name)).length === 0,
    )
  );
}

type Placed = { place: number; rule: TriageRule };

/** The rules of a form in their order, or what is wrong with which field. `newKey` names what is new. */
const rulesIn = (newKey: () => string) =>
  z.record(z.string(), z.unknown()).transform((members, ctx): TriageRule[] => {
    const refuse = (field: string, message: string) =>
      ctx.addIssue({ code: "custom", path: [field], message });
    const placed: Placed[] = [];
    for (let slot = 0; slot < MOST_SLOTS; slot += 1) {
      const isThere = members[fieldOf(slot, "key")] !== undefined;
      const isLeft = members[fieldOf(slot, "remove")] !== undefined || isUntouched(slot, members);
      if (!isThere || isLeft) continue;
      const place = numberOf(members[fieldOf(slot, "place")]);
      if (place === null || !(place >= 1)) refuse(fieldOf(slot, "place"), say("field.place"));
      const read = ruleSchema.safeParse(ruleOf(slot, members, newKey));
      if (read.success) placed.push({ place: place ?? 0, rule: read.data });
      else for (const issue of read.error.issues) refuse(fieldOf(slot, fieldAt(issue.path)), issue.message);
    }
    // Two of the same place stay in the order in which they were drawn.
    const rules = placed.toSorted((one, other) => one.place - other.place).map(({ rule }) => rule);
    if (!rulesSchema.safeParse(rules).success) refuse("rules", say("field.rulesMany"));
    return rules;
  });

const version = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const note = z
  .string({ error: say("field.whyShort") })
  .trim()
  .min(1, say("field.whyShort"))
  .max(NOTE_MAX, say("field.whyShort"));

const newKey = () => `own_${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;
const rulesForm = rulesIn(newKey);

/** `act` is the button: trying needs no reason, saving does. */
export const triageInput = z
  .object({ version, act: z.enum(["try", "save"]), note: z.unknown().optional() })
  .loose()
  .transform(({ version: after, act, note: typed, ...members }, ctx) => {
    const rules = rulesForm.safeParse(members);
    const why = act === "save" ? note.safeParse(typed) : null;
    for (const issue of rules.error?.issues ?? []) ctx.addIssue({ ...issue, code: "custom" });
    if (why?.error) ctx.addIssue({ code: "custom", path: ["note"], message: say("field.whyShort") });
    if (!rules.success || why?.error) return z.NEVER;
    return { after, act, rules: rules.data, note: why?.data ?? "" };
  });

export const retakeInput = z.object({ version, number: version, note });
