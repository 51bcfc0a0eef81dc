import "server-only";
import type { Db } from "#lib/db/client.ts";

type Job =
  | { readonly task: "read-notice"; readonly payload: { readonly noticeId: string } }
  | { readonly task: "look-up-list"; readonly payload: { readonly listId: string } }
  | { readonly task: "import-references"; readonly payload: Record<string, never> }
  | { readonly task: "remove-erased-files"; readonly payload: { readonly subject: string } }
  | { readonly task: "run-exports"; readonly payload: { readonly exportId: string } };

/**
 * Asks the worker for a job, in the transaction of what it is about: both are there, or neither. Does nothing while a
 * job of that task for that `about` is still to run.
 */
export async function enqueue(db: Db, { task, payload }: Job, about: string): Promise<void> {
  await db.$executeRaw`SELECT enqueue_job(${task}, ${JSON.stringify(payload)}::json, ${`${task}:${about}`})`;
}
