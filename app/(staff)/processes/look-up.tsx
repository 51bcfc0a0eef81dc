import type { ReactNode } from "react";
import { Note } from "#components/ui/note.tsx";
import { pageWords } from "#lib/entry/page.ts";
import { LOOK_UP_TROUBLES, type LookUpTrouble } from "#lib/features/processes/rules.ts";
import { LookUpForm } from "./look-up-form.tsx";
import { TellOfProcess } from "./tell.tsx";

/** The one field, with an answer ready for each way in which there may be none. */
export async function LookUp({ value = "", isFirst = false }: { value?: string; isFirst?: boolean }) {
  const { words } = await pageWords();
  const t = words("processes");
  const troubles = Object.fromEntries(
    LOOK_UP_TROUBLES.map((code): [LookUpTrouble, ReactNode] => [code, <Trouble key={code} code={code} />]),
  );
  return (
    <LookUpForm
      key={value}
      value={value}
      isFirst={isFirst}
      troubles={troubles}
      words={{
        label: t("processId"),
        hint: t("processIdHint"),
        lookUp: t("lookUp"),
        lookingUp: t("lookingUp"),
      }}
    />
  );
}

type TroubleProps = { code: LookUpTrouble; role?: "alert"; children?: ReactNode };

/** Why there is no new answer, and what to do about it. */
export async function Trouble({ code, role, children }: TroubleProps) {
  const { words } = await pageWords();
  const t = words("processes");
  return (
    <div className="flex flex-col gap-3">
      <Note
        tone="doubt"
        role={role}
        glyph={code === "not_found" ? "no-answer" : "second-look"}
        title={t(`trouble.${code}.title`)}
      >
        <p>{t(`trouble.${code}.text`)}</p>
        {children}
      </Note>
      {code === "not_found" && !children ? <TellOfProcess tell={{ common: "not_found" }} /> : null}
    </div>
  );
}
