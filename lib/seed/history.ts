import "server-only";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { addNote } from "#lib/features/cases/notes.ts";
import type { Decision, ReasonCode } from "#lib/features/cases/rules.ts";
import {
  approveCase,
  decideCase,
  releaseCase,
  reopenCase,
  sendBackCase,
  takeCase,
} from "#lib/features/cases/service.ts";
import { escalateCase, waitCase } from "#lib/features/cases/setting-aside.ts";
import { tagCase } from "#lib/features/cases/tags.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { lookUpProcess } from "#lib/features/processes/service.ts";
import { ensureReference } from "#lib/features/references/repository.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { ensureSubject } from "#lib/features/subjects/repository.ts";
import { withComment } from "#lib/pictures/figure.ts";
import { demoReferenceId } from "#lib/sandbox/scenarios.ts";
import { processIdOf } from "./documents.ts";
import { personOf, SUBSIDIARIES } from "./people.ts";
import type { As, StaffName } from "./staff.ts";
import { NOTES_OF, paceOf, REASONS_OF, type Storyline, turnOf } from "./storylines.ts";
import { DEMO_TAGS } from "./tags.ts";

export type Scene = { at: Date; run: () => Promise<void> };
type Stage = { as: As; storyline: Storyline; figure: Buffer; setAnswer: (storyline: Storyline) => void };

const later = (at: Date, ms: number) => new Date(at.getTime() + ms);

/** A figure that is nobody's face, as a file of the form; each time another file, or it would be asked about. */
const selfieOf = (figure: Buffer, index: number): File =>
  new File([new Uint8Array(withComment(figure, `history ${index}`))], "selfie.jpg", { type: "image/jpeg" });

/** Everything that happens in one storyline, each scene by the services that the screens call. */
export function scenesOf({ as, storyline, figure, setAnswer }: Stage): Scene[] {
  const { startedAt, index, ending } = storyline;
  const analyst: StaffName = index % 2 === 0 ? "analyst" : "analyst2";
  const other: StaffName = analyst === "analyst" ? "analyst2" : "analyst";
  const approver: StaffName = index % 3 === 0 ? other : "manager";
  const pace = paceOf(storyline);
  const takenAt = later(startedAt, pace.takeAfterMs);
  const decidedAt = later(takenAt, pace.decideAfterMs);
  const approvedAt = later(decidedAt, pace.approveAfterMs);
  let number: number | null = null;

  const begin: Scene = {
    at: startedAt,
    run: async () => {
      setAnswer(storyline);
      number =
        storyline.origin === "idcheck"
          ? await beginByLookUp(as("support"), storyline)
          : await beginByReverification(as(analyst), storyline, selfieOf(figure, index));
    },
  };
  const act = (at: Date, run: (number: number, version: number) => Promise<{ ok: boolean }>): Scene => ({
    at,
    run: async () => {
      if (number === null) return;
      const { version, status } = await as("manager").db.case.findUniqueOrThrow({
        where: { number },
        select: { version: true, status: true },
      });
      const done = await run(number, version);
      if (!done.ok && status !== "closed") throw new Error(`scene of case ${number} was refused`);
    },
  });
  const take = act(takenAt, (number, version) => takeCase(as(analyst), { number, version }));
  const decide = (decision: Decision) => {
    const reasons = [...turnOf<readonly ReasonCode[]>(REASONS_OF[decision], index)];
    const note = turnOf<string>(NOTES_OF[decision], index);
    return act(decidedAt, (number, version) =>
      decideCase(as(analyst), { number, version, decision, reasons, note }),
    );
  };
  const note = (text: string) =>
    act(later(takenAt, 90_000), (number) => addNote(as(analyst), { number, note: text }));
  const setAside = (run: typeof waitCase, text: string) =>
    act(decidedAt, (number, version) => run(as(analyst), { number, version, note: text }));

  switch (ending) {
    case "none":
      // Most of these open no case; what support flagged by hand was nothing.
      return [begin, take, decide("false_positive")];
    case "open":
      return index % 5 === 0
        ? [begin, take, act(decidedAt, (number, version) => releaseCase(as(analyst), { number, version }))]
        : [begin];
    case "in_review":
      return [
        begin,
        act(later(startedAt, 20 * 60_000), (number, version) => takeCase(as(analyst), { number, version })),
        act(later(startedAt, 22 * 60_000), (number) =>
          addNote(as(analyst), { number, note: "Ligação agendada com o cliente." }),
        ),
        act(later(startedAt, 23 * 60_000), (number) =>
          tagCase(as(analyst), { number, tag: DEMO_TAGS.callBack }),
        ),
      ];
    case "awaiting":
      return [begin, take, decide("confirmed_fraud")];
    case "waiting":
      return [begin, take, setAside(waitCase, "Cliente vai enviar uma nova foto do documento.")];
    case "escalated":
      return [
        begin,
        take,
        act(later(takenAt, 60_000), (number) => tagCase(as(analyst), { number, tag: DEMO_TAGS.sameDevice })),
        setAside(escalateCase, "@manager Same device as three other cases."),
      ];
    case "false_positive":
    case "inconclusive":
      return index % 4 === 0
        ? [begin, take, note("Comparado com o documento do cadastro."), decide(ending)]
        : [begin, take, decide(ending)];
    case "fraud":
      return [
        begin,
        take,
        decide("confirmed_fraud"),
        act(approvedAt, (number, version) => approveCase(as(approver), { number, version, note: "" })),
      ];
    case "sent_back":
      return [
        begin,
        take,
        decide("confirmed_fraud"),
        act(approvedAt, (number, version) =>
          sendBackCase(as("manager"), {
            number,
            version,
            note: "Falta conferir o documento antes de confirmar.",
          }),
        ),
      ];
    case "reopened":
      return [
        begin,
        take,
        decide("inconclusive"),
        act(approvedAt, (number, version) =>
          reopenCase(as("manager"), { number, version, note: "O cliente enviou uma foto melhor." }),
        ),
        act(later(approvedAt, 600_000), (number, version) => takeCase(as(other), { number, version })),
        act(later(approvedAt, 1_900_000), (number, version) =>
          decideCase(as(other), {
            number,
            version,
            decision: "false_positive",
            reasons: ["customer_confirmed"],
            note: "Com a foto nova os rostos são iguais.",
          }),
        ),
      ];
  }
}

