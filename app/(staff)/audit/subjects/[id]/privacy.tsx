import { Note } from "#components/ui/note.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { HOLD_REASONS } from "#lib/features/retention/schema.ts";
import { ERASE_REASONS, FILE_REASONS } from "#lib/features/titular/schema.ts";
import { readTitularStanding } from "#lib/features/titular/service.ts";
import { eraseAction, liftHoldAction, resumeErasureAction, setHoldAction } from "./privacy-actions.ts";
import { FileForm, ReasonForm } from "./privacy-forms.tsx";

/** What a person may ask of their data, for those who may do it: the file, a legal hold, erasure. */
export async function Privacy({ subjectId }: { subjectId: string }) {
  const { ctx, words, format } = await pageContext("audit:read");
  const standing = await readTitularStanding(ctx, subjectId);
  if (!standing || !(standing.mayTakeFile || standing.mayErase)) return null;
  const t = words("privacy");
  const { hold, erasedAt, filesLeft } = standing;
  const choose = { value: "", label: t("reveal.choose") };
  return (
    <section
      aria-labelledby="privacy"
      className="grid gap-x-10 gap-y-6 border-t border-line p-6 lg:grid-cols-2 phone:p-4"
    >
      <h2 id="privacy" className="text-base font-semibold lg:col-span-2">
        {t("person.title")}
      </h2>
      {erasedAt ? (
        <div className="lg:col-span-2">
          <Note title={t("erase.erased")}>{t("erase.since", { when: format.dateTime(erasedAt) })}</Note>
        </div>
      ) : null}
      {standing.mayTakeFile ? (
        <FileForm
          subject={subjectId}
          reasons={[choose, ...FILE_REASONS.map((value) => ({ value, label: t(`file.reason.${value}`) }))]}
          words={{
            title: t("file.title"),
            text: t("file.text"),
            reason: t("person.reason"),
            send: t("file.take"),
            sending: t("file.taking"),
            done: t("file.done"),
          }}
        />
      ) : null}
      {standing.mayErase && (hold || !erasedAt) ? (
        hold ? (
          <ReasonForm
            action={liftHoldAction}
            fields={{ hold: hold.id }}
            id="hold"
            words={{
              title: t("hold.title"),
              text: t("hold.standing", {
                name: hold.setBy.name,
                when: format.date(hold.setAt),
                reason: t(`hold.reason.${hold.reason}`),
              }),
              reason: t("person.reason"),
              send: t("hold.lift"),
              sending: t("hold.lifting"),
              done: t("hold.lifted"),
            }}
          />
        ) : (
          <ReasonForm
            action={setHoldAction}
            fields={{ subject: subjectId }}
            id="hold"
            reasons={[choose, ...HOLD_REASONS.map((value) => ({ value, label: t(`hold.reason.${value}`) }))]}
            words={{
              title: t("hold.title"),
              text: t("hold.text"),
              reason: t("person.reason"),
              send: t("hold.set"),
              sending: t("hold.setting"),
              done: t("hold.wasSet"),
            }}
          />
        )
      ) : null}
      {standing.mayErase && filesLeft > 0 ? (
        <ReasonForm
          action={resumeErasureAction}
          fields={{ subject: subjectId }}
          id="files"
          words={{
            title: t("erase.filesTitle"),
            text: t("erase.filesText", { count: filesLeft }),
            reason: t("person.reason"),
            send: t("erase.removeFiles"),
            sending: t("erase.removingFiles"),
            done: t("erase.filesRemoved"),
          }}
        />
      ) : null}
      {standing.mayErase && !erasedAt ? (
        <ReasonForm
          action={eraseAction}
          fields={{ subject: subjectId }}
          id="erase"
          sure={t("erase.sure")}
          reasons={[choose, ...ERASE_REASONS.map((value) => ({ value, label: t(`erase.reason.${value}`) }))]}
          words={{
            title: t("erase.title"),
            text: t("erase.text"),
            reason: t("person.reason"),
            send: t("erase.erase"),
            sending: t("erase.erasing"),
            done: t("erase.done"),
          }}
        />
      ) : null}
    </section>
  );
}
