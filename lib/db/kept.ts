import { Prisma } from "./generated/client.ts";

const MARK = "/* kept */ ";
/** Of texts, each of which every connection may keep; what is marked by mistake and never twice the same ends here. */
const MOST = 100;
const names = new Map<string, string>();

/**
 * A statement that each connection keeps parsed and planned, for those that are sent all day: of a small one, that is
 * most of what it costs. Its text is the same every time, and its plan must suit whatever values come: no lists.
 */
export const kept = (
  ...[[first = "", ...more], ...values]: Parameters<typeof Prisma.sql>
): ReturnType<typeof Prisma.sql> => Prisma.sql([MARK + first, ...more], ...values);

/** The name that a statement is kept under; none for those that are not. */
export function keptName({ sql }: { readonly sql: string }): string {
  if (!sql.startsWith(MARK)) return "";
  const name = names.get(sql);
  if (name !== undefined) return name;
  if (names.size >= MOST) return "";
  const given = `kept_${names.size}`;
  names.set(sql, given);
  return given;
}
