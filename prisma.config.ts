import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

// Prisma would fetch its engine over the network at first use. Read before the engine is looked for, so nobody else
// has to know; PRISMA_NATIVE_SCHEMA_ENGINE=1 goes back to the native one.
if (process.platform !== "win32" && !process.env.PRISMA_NATIVE_SCHEMA_ENGINE) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(
    new URL("./prisma/schema-engine.mjs", import.meta.url),
  );
}
process.env.CHECKPOINT_DISABLE = "1";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
