import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { COMPANY_PATH, isCompanyConfigured } from "#lib/entry/company.ts";
import { readCompanyRefusal } from "#lib/entry/company-refusals.ts";
import { pageWords } from "#lib/entry/page.ts";

type Props = { from: string; refused?: string | string[] | undefined };

/** The way in by the company's account, where there is one, and why it did not lead in. */
export async function CompanySignIn({ from, refused }: Props) {
  if (!isCompanyConfigured()) return null;
  const { words } = await pageWords();
  const t = words("company");
  const why = readCompanyRefusal(refused);
  return (
    <>
      {why ? (
        <Note tone={why === "again" ? "doubt" : "refute"} role="alert">
          {t(`refused.${why}`)}
        </Note>
      ) : null}
      <form action={COMPANY_PATH} method="post">
        <input type="hidden" name="from" value={from} />
        <Button type="submit" size="l" block>
          {t("signIn")}
        </Button>
      </form>
    </>
  );
}
