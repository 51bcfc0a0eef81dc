import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { Given } from "#app/(staff)/overview/given.ts";
import { StatusBars } from "#app/(staff)/overview/status-bars.tsx";
import { formatterFor } from "#lib/format.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

it.each(LOCALES)("a bar is named by the words that are seen, so that it can be spoken, in %s", (locale) => {
  const verdicts = translatorFor(locale, "verdicts");
  const given = { o: translatorFor(locale, "overview"), verdicts, format: formatterFor(locale) } as Given;
  const markup = renderToStaticMarkup(
    <StatusBars given={given} shares={[{ status: "open", priority: "high", count: 98 }]} />,
  );
  expect(markup).toContain(`aria-label="${verdicts("status.open")} 98"`);
});
