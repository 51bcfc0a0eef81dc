/** What names are compared by: lower case, without accents. Stored beside the name and used on what is searched for. */
export const searchKey = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

/** Escapes what LIKE would take for a wildcard. */
export const likePattern = (text: string): string => `%${searchKey(text).replace(/[\\%_]/g, "\\$&")}%`;
