// No more hex digits on either side: an id with a digit too many is another id, not this one.
const UUID_INSIDE = /(?<![0-9a-f])[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/i;
/** What word processors and chats put where a hyphen was typed, and what they hide inside words. */
const OTHER_HYPHENS = /[\u2010-\u2015\u2212\ufe63\uff0d]/g;
const UNSEEN = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** A pasted text with the hyphens that were meant, and without what nobody sees. */
const asTyped = (text: string): string => text.replace(OTHER_HYPHENS, "-").replace(UNSEEN, "");

/** The first UUID in a pasted link or sentence, in lower case; null when there is none. */
export const uuidIn = (typed: string): string | null =>
  UUID_INSIDE.exec(asTyped(typed))?.[0].toLowerCase() ?? null;

const EVERY_UUID = new RegExp(UUID_INSIDE, "gi");

/** Every UUID of a text in its order, in lower case, and what is left of the text without them. */
export function uuidsIn(typed: string): { ids: string[]; rest: string } {
  const plain = asTyped(typed);
  const ids = Array.from(plain.matchAll(EVERY_UUID), ([id]) => id.toLowerCase());
  return { ids, rest: plain.replace(EVERY_UUID, " ") };
}
