import type { readRetention } from "#lib/features/retention/settings.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

export type Given = { t: Translator<"privacy">; format: Formatter };
export type Retention = Awaited<ReturnType<typeof readRetention>>;
