import { attachFile } from "#lib/features/attachments/attaching.ts";
import type { UserCtx } from "#lib/features/context.ts";

export const TEXT = "Extrato de março;1,00\nAção;2,00\n";

export async function* bodyOf(bytes: string | Buffer) {
  yield Buffer.from(bytes);
}

/** A text that somebody attached to a case; its id. */
export async function anAttachment(
  ctx: UserCtx,
  number: number,
  { name = "extrato.csv", bytes = TEXT as string | Buffer } = {},
): Promise<string> {
  const attached = await attachFile(ctx, number, { name, body: bodyOf(bytes) });
  if (!attached.ok) throw new Error(attached.failure.code);
  return attached.value.id;
}
