/** Whether the database refused, or did not answer: a right is missing, a lock held, a disk full, nobody there. */
export const isDatabaseTrouble = (error: unknown): error is Error =>
  error instanceof Error && /^(PrismaClient\w*Error|DriverAdapterError)$/.test(error.name);

/** The same of a connection that is not Prisma's, and of files: PostgreSQL's answers have a severity, the system's a call. */
export function isConnectionTrouble(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isConnectionTrouble);
  const isLost = /^(Connection terminated|the connection to PostgreSQL ended)/.test(error.message);
  return isLost || "severity" in error || "syscall" in error;
}

/** What a log may hold of it: PostgreSQL's own code, and no value of any query. */
export function troubleCode(error: Error): string {
  const said = /\b(?:Code: `|code: ")?([0-9][0-9A-Z]{4})\b/.exec(error.message)?.[1];
  const code: unknown = Reflect.get(error, "code");
  return said ?? (typeof code === "string" ? code : "unknown");
}
