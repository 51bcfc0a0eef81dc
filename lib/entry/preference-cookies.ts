import "server-only";
import { cookies } from "next/headers";
import { env } from "#lib/env.ts";

const YEAR_SECONDS = 365 * 86_400;

/** Language and theme for those who are not signed in, on this browser. `null` goes back to the browser's own. */
export async function keepPreferences(
  chosen: Partial<Record<"locale" | "theme", string | null>>,
): Promise<void> {
  const jar = await cookies();
  for (const [name, value] of Object.entries(chosen)) {
    if (value === null) jar.delete(name);
    else
      jar.set(name, value, {
        httpOnly: true,
        sameSite: "lax",
        path: "/",
        secure: env().APP_URL.startsWith("https:"),
        maxAge: YEAR_SECONDS,
      });
  }
}
