import { nextAuthHandler } from "#lib/entry/next-auth.ts";

export { nextAuthHandler as GET, nextAuthHandler as POST };
