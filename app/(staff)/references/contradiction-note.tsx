import Link from "next/link";
import { Note } from "#components/ui/note.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { readContradictions } from "#lib/features/references/service.ts";
import { hrefOf } from "#lib/table/address.ts";

/** What of a reference does not fit together; nothing where all of it does. */
export async function ReferenceContradictions({ id }: { id: string }) {
  const { ctx, words, format } = await pageContext("reference:read");
  const found = await readContradictions(ctx, id);
  if (!found) return null;
  const t = words("references");
  const { people, referencesOfPerson, subjectId } = found;
  const href = hrefOf("/references", referencesOfPerson && subjectId ? { subject: subjectId } : { q: id });
  return (
    <Note
      tone="doubt"
      title={t("contradiction.title")}
      actions={
        <Link href={href} prefetch={false} className="link">
          {t("contradiction.show")}
        </Link>
      }
    >
      {people ? <p>{t("contradiction.severalPeople", { count: format.number(people) })}</p> : null}
      {referencesOfPerson ? (
        <p>{t("contradiction.severalReferences", { count: format.number(referencesOfPerson) })}</p>
      ) : null}
    </Note>
  );
}
