import type { NewSubject } from "#lib/features/subjects/repository.ts";
import { parseCpf } from "#lib/privacy/cpf.ts";
import { listWord } from "#lib/privacy/list-word.ts";
import { withoutCpfs } from "#lib/privacy/mask.ts";
import type { ProcessReading } from "#lib/unico/process-reading.ts";
import type { IdCheckProcess } from "#lib/unico/process-schema.ts";
import { isUuid } from "#lib/uuid.ts";
import { scoreOf } from "./rules.ts";

/** PostgreSQL's text holds no NUL, JSON's does. The sealed document keeps it. */
const storable = (text: string | null): string | null => text?.replaceAll("\0", "") ?? null;

const CPF_TYPE = "DUI_TYPE_BR_CPF";

/** The CPF in the document, or null when there is none whose digits hold. */
export const cpfIn = ({ person }: IdCheckProcess): string | null =>
  person.documentNumber !== null && (person.documentType === null || person.documentType === CPF_TYPE)
    ? parseCpf(person.documentNumber)
    : null;

/** The person to keep; without a CPF nobody can be told apart by name. */
export function personIn(process: IdCheckProcess): NewSubject | null {
  const cpf = cpfIn(process);
  if (cpf === null) return null;
  const { name, email, phone } = process.person;
  return {
    cpf,
    name:
      withoutCpfs(storable(name) ?? "")
        .trim()
        .slice(0, 200) || null,
    email,
    phone,
  };
}

/** What a later 1:1 takes as its reference; anything but a UUID cannot be one. */
export const referenceIn = ({ authentication }: IdCheckProcess): string | null =>
  authentication.authenticationId !== null && isUuid(authentication.authenticationId)
    ? authentication.authenticationId.toLowerCase()
    : null;

const wordIn = (raw: string | null): string | null => (raw === null ? null : listWord(raw));

/** What an index takes, with room to spare. */
const MOST_FLOW = 200;

/** The newest reading of a process, as the table keeps it: words as Unico wrote them, and of what is no word its kind. */
export function columnsOf(process: IdCheckProcess, reading: ProcessReading) {
  return {
    outcome: reading.outcome,
    state: listWord(process.state),
    result: wordIn(process.result),
    authentication: wordIn(process.authentication.result),
    liveness: wordIn(process.authentication.liveness),
    fraudsters: wordIn(process.authentication.alert),
    score: scoreOf(reading),
    authenticationId: referenceIn(process),
    flow: withoutCpfs(storable(process.flow) ?? "").slice(0, MOST_FLOW) || null,
    startedAt: process.createdAt,
    finishedAt: process.finishedAt,
    expiresAt: process.expiresAt,
  };
}
export type ProcessColumns = ReturnType<typeof columnsOf>;
