import {
  type BrowserContextOptions,
  test as base,
  type ConsoleMessage,
  expect,
  type Page,
} from "@playwright/test";
import { cookiesOf, type Who } from "./e2e-people.ts";

type Fixtures = {
  /** A page of its own browser, signed in as somebody or, with null, as nobody. */
  open: (who: Who | null, options?: BrowserContextOptions) => Promise<Page>;
};

/** A page that is not there, or a connection that a test breaks off, is said so in the console too. */
const EXPECTED = /status of 40[34]|net::ERR_(FAILED|INTERNET_DISCONNECTED)/;
/** Everything else there is a fault of ours. */
const isFault = (message: ConsoleMessage): boolean =>
  message.type() === "error" && !EXPECTED.test(message.text());

/**
 * Every page of every test is watched: an error in the console, which is where a breach of the content security policy
 * is told, an uncaught error, or an answer of 500 and above fails the test that met it.
 */
export const test = base.extend<Fixtures>({
  open: async ({ browser }, use) => {
    const troubles: string[] = [];
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (who, options = {}) => {
      const context = await browser.newContext({
        reducedMotion: "reduce",
        ...options,
        ...(who ? { storageState: cookiesOf(who) } : {}),
      });
      contexts.push(context);
      context.on("console", (message) => {
        if (isFault(message)) troubles.push(`console: ${message.text()}`);
      });
      context.on("weberror", (error) => troubles.push(`uncaught: ${error.error().message}`));
      context.on("response", (response) => {
        if (response.status() >= 500) troubles.push(`${response.status()} ${response.url()}`);
      });
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(troubles).toEqual([]);
  },
});

export { expect };
