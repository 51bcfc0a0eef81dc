import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** An address whose path cannot be decoded, read as the plain text that it is: every `%` stands for itself. */
export function readableAddress(address: string): string {
  const end = address.indexOf("?");
  const path = end < 0 ? address : address.slice(0, end);
  try {
    decodeURIComponent(path);
    return address;
  } catch {
    return path.replaceAll("%", "%25") + address.slice(path.length);
  }
}

/**
 * Next 16 decodes the path of a page with parameters before it calls the proxy, and answers 500 where that fails.
 * Node tells of a request before it hands it on: there the address becomes one that leads to "nothing here".
 */
export function readAddressesAsText(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    if (request.url) request.url = readableAddress(request.url);
  });
}
