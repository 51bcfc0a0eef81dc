import { Trouble } from "#app/(staff)/processes/look-up.tsx";
import { pageContext } from "#lib/entry/page.ts";
import type { LookUpTrouble } from "#lib/features/processes/rules.ts";
import { dayOf } from "#lib/time.ts";

/** Unico gave no new answer: why, and how old the one below is. */
export async function KeptNote({ trouble, asOf }: { trouble: LookUpTrouble; asOf: Date }) {
  const { ctx, words, format } = await pageContext("process:lookup");
  const t = words("processes");
  const now = ctx.now();
  const time = format.clock(asOf);
  return (
    <Trouble code={trouble} role="alert">
      <p className="font-medium">
        {dayOf(asOf) === dayOf(now)
          ? t("keptShown", { age: format.span(now.getTime() - asOf.getTime()), time })
          : t("keptShownDay", { day: format.date(asOf), time })}
      </p>
    </Trouble>
  );
}
