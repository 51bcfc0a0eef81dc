export const AUDIT_PATH = "/audit";

/** Who saw one person; the id is our own and opaque. */
export const subjectAuditPath = (id: string): string => `${AUDIT_PATH}/subjects/${id}`;