async function beginByReverification(
  ctx: UserCtx,
  { index, person, said, liveness }: Storyline,
  selfie: File,
): Promise<number | null> {
  const referenceId = demoReferenceId(person);
  const { cpf, name, email, phone } = personOf(person);
  const subjectId = await ensureSubject(ctx.db, ctx.vault, { cpf, name, email, phone });
  await ensureReference(ctx.db, {
    id: referenceId,
    origin: "import",
    subjectId,
    subsidiaryId: turnOf(SUBSIDIARIES, person).id,
    enrolledAt: later(ctx.now(), -(200 + (person % 700)) * 86_400_000),
  });
  const started = await startReverification(ctx, {
    idempotencyKey: crypto.randomUUID(),
    referenceId,
    reason: turnOf(["second_look", "change_of_data", "account_recovery", "high_value"] as const, index),
    // A key with liveness takes the Web SDK's string and nothing else.
    ...(liveness === null
      ? { capture: "file" as const, selfie }
      : { capture: "sdk" as const, encrypted: `history.${index}.capture` }),
  });
  if (!started.ok) throw new Error(`the history could not start a re-verification: ${started.failure.code}`);
  const opened = await ctx.db.case.findFirst({
    where: { reverificationId: started.value.id },
    select: { number: true },
  });
  if (opened || said !== "match" || index % 11 !== 0) return opened?.number ?? null;
  const flagged = await flagCase(ctx, {
    reverificationId: started.value.id,
    note: "Cliente não lembrava o e-mail do cadastro.",
  });
  return flagged.ok ? flagged.value.number : null;
}

async function beginByLookUp(ctx: UserCtx, storyline: Storyline): Promise<number | null> {
  const processId = processIdOf(storyline.index);
  const seen = await lookUpProcess(ctx, { processId });
  if (!seen.ok) throw new Error(`the history could not look up a process: ${seen.failure.code}`);
  const opened = await ctx.db.case.findFirst({ where: { processId }, select: { number: true } });
  if (opened) return opened.number;
  const flagged = await flagCase(ctx, {
    processId,
    note: "Caller did not know the email on file and asked to change it.",
  });
  return flagged.ok ? flagged.value.number : null;
}
