import { withoutCpfs } from "./mask.ts";

/** Words of a closed list look like this; with more digits in a row it may be a number of somebody's. */
const LIST_WORD = /^(?!.*\d{8})[\w.-]{1,100}$/;

/**
 * A value from outside that should be a word of a closed list, fit for a column in clear: anything else may be
 * somebody's data, and only its kind stays. What is no text comes as JSON.
 */
export function listWord(value: string): string {
  if (LIST_WORD.test(value) && withoutCpfs(value) === value) return value;
  if (value.startsWith("[")) return "(list)";
  return value.startsWith("{") ? "(object)" : "(text)";
}
