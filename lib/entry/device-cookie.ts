import "server-only";
import { cookies } from "next/headers";
import { env } from "#lib/env.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import {
  DEVICE_COOKIE,
  DEVICE_COOKIE_LIFE_S,
  issueDevice,
  readDevice,
} from "#lib/features/throttling/devices.ts";

const isHttps = () => env().APP_URL.startsWith("https:");
const deviceCookieName = () => (isHttps() ? `__Host-${DEVICE_COOKIE}` : DEVICE_COOKIE);

/** The device that asks, where somebody signed in from it before. */
export const currentDevice = async (): Promise<string | null> =>
  readDevice((await cookies()).get(deviceCookieName())?.value);

/** Makes this device a known one of the person, who has just come in. */
export async function keepDevice(ctx: Pick<OpenCtx, "db" | "vault">, userId: string): Promise<void> {
  const value = await issueDevice(ctx, userId, await currentDevice());
  (await cookies()).set({
    name: deviceCookieName(),
    value,
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: isHttps(),
    maxAge: DEVICE_COOKIE_LIFE_S,
  });
}
