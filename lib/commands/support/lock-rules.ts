/** Oldest versions without a known hole. */
const FLOORS = { next: "16.4.5", sharp: "0.35.5", "next-auth": "4.24.15", undici: "8.12.4" } as const;

type Entry = {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
export type Lockfile = { readonly packages?: Readonly<Record<string, Entry>> };

/** What is wrong with a lockfile, one line each. */
export function lockProblems({ packages = {} }: Lockfile): string[] {
  if (Object.keys(packages).length < 2) return ["no packages in it"];
  return Object.entries(packages).flatMap(([place, entry]) => [
    ...missingOptional(packages, place, entry),
    ...(place === "" ? [] : [...sourceProblems(place, entry), ...floorProblems(place, entry)]),
  ]);
}

/** A platform's package that the registry lacked on the day is left out without a word, and `npm ci` fails there. */
function missingOptional(packages: Lockfile["packages"], place: string, entry: Entry): string[] {
  return Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isLocked(packages, place, name))
    .map(([name, range]) => `${place || "the root"} wants ${name}@${range}, which is not locked`);
}

/** Looks where Node would: beside the package, then outwards. */
function isLocked(packages: Lockfile["packages"] = {}, place: string, name: string): boolean {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (packages[`${at ? `${at}/` : ""}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

function sourceProblems(place: string, entry: Entry): string[] {
  const problems: string[] = [];
  if (entry.link) problems.push(`${place} is a link to a folder`);
  else if (!entry.integrity && !entry.inBundle) problems.push(`${place} has no integrity`);
  if (entry.resolved)
    problems.push(`${place} has an address: set omit-lockfile-registry-resolved and lock again`);
  return problems;
}

function floorProblems(place: string, entry: Entry): string[] {
  const name = entry.name ?? place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
  const floor = Object.entries(FLOORS).find(([floored]) => floored === name)?.[1];
  if (!floor || isAtLeast(entry.version ?? "", floor)) return [];
  return [`${place} is ${entry.version}, older than ${floor}`];
}

/** A pre-release counts as older than its release. */
function isAtLeast(version: string, floor: string): boolean {
  const [release = "", ...rest] = version.split("-");
  const [have, want] = [release, floor].map((v) => v.split(".").map(Number));
  for (const [i, number] of (want ?? []).entries()) {
    const own = have?.[i] ?? Number.NaN;
    if (own !== number) return own > number;
  }
  return rest.length === 0;
}
