import { shapeOf, withoutCpfs } from "#lib/privacy/mask.ts";

/** The document of a process as Unico sent it, before anything was read out of it. */
export type Wire = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Wire =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function wireOf(answer: unknown): Wire {
  const wire = isObject(answer) ? answer.process : null;
  return isObject(wire) ? wire : {};
}

/** What stands under a path such as `company.code`; undefined where nothing does. Own members only. */
export const memberAt = (wire: Wire, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      wire,
    );

/** A simple value as it was sent, CPFs masked, and of any other how it is made; null for none, or an empty one. */
export function rawOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return withoutCpfs(typeof value === "string" ? value : shapeOf(value)) || null;
}

/** The same of a member that is documented as a list of simple values. */
export const rawOfList = (value: unknown): string | null =>
  Array.isArray(value) ? value.map(rawOf).join(", ") || null : rawOf(value);

/** Names of members that stand under no path of `known`, at any depth above one that is known. */
export function membersBeside(wire: Wire, known: readonly string[], under = ""): string[] {
  return Object.entries(wire).flatMap(([name, value]) => {
    const path = `${under}${name}`;
    if (known.includes(path)) return [];
    const isAbove = known.some((each) => each.startsWith(`${path}.`));
    return isAbove && isObject(value) ? membersBeside(value, known, `${path}.`) : [path];
  });
}
