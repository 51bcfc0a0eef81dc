const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the whole text is a UUID of any version: what Unico's ids and ours are. */
export const isUuid = (text: string): boolean => UUID.test(text);
