import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthFrame } from "#app/(auth)/frame.tsx";
import { currentUser } from "#lib/entry/current.ts";
import { pageWords } from "#lib/entry/page.ts";
import { safePath } from "#lib/entry/safe-path.ts";
import { SignInForm } from "./form.tsx";

type Props = { searchParams: Promise<{ from?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("signIn")("title") };
}

export default async function SignInPage({ searchParams }: Props) {
  const [{ from }, { words }, user] = await Promise.all([searchParams, pageWords(), currentUser()]);
  const target = safePath(from);
  if (user) redirect(target);
  const t = words("signIn");
  return (
    <AuthFrame title={t("title")}>
      <SignInForm
        from={target}
        words={{
          email: t("email"),
          password: t("password"),
          show: t("show"),
          hide: t("hide"),
          submit: t("submit"),
          submitting: t("submitting"),
        }}
      />
    </AuthFrame>
  );
}
