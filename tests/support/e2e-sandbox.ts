import { randomInt, randomUUID } from "node:crypto";
import type { FaultKind } from "#lib/sandbox/faults.ts";
import { type ProcessDocument, processScenarios } from "#lib/sandbox/process-documents.ts";
import type { Outcome } from "#lib/sandbox/scenarios.ts";
import { withCheckDigits } from "#lib/seed/people.ts";

/** Asks the sandbox's control port. */
export async function control(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(`${process.env.E2E_SANDBOX_CONTROL_URL}${path}`, init);
  if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${path}`);
  return response;
}

const put = (path: string, body: unknown) => control(path, { method: "PUT", body: JSON.stringify(body) });

/** A reference that no other test uses, and what a comparison with it answers. */
export async function aReferenceThat(
  outcome: Outcome,
  latencyMs?: number,
  id: string = randomUUID(),
): Promise<string> {
  await put(`/references/${id}`, { outcome, ...(latencyMs ? { latencyMs } : {}) });
  return id;
}

type KnownProcess = { id: string; cpf: string; name: string };

/**
 * A process of a person whom nobody has seen, with the answer that stands in a row of Unico's response scenarios; or
 * one that is known already, which answers so from now on.
 */
export async function aProcessLike(row: string, known?: KnownProcess): Promise<KnownProcess> {
  const scenario = processScenarios.find((each) => each.row === row);
  if (!scenario) throw new Error(`no process scenario ${row}`);
  const { id, cpf, name } = known ?? {
    id: randomUUID(),
    cpf: aCpf(),
    name: `Pessoa ${randomUUID().slice(0, 8)}`,
  };
  const document: ProcessDocument = {
    ...scenario.document,
    id,
    userRedirectUrl: `https://cadastro.uat.unico.app/process/${id}`,
    person: { duiType: "DUI_TYPE_BR_CPF", duiValue: cpf, friendlyName: name },
  };
  await put(`/processes/${id}`, document);
  return { id, cpf, name };
}

type Fault = {
  kind: FaultKind;
  status?: number;
  code?: string;
  method?: string;
  path?: string;
  count?: number;
};

/** Spoils the next creation, or whatever else is named, whoever asks for it. */
export async function breakNext(fault: Fault): Promise<void> {
  const body = JSON.stringify({ method: "POST", path: "/processes/v1", ...fault });
  await control("/faults", { method: "POST", body });
}

/** How many calls that would be paid for were made with a reference. */
export async function countPaidCalls(referenceId: string): Promise<number> {
  const { count } = (await (await control(`/ledger?reference=${referenceId}`)).json()) as { count: number };
  return count;
}

/** The process that the sandbox made of the newest call with a reference: what Unico's portal would show. */
export async function processOf(referenceId: string): Promise<string> {
  const { entries } = (await (await control(`/ledger?reference=${referenceId}`)).json()) as {
    entries: { processId: string }[];
  };
  const processId = entries.at(-1)?.processId;
  if (!processId) throw new Error("the sandbox was not called with this reference");
  return processId;
}

/** Valid check digits, synthetic, and far from those of the demo, which begin with 7 and 9. */
export const aCpf = (): string => withCheckDigits(String(randomInt(100_000_000, 700_000_000)));

/** The two ways in which a whole CPF would be written out. */
export const writtenOut = (cpf: string): RegExp =>
  new RegExp(`${cpf}|${cpf.replace(/(...)(...)(...)(..)/, "$1\\.$2\\.$3-$4")}`);
