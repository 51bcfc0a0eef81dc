import "server-only";
import type { z } from "zod";
import { assertCan } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { AUDIT_ACTIONS } from "#lib/features/audit/catalogue.ts";
import { withNames } from "#lib/features/audit/naming.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { THINGS_MAX } from "#lib/features/audit/subjects.ts";
import { thingsOf } from "#lib/features/audit/subjects-repository.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { clearAsFar } from "#lib/features/subjects/repository.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { casePart, processPart, referencePart, reverificationPart, type Words } from "./parts.ts";
import { readEverything, readTitular } from "./reading.ts";
import type { fileInput } from "./schema.ts";
import { listEventsAbout } from "./seen-by.ts";

type Failure = { code: "not_there" } | TooMany;

/**
 * All that is held on one person, for the person (LGPD articles 18 and 20): in Portuguese, beside each reading what it
 * means, and who saw it. Recorded before anything is given out.
 */
export async function titularFile(
  ctx: UserCtx,
  { subject, reason }: z.output<typeof fileInput>,
): Promise<Result<object, Failure>> {
  assertCan(ctx.actor, "export:pii");
  assertFresh(ctx);
  const taken = await takeOwnLimit(ctx, "export");
  if (!taken.ok) return taken;
  const person = await readTitular(ctx.db, subject);
  await watch(ctx, person ? "subject_view" : "not_found");
  if (!person) return fail({ code: "not_there" });
  const { things, isCut } = await thingsOf(ctx.db, subject, THINGS_MAX);
  const [everything, seen] = await Promise.all([
    readEverything(ctx.db, things),
    listEventsAbout(ctx.db, things),
  ]);
  const words: Words = {
    verdicts: translatorFor("pt-BR", "verdicts"),
    audit: translatorFor("pt-BR", "audit"),
  };
  const { erasedAt, createdAt, ...row } = person;
  const clear = clearAsFar(ctx.vault, row);
  const file = {
    documento: "Dossiê do titular: tudo o que guardamos sobre esta pessoa",
    base_legal: "Lei 13.709/2018 (LGPD), artigo 18 (acesso) e artigo 20 (decisões automatizadas)",
    gerado_em: ctx.now(),
    gerado_por: ctx.actor.name,
    motivo: reason,
    limites: [
      ...(ctx.actor.scope ? ["Só as filiais que quem gerou pode ver."] : []),
      ...(isCut ? [`Só os ${THINGS_MAX} registros mais novos.`] : []),
      ...(seen.isCut ? [`Só os ${seen.rows.length} acessos mais novos.`] : []),
    ],
    titular: {
      id: row.id,
      nome: clear.name,
      cpf: erasedAt ? null : clear.cpf,
      email: clear.email,
      telefone: clear.phone,
      registrado_em: createdAt,
      eliminado_em: erasedAt,
      // Better all the rest, and what is missing named, than no file at all.
      ...(clear.unreadable.length > 0 ? { ilegiveis: clear.unreadable.map((field) => CAMPOS[field]) } : {}),
    },
    consultas: everything.processes.map((process) => processPart(ctx.vault, process)),
    referencias: everything.references.map(referencePart),
    reverificacoes: everything.reverifications.map((row) => reverificationPart(words, row)),
    casos: everything.cases.map((found) => casePart(ctx.vault, words, found)),
    imagens: everything.reverifications
      .filter(({ selfieKey }) => selfieKey !== null)
      .map(({ id, number }) => ({ reverificacao: `R-${number}`, id, descricao: "Cópia da selfie, lacrada" })),
    quem_viu: (await withNames(ctx.db, seen.rows)).map((event) => ({
      em: event.at,
      quem: event.actorName ?? event.actorKind,
      papel: event.actorRole,
      acao: actionWord(words, event.action),
      sobre: `${event.entityType} ${event.entityId ?? ""}`.trim(),
      resultado: event.outcome,
    })),
  };
  await recordAudit(ctx.db, ctx, {
    action: "subject.file",
    entityType: "subject",
    entityId: subject,
    detail: {
      reason,
      processes: everything.processes.length,
      reverifications: everything.reverifications.length,
      cases: everything.cases.length,
      events: seen.rows.length,
    },
  });
  return ok(file);
}

const CAMPOS = { cpf: "cpf", email: "email", phone: "telefone" } as const;

function actionWord({ audit }: Words, action: string): string {
  const known = AUDIT_ACTIONS.find((each) => each === action);
  return known ? audit(`action.${known}`) : action;
}
