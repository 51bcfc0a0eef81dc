import "server-only";
import { randomBytes } from "node:crypto";
import type { Db } from "#lib/db/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import { DEVICE_LIFE_DAYS, DEVICES_MAX } from "./rules.ts";

const DEVICE = /^[\w-]{43}$/;

/** What its cookie is called; `__Host-` where the site is served by https. */
export const DEVICE_COOKIE = "contraprova.device";
export const DEVICE_COOKIE_LIFE_S = DEVICE_LIFE_DAYS * 86_400;

/** What a cookie holds, or nothing where it is no device of ours by its form. */
export const readDevice = (cookie: string | undefined): string | null =>
  cookie !== undefined && DEVICE.test(cookie) ? cookie : null;

export const hashOfDevice = (vault: Vault, device: string) => vault.indexOf(`device\0${device}`);

/**
 * After a right sign-in, second factor and all: gives what the device's cookie shall hold. The same again for a device
 * that is known, so that several people may share one.
 */
export async function issueDevice(
  { db, vault }: { db: Db } & Pick<Ctx, "vault">,
  userId: string,
  device: string | null,
): Promise<string> {
  const id = device ?? randomBytes(32).toString("base64url");
  await db.$executeRaw`
    INSERT INTO known_device (user_id, id_hash) VALUES (${userId}::uuid, ${hashOfDevice(vault, id)})
    ON CONFLICT (user_id, id_hash) DO UPDATE SET seen_at = clock_timestamp()`;
  await db.$executeRaw`
    DELETE FROM known_device WHERE user_id = ${userId}::uuid AND id_hash NOT IN (
      SELECT id_hash FROM known_device WHERE user_id = ${userId}::uuid
      ORDER BY seen_at DESC, id_hash LIMIT ${DEVICES_MAX})`;
  return id;
}
