/** What leaves no event, on purpose; the reason for each stands in the words of `/audit` under the same name. */
export const NOT_RECORDED = [
  "lists",
  "own",
  "log",
  "nobody",
  "invalid",
  "preview",
  "lease",
  "jobs",
  "health",
  "files",
  "database",
] as const;
