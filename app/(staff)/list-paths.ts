import type { ListName } from "#lib/features/views/schema.ts";

export const LIST_PATHS: Record<ListName, string> = {
  cases: "/cases",
  reverifications: "/reverifications",
  processes: "/processes",
  references: "/references",
  exports: "/exports",
  audit: "/audit",
  users: "/settings/users",
};
