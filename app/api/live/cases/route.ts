import { liveCases, refuseHead } from "#lib/entry/live.ts";

export const dynamic = "force-dynamic";
export const HEAD = refuseHead;

/** What is new in a page of the queue, as long as it stays open. */
export const GET = (request: Request): Promise<Response> => liveCases(request);
