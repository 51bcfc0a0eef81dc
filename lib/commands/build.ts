import { ensureBuild, ensureClient } from "./support/build.ts";

await ensureClient();
await ensureBuild();
