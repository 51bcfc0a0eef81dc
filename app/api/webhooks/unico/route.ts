import { noticeHandler, noticesArePosted } from "#lib/entry/webhook.ts";

export const dynamic = "force-dynamic";

export {
  noticeHandler as POST,
  noticesArePosted as DELETE,
  noticesArePosted as GET,
  noticesArePosted as HEAD,
  noticesArePosted as OPTIONS,
  noticesArePosted as PATCH,
  noticesArePosted as PUT,
};
