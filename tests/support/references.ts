import { type Copier, openCopier } from "#lib/db/copying.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { mergeImports } from "#lib/features/references/import-merging.ts";
import { receiveImport } from "#lib/features/references/import-receiving.ts";
import type { ImportMode } from "#lib/features/references/import-schema.ts";
import { programCtx, type World } from "./ctx.ts";

export const HEADS = "referenceProcessId;CPF;nome;e-mail;telefone;filial;cadastrado em";

async function* inPieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
}

export const csvOf = (...lines: readonly string[]): Buffer => Buffer.from([HEADS, ...lines, ""].join("\r\n"));

/** Sends a file; what it came to stands in the row. */
export async function send(
  { url }: World,
  ctx: UserCtx,
  file: Buffer | AsyncIterable<Uint8Array>,
  mode: ImportMode = "right",
  copier: Copier = openCopier(url),
): Promise<string> {
  const body = Buffer.isBuffer(file) ? inPieces(file) : file;
  const received = await receiveImport(ctx, { mode, body, copier });
  if (!received.ok) throw new Error(received.failure.code);
  return received.value.id;
}

/** The same, brought in by the job. */
export async function bringIn(world: World, ctx: UserCtx, file: Buffer, mode: ImportMode = "right") {
  const id = await send(world, ctx, file, mode);
  await mergeImports(programCtx(world.db));
  return world.db.referenceImport.findUniqueOrThrow({ where: { id } });
}
