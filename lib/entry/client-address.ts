import { isIP } from "node:net";

/** `[2001:db8::1]:443` or `192.0.2.1:443`: a proxy may write the port too. */
const WITH_PORT = /^(?:\[([^\]]*)\]|(\d[\d.]*))(?::\d+)?$/;

/**
 * The address that the nearest proxy saw; what stands before it is the client's own claim. It goes into the log that
 * nobody can clean, so whatever is no address is nothing.
 */
export function clientAddress(forwarded: string | null | undefined): string | null {
  const last = forwarded?.split(",").at(-1)?.trim() ?? "";
  const [, ipv6, ipv4] = WITH_PORT.exec(last) ?? [];
  // A zone id is free text behind `%`.
  const [address = ""] = (ipv6 ?? ipv4 ?? last).split("%");
  return isIP(address) === 0 ? null : address;
}
