/** How mail leaves, out of `SMTP_URL`. */
export type Smtp = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte, as `smtps:` says; else by STARTTLS, which is insisted on but on this machine. */
  readonly isTlsAtOnce: boolean;
  readonly isTlsNeeded: boolean;
  readonly account: { readonly user: string; readonly pass: string } | null;
  /** The address that mail comes from. */
  readonly from: string;
};

const ADDRESS = /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+$/;
const OWN_HOSTS: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** `smtps://user:password@host:465?from=contraprova@example.com`, or `smtp://…:587?from=…` */
export function readSmtpUrl(value: string): Smtp | null {
  const url = URL.parse(value);
  if (!url || !["smtp:", "smtps:"].includes(url.protocol) || !url.hostname || url.hash) return null;
  if (!["", "/"].includes(url.pathname) || [...url.searchParams.keys()].join() !== "from") return null;
  const from = url.searchParams.get("from") ?? "";
  if (!ADDRESS.test(from) || Boolean(url.username) !== Boolean(url.password)) return null;
  const isTlsAtOnce = url.protocol === "smtps:";
  try {
    return {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: Number(url.port) || (isTlsAtOnce ? 465 : 587),
      isTlsAtOnce,
      isTlsNeeded: !OWN_HOSTS.includes(url.hostname),
      account: url.username
        ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
        : null,
      from,
    };
  } catch {
    return null;
  }
}
