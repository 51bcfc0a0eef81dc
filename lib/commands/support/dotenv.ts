import fs from "node:fs";
import { inRoot } from "./paths.ts";

/** Reads `.env` of the checkout, when there is one; what the environment already says wins. */
export function loadDotenv(): void {
  const file = inRoot(".env");
  if (fs.existsSync(file)) process.loadEnvFile(file);
}
