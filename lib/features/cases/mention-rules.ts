export type Person = { id: string; name: string; email: string };
/** `handle`: what a mention of the person is written with, behind `@`. */
export type Colleague = { id: string; name: string; handle: string };
export type Mention = { start: number; end: number; id: string };

/** Our policy: a note speaks to at most so many, and is looked through for no more places than these. */
export const MENTIONED_MAX = 20;
const PLACES_MAX = 200;

const localOf = (email: string): string => email.slice(0, email.lastIndexOf("@"));
const firstOf = (name: string): string => name.trim().split(/\s+/)[0] ?? "";
const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The surest first: a part of an e-mail is not lost to somebody whose name it is. */
const CALLED: readonly ((person: Person) => string)[] = [
  ({ email }) => email,
  ({ email }) => localOf(email),
  ({ name }) => name.trim(),
  ({ name }) => firstOf(name),
];

/** Who is called what; what several are called in one way is nobody's. */
function ownersOf(people: readonly Person[]): Map<string, Person | null> {
  const owners = new Map<string, Person | null>();
  for (const callOf of CALLED) {
    const own = new Map<string, Person | null>();
    for (const person of people) {
      const name = folded(callOf(person));
      if (name !== "" && !owners.has(name)) own.set(name, own.has(name) ? null : person);
    }
    for (const [name, person] of own) owners.set(name, person);
  }
  return owners;
}

/** The local part of the e-mail; where it is not one's own, all of it. */
export function colleaguesOf(people: readonly Person[]): Colleague[] {
  const owners = ownersOf(people);
  return people.map((person) => {
    const local = localOf(person.email);
    const isOwn = owners.get(folded(local)) === person;
    return { id: person.id, name: person.name, handle: isOwn ? local : person.email };
  });
}

/** Behind a letter or a dot it is an e-mail address. */
const AT = /(?<![\p{L}\p{N}._%+@-])@(?=[\p{L}\p{N}])/gu;
const goesOn = (rest: string): boolean => /^(?:[\p{L}\p{N}\p{M}]|[._@-][\p{L}\p{N}])/u.test(rest);

/** Whom a text speaks to: `@` and an e-mail, its local part, or a name; case and accents do not count. */
export function mentionsIn(text: string, people: readonly Person[]): { said: Mention[]; unheard: string[] } {
  const owners = ownersOf(people);
  const longestFirst = [...owners.keys()].sort((a, b) => b.length - a.length);
  const said: Mention[] = [];
  const unheard = new Set<string>();
  for (const { index } of [...text.matchAll(AT)].slice(0, PLACES_MAX)) {
    const found = calledAt(text, index + 1, longestFirst);
    const person = found && owners.get(found.name);
    if (person) said.push({ start: index, end: found.end, id: person.id });
    else unheard.add(/^@[\p{L}\p{N}\p{M}._@-]*[\p{L}\p{N}\p{M}]/u.exec(text.slice(index))?.[0] ?? "@");
  }
  return { said, unheard: [...unheard] };
}

/** The longest of the names that stands whole at a place, and where it ends. */
function calledAt(
  text: string,
  start: number,
  longestFirst: readonly string[],
): { name: string; end: number } | null {
  const longest = longestFirst[0]?.length ?? 0;
  const ends: number[] = [start];
  let plain = "";
  // An accent may stand behind its letter or be part of it: places are those of the text as it was typed.
  for (const letter of text.slice(start, start + 2 * longest + 1)) {
    const end = (ends.at(-1) ?? start) + letter.length;
    const one = folded(letter);
    if (one === "") ends[ends.length - 1] = end;
    else for (const _ of one) ends.push(end);
    plain += one;
  }
  for (const name of longestFirst) {
    const end = ends[[...name].length];
    if (end !== undefined && plain.startsWith(name) && !goesOn(text.slice(end))) return { name, end };
  }
  return null;
}
