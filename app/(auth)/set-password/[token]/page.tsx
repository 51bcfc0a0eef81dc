import type { Metadata } from "next";
import { AuthFrame } from "#app/(auth)/frame.tsx";
import { pageWords } from "#lib/entry/page.ts";
import { SetPasswordForm } from "./form.tsx";

type Props = { params: Promise<{ token: string }> };

/** The address is a secret until it is used: it goes to no other site, and none may keep it. */
export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("signIn")("setPassword.title"), referrer: "no-referrer" };
}

/** Opening the page uses nothing up: mail scanners open links too. */
export default async function SetPasswordPage({ params }: Props) {
  const [{ token }, { words }] = await Promise.all([params, pageWords()]);
  const t = words("signIn");
  return (
    <AuthFrame title={t("setPassword.title")}>
      <SetPasswordForm
        token={token}
        words={{
          password: t("password"),
          hint: t("setPassword.hint"),
          show: t("show"),
          hide: t("hide"),
          submit: t("setPassword.submit"),
          submitting: t("setPassword.submitting"),
          done: t("setPassword.done"),
          doneText: t("setPassword.doneText"),
          toSignIn: t("setPassword.toSignIn"),
          badLink: words("errors")("refusal.link"),
        }}
      />
    </AuthFrame>
  );
}
