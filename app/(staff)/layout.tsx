import type { ReactNode } from "react";
import { KeysOverlay } from "#components/shell/keys-overlay.tsx";
import { Palette } from "#components/shell/palette.tsx";
import { Shortcuts } from "#components/shell/shortcuts.tsx";
import { currentUser, userContext } from "#lib/entry/current.ts";
import { environmentTag, isSandbox } from "#lib/entry/environment.ts";
import { pageWords } from "#lib/entry/page.ts";
import { canFind } from "#lib/features/finding/rules.ts";
import { findAction } from "./finding-actions.ts";
import { findingWords, keyWords } from "./finding-words.ts";
import { SCENARIOS_PATH, screensOf } from "./navigation.ts";
import { SignOut } from "./sign-out.tsx";
import { StaffBar } from "./staff-bar.tsx";

/** The shell around every signed-in page. Not the gate: each page and each service checks for itself. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const [ctx, user, { words }] = await Promise.all([userContext(), currentUser(), pageWords()]);
  if (!ctx || !user) return children;
  const t = words("common");
  const finding = words("finding");
  const screens = screensOf(ctx.actor, t, { inSandbox: isSandbox() });
  const account = { href: "/account", label: t("nav.account") };
  return (
    <>
      <StaffBar
        nav={screens}
        environmentTag={environmentTag(t)}
        environmentHref={isSandbox() ? SCENARIOS_PATH : undefined}
        user={{ name: user.name, email: user.email }}
        words={{
          product: t("product"),
          skip: t("skip"),
          home: t("home"),
          nav: t("nav.main"),
          menu: t("menu"),
          account: t("accountMenu"),
        }}
        links={[account]}
        find={
          <Palette
            screens={[...screens, account]}
            find={canFind(ctx.actor) ? findAction : undefined}
            words={findingWords(finding)}
          />
        }
        keys={<KeysOverlay letters={user.letterKeys} words={keyWords(finding)} />}
        signOut={<SignOut t={t} variant="quiet" />}
      />
      {children}
      <Shortcuts letters={user.letterKeys} />
    </>
  );
}
