import type { Shape } from "#lib/i18n/shape.ts";

export const en = {} as const;

export const ptBR: Shape<typeof en> = {};
