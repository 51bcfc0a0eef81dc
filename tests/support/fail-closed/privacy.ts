import type { UserCtx } from "#lib/features/context.ts";
import { liftHold, setHold } from "#lib/features/retention/holds.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { saveRetention } from "#lib/features/retention/settings.ts";
import { revealField } from "#lib/features/revealing/service.ts";
import { claimIndexKey } from "#lib/features/rotation/index-key.ts";
import { rotateKeys } from "#lib/features/rotation/service.ts";
import { eraseSubject } from "#lib/features/titular/erasing.ts";
import { titularFile } from "#lib/features/titular/file.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aReverification, aSubject } from "#tests/support/factories.ts";
import { type Acts, act, somebody } from "./act.ts";

const DAYS_MS = 86_400_000;

/** What is told, kept, held and removed of a person. */
export async function privacyActs({ db }: World, ctx: UserCtx): Promise<Acts> {
  const { storage } = ctx;
  const [admin, manager] = [
    await somebody(db, "admin", { storage }),
    await somebody(db, "manager", { storage }),
  ];
  const person = async () => (await aSubject(db, { name: "Canária Zuleide Sintética" })).id;
  const withSelfie = async (subjectId: string, at = new Date()) => {
    const by = { startedById: ctx.actor.id, startedAt: at, settledAt: at };
    const { id } = await aReverification(db, { ...by, subjectId, answer: "{}" });
    const selfieKey = `selfies/${id}`;
    await storage.put(selfieKey, Buffer.from("sealed"));
    await db.reverification.update({ where: { id }, data: { selfieKey }, select: { id: true } });
  };
  const shown = await aCase(db, { subjectId: await person() });
  const [asking, erased, held, freed] = [await person(), await person(), await person(), await person()];
  await withSelfie(erased);
  await withSelfie(await person(), new Date(Date.now() - 40 * DAYS_MS));
  await setHold(admin, { subject: freed, reason: "court_order" });
  const { id: hold } = await db.legalHold.findFirstOrThrow({ where: { subjectId: freed } });
  const version = (await db.retentionSetting.findMany()).reduce((sum, each) => sum + each.version, 0);
  const years = { answers: 1825, cases: 1825, audit: 1825 };
  const days = { selfies: 30, snapshots: 400, lists: 365, imports: 365, ...years };
  const vault = createVault([{ id: "k2", key: Buffer.alloc(32, 2) }], Buffer.alloc(32, 3));
  const program = programCtx(db, { storage });
  return {
    "a reveal": act(["pii.reveal"], () =>
      revealField(ctx, {
        field: "cpf",
        place: "case",
        record: String(shown.number),
        reason: "confirm_identity",
      }),
    ),
    "a person's file": act(["subject.file"], () =>
      titularFile(manager, { subject: asking, reason: "titular_asked" }),
    ),
    "an erasure": act(["subject.erase"], () =>
      eraseSubject(admin, { subject: erased, reason: "titular_asked" }),
    ),
    "a legal hold": act(["hold.set"], () => setHold(admin, { subject: held, reason: "court_order" })),
    "a legal hold lifted": act(["hold.lift"], () => liftHold(admin, { hold })),
    "other days": act(["retention.change"], () => saveRetention(admin, { version, ...days })),
    "the nightly removal": act(["retention.remove", "retention.run"], () => runRetention(program)),
    "the key of the index": act(["key.index"], () => claimIndexKey(program)),
    // Of a ring that knows nothing of what is sealed here: nothing is sealed anew, and that is told.
    "another key": act(["key.rotate"], () => rotateKeys({ ...program, vault })),
  };
}
