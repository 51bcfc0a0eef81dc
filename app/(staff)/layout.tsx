import type { ReactNode } from "react";
import { Shortcuts } from "#components/shell/shortcuts.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { currentUser, userContext } from "#lib/entry/current.ts";
import { environmentTag, isSandbox } from "#lib/entry/environment.ts";
import { pageWords } from "#lib/entry/page.ts";
import { signOutAction } from "./actions.ts";
import { SCENARIOS_PATH, screensOf } from "./navigation.ts";
import { StaffBar } from "./staff-bar.tsx";

/** The shell around every signed-in page. Not the gate: each page and each service checks for itself. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const [ctx, user, { words }] = await Promise.all([userContext(), currentUser(), pageWords()]);
  if (!ctx || !user) return children;
  const t = words("common");
  return (
    <>
      <StaffBar
        nav={screensOf(ctx.actor, t, { inSandbox: isSandbox() })}
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
        links={[{ href: "/account", label: t("nav.account") }]}
        signOut={
          <form action={signOutAction}>
            <SubmitButton busyLabel={t("signingOut")}>{t("signOut")}</SubmitButton>
          </form>
        }
      />
      {children}
      <Shortcuts />
    </>
  );
}
