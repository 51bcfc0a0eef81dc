import { Button } from "#components/ui/button.tsx";
import { currentTheme } from "#lib/entry/current.ts";
import { pageWords } from "#lib/entry/page.ts";
import { THEMES } from "#lib/features/accounts/schema.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { choosePreferenceAction } from "./preferences.ts";

/** Plain forms, so that they need no script: the other language by its own name, and the two themes. */
export async function PreferenceSwitch() {
  const [{ words, locale }, theme] = await Promise.all([pageWords(), currentTheme()]);
  const t = words("common");
  return (
    <fieldset className="ms-auto flex items-center gap-1">
      <legend className="sr-only">{words("signIn")("languageAndTheme")}</legend>
      {LOCALES.filter((other) => other !== locale).map((other) => (
        <form key={other} action={choosePreferenceAction}>
          <Button type="submit" variant="quiet" size="s" name="locale" value={other} lang={other}>
            {t(`languageName.${other}`)}
          </Button>
        </form>
      ))}
      <form action={choosePreferenceAction} className="flex">
        {THEMES.map((each) => (
          <Button
            key={each}
            type="submit"
            variant="quiet"
            size="s"
            name="theme"
            value={each}
            aria-pressed={theme === each}
            className="aria-pressed:bg-selected aria-pressed:text-ink"
          >
            {t(`themeName.${each}`)}
          </Button>
        ))}
      </form>
    </fieldset>
  );
}
