/** What the provider of the tests knows us by. */
export const CLIENT_ID = "contraprova";
export const OTHER_CLIENT_ID = "another-program";
export const E2E_CLIENT_SECRET = "only for the tests, as everything here";
