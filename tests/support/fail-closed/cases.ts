import { attachFile } from "#lib/features/attachments/attaching.ts";
import { takeAttachment } from "#lib/features/attachments/reading.ts";
import { detachFile } from "#lib/features/attachments/removing.ts";
import { makeCaseFile } from "#lib/features/case-file/service.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { assignCase, prioritiseCase, takeOverCase } from "#lib/features/cases/handing.ts";
import { addNote, editNote } from "#lib/features/cases/notes.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import {
  approveCase,
  decideCase,
  releaseCase,
  releaseIdleCases,
  reopenCase,
  sendBackCase,
  takeCase,
  takeNextCase,
} from "#lib/features/cases/service.ts";
import { escalateCase, resumeCase, waitCase } from "#lib/features/cases/setting-aside.ts";
import { tagCase, untagCase } from "#lib/features/cases/tags.ts";
import { undoDecision } from "#lib/features/cases/undoing.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ctxFor, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aReverification, aSubject } from "#tests/support/factories.ts";
import { type Acts, act, refusal } from "./act.ts";

async function* textOf(text: string) {
  yield Buffer.from(text);
}

const note = "Long enough to be taken as a note.";

/** Every step of a case. */
export async function caseActs({ db }: World, ctx: UserCtx): Promise<Acts> {
  const { id } = ctx.actor;
  const program = programCtx(db);
  const other = (await ctxFor(db, "analyst")).actor.id;
  const at = new Date();
  const subjectId = async () => (await aSubject(db, { name: "Canária Zuleide Sintética" })).id;
  const on = async (data: NonNullable<Parameters<typeof aCase>[1]> = {}) =>
    aCase(db, { subjectId: await subjectId(), ...data });
  const held = { status: "in_review", assigneeId: id, leaseUntil: new Date(at.getTime() + 600_000) } as const;
  const decided = { decidedById: other, decidedAt: at, reasons: ["faces_differ"] };
  const awaiting = { ...decided, status: "awaiting_approval", decision: "confirmed_fraud" } as const;
  const closed = { ...decided, status: "closed", closedAt: at, decision: "inconclusive" } as const;
  const flagged = await aReverification(db, { startedById: id, subjectId: await subjectId() });
  const [tagged, spokenOf] = [await on({ tags: ["visto"] }), await on()];
  const written = await db.caseEvent.create({
    data: { caseNumber: spokenOf.number, kind: "noted", actorId: other, note },
    select: { id: true, at: true },
  });
  await db.caseMention.create({
    data: { eventId: written.id, userId: id, caseNumber: spokenOf.number, at: written.at },
    select: { eventId: true },
  });
  const inside = await attachFile(ctx, spokenOf.number, { name: "x.txt", body: textOf("Um texto.") });
  const attached = inside.ok ? inside.value.id : "";
  const suspect = await subjectId();
  await aCase(db, { subjectId: suspect, rule: "manual" });
  const joining = await aReverification(db, { startedById: id, subjectId: suspect });
  // Nobody works on it: it is the next one.
  await aCase(db, { openedAt: new Date(0), dueAt: new Date(0) });
  const [seen, taken, released, noted, toDecide] = [
    await on(),
    await on(),
    await on(held),
    await on(),
    await on(held),
  ];
  const { id: ownNote } = await db.caseEvent.create({
    data: { caseNumber: noted.number, kind: "noted", actorId: id, note },
    select: { id: true },
  });
  const [waited, escalated, assigned, prioritised] = [await on(held), await on(held), await on(), await on()];
  const resumed = await on({ status: "waiting", waitingSince: at, assigneeId: other });
  const takenOver = await on({ ...held, assigneeId: other });
  // Whoever held it has been gone for longer than its lease.
  await on({ ...held, assigneeId: other, leaseUntil: new Date(0) });
  // The ten seconds are not over when its turn comes.
  const soon = new Date(at.getTime() + 600_000);
  const undone = await on({ ...closed, decidedById: id, decidedAt: soon });
  const [approved, sentBack, reopened] = [await on(awaiting), await on(awaiting), await on(closed)];
  const alert = {
    origin: "reverification",
    subjectId: await subjectId(),
    subsidiaryId: null,
    referenceId: null,
    reverificationId: null,
    processId: null,
    outcome: "match_flagged",
    fraudsters: "yes",
    biometry: "match",
    liveness: "not_measured",
    score: null,
  } as const;
  return {
    "a case": act(["case.view"], () => readCase(ctx, seen.number)),
    "a case as a file": act(["case.file"], () =>
      makeCaseFile(ctx, seen.number, {
        nameless: "nobody",
        draw: async function* () {
          yield Buffer.from("%PDF");
        },
      }),
    ),
    "taking the next case": act(["case.take"], () => takeNextCase(ctx)),
    "taking a case": act(["case.take"], () => takeCase(ctx, taken)),
    "taking over a case": act(["case.take_over"], () =>
      takeOverCase({ ...ctx, confirmedAt: ctx.now() }, { ...takenOver, note }),
    ),
    "assigning a case": act(["case.assign"], () => assignCase(ctx, { ...assigned, assignee: other })),
    "a priority": act(["case.prioritise"], () => prioritiseCase(ctx, { ...prioritised, priority: "low" })),
    "waiting for the customer": act(["case.wait"], () => waitCase(ctx, { ...waited, note })),
    "resuming a case": act(["case.resume"], () => resumeCase(ctx, resumed)),
    "escalating a case": act(["case.escalate"], () => escalateCase(ctx, { ...escalated, note })),
    "releasing a case": act(["case.release"], () => releaseCase(ctx, released)),
    "giving back what nobody works on": act(["case.release"], () => releaseIdleCases(program)),
    "a note that is put otherwise": act(["case.note_edit"], () =>
      editNote(ctx, { number: noted.number, event: ownNote, edits: 0, text: `${note} Corrected.` }),
    ),
    "a tag": act(["case.tag"], () => tagCase(ctx, { number: tagged.number, tag: "conta laranja" })),
    "a tag that is removed": act(["case.untag"], () =>
      untagCase(ctx, { number: tagged.number, tag: "visto" }),
    ),
    "a file that is attached": act(["case.attach"], () =>
      attachFile(ctx, noted.number, { name: "x.txt", body: textOf("Um texto.") }),
    ),
    "a file that is no such": refusal(["case.attach"], () =>
      attachFile(ctx, noted.number, { name: "x.txt", body: textOf("") }),
    ),
    "a file of a case": act(["case.attachment"], () => takeAttachment(ctx, spokenOf.number, attached)),
    "a file that is removed": act(["case.detach"], () =>
      detachFile(ctx, { number: spokenOf.number, file: attached }),
    ),
    "a case that speaks to whoever opens it": act(["case.view"], () => readCase(ctx, spokenOf.number)),
    "a note": act(["case.note"], () => addNote(ctx, { number: noted.number, note })),
    "a decision": act(["case.decide"], () =>
      decideCase(ctx, { ...toDecide, decision: "inconclusive", reasons: ["faces_differ"], note }),
    ),
    "undoing a decision": act(["case.undo"], () => undoDecision(ctx, undone)),
    "an approval": act(["case.approve"], () => approveCase(ctx, { ...approved, note })),
    "sending back": act(["case.send_back"], () => sendBackCase(ctx, { ...sentBack, note })),
    "opening again": act(["case.reopen"], () => reopenCase(ctx, { ...reopened, note })),
    "a case that the rules open": act(["case.open"], () =>
      db.$transaction((tx) => openForSignal(tx, program, alert)),
    ),
    "a flag": act(["case.open"], () => flagCase(ctx, { reverificationId: flagged.id, note })),
    "a flag on who has a case": act(["case.join"], () =>
      flagCase(ctx, { reverificationId: joining.id, note }),
    ),
  };
}
