import "server-only";
import { aboutOf } from "#lib/features/attachments/reading.ts";
import { openRaw } from "#lib/features/processes/snapshot.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { readable, type Vault } from "#lib/privacy/vault.ts";
import type { Everything } from "./reading.ts";

export type Words = { verdicts: Translator<"verdicts">; audit: Translator<"audit"> };
type Row<K extends keyof Everything> = Everything[K][number];

/** A value that a machine gave, what it means, and what it was called where it came from. */
type Reading = { campo: string; valor: string | number | null; significado: string; porque?: string };

/** Unico's answer is given as it came: it is the person's own data. */
export const processPart = (vault: Vault, { snapshots, subjectId: _, ...process }: Row<"processes">) => ({
  id: process.id,
  primeira_consulta: process.firstSeenAt,
  ultima_consulta: process.lastSeenAt,
  dados_brutos: process,
  respostas_da_unico: snapshots.map((snapshot) => ({
    consultado_em: snapshot.takenAt,
    consultado_por: snapshot.takenBy?.name ?? "o programa",
    ...answerIn(vault, snapshot),
  })),
});

function answerIn(vault: Vault, snapshot: Row<"processes">["snapshots"][number]) {
  const raw = readable(() => openRaw(vault, snapshot));
  return raw === null ? { resposta: null, ilegivel: true } : { resposta: parsed(raw) };
}

export const referencePart = ({ subjectId: _, subsidiary, ...reference }: Row<"references">) => ({
  id: reference.id,
  origem: reference.origin,
  cadastrada_em: reference.enrolledAt ?? reference.createdAt,
  filial: subsidiary?.name ?? null,
});

/** Outcome and every automated reading, with what it means: the criteria that article 20 gives a right to. */
export function reverificationPart({ verdicts }: Words, row: Row<"reverifications">) {
  const leituras: Reading[] = [
    {
      campo: "identityFraudsters",
      valor: row.fraudsters,
      significado: verdicts(`fraud.${row.fraudsters ?? "absent"}`),
      porque: verdicts(`why.fraud.${row.fraudsters ?? "absent"}`),
    },
    {
      campo: "biometryToken",
      valor: row.biometry,
      significado: verdicts(`biometry.${row.biometry ?? "absent"}`),
      porque: verdicts(`why.biometry.${row.biometry ?? "absent"}`),
    },
    {
      campo: "liveness",
      valor: row.liveness,
      significado: verdicts(`liveness.${row.liveness ?? "absent"}`),
      porque: verdicts(`why.liveness.${row.liveness ?? "absent"}`),
    },
  ];
  return {
    numero: `R-${row.number}`,
    id: row.id,
    pedida_em: row.startedAt,
    pedida_por: row.startedBy.name,
    filial: row.subsidiary?.name ?? null,
    motivo: row.reason,
    captura: row.capture,
    estado: verdicts(`reverification.${row.state}`),
    desfecho: row.outcome && verdicts(`outcome.${row.outcome}`),
    leituras_automaticas: leituras,
    imagem: {
      sha256: Buffer.from(row.imageSha256).toString("hex"),
      bytes: row.imageBytes,
      formato: row.imageFormat,
      copia_guardada: row.selfieKey !== null,
    },
    processo_na_unico: row.unicoProcessId,
    resposta_da_unico: row.answer === null ? null : parsed(row.answer),
  };
}

/** What people decided: no reading of a machine closes a case by itself. */
export const casePart = (vault: Vault, { verdicts }: Words, found: Row<"cases">) => ({
  numero: found.number,
  aberto_em: found.openedAt,
  aberto_pela_regra: found.ruleName ?? found.rule,
  situacao: verdicts(`status.${found.status}`),
  decisao: found.decision && verdicts(`decision.${found.decision}`),
  motivos: found.reasons,
  decidido_por: found.decidedBy?.name ?? null,
  decidido_em: found.decidedAt,
  aprovado_por: found.approvedBy?.name ?? null,
  aprovado_em: found.approvedAt,
  decisao_por_pessoa: found.decision !== null,
  etiquetas: found.tags,
  arquivos: found.attachments.map((row) => attachmentPart(vault, row)),
  andamento: found.events.map(({ at, kind, note, actor, edits }) => ({
    em: at,
    passo: kind,
    por: actor?.name ?? "o programa",
    nota: note,
    nota_editada: edits.map((edit) => ({ em: edit.at, nota: edit.note })),
  })),
});

/** Of one that was removed, that it was there. */
function attachmentPart(vault: Vault, row: Row<"cases">["attachments"][number]) {
  const about = aboutOf(vault, row);
  return {
    id: row.id,
    nome: about?.name ?? null,
    tipo: row.kind,
    bytes: row.bytes,
    sha256: about?.sha256 ?? null,
    anexado_em: row.at,
    anexado_por: row.author.name,
    removido_em: row.removedAt,
    ...(row.about && !about ? { ilegivel: true } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
