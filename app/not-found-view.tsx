import { Page } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Glyph } from "#components/ui/glyph.tsx";
import { pageWords } from "#lib/entry/page.ts";

export async function notFoundMetadata() {
  const { words } = await pageWords();
  return { title: words("errors")("page.notFoundTitle") };
}

/** The same for what is not there and for what one may not see. */
export async function NotFoundView() {
  const { words } = await pageWords();
  const t = words("errors");
  return (
    <Page>
      <div className="flex max-w-160 gap-3.5 px-8 py-10 phone:px-4">
        <span className="mt-1">
          <Glyph name="no-answer" size={20} />
        </span>
        <div className="flex min-w-0 flex-col gap-3">
          <h1 className="text-xl font-semibold">{t("page.notFoundTitle")}</h1>
          <p className="text-base text-ink-2">{t("page.notFoundText")}</p>
          <div className="pt-1">
            <ButtonLink href="/">{t("page.home")}</ButtonLink>
          </div>
        </div>
      </div>
    </Page>
  );
}
