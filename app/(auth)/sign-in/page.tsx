import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthFrame } from "#app/(auth)/frame.tsx";
import { companyRenewal } from "#lib/entry/company.ts";
import { currentPending, currentUser } from "#lib/entry/current.ts";
import { pageWords } from "#lib/entry/page.ts";
import { safePath } from "#lib/entry/safe-path.ts";
import { CompanySignIn } from "./company.tsx";
import { SignInForm } from "./form.tsx";
import { SecondStep } from "./second-step.tsx";

type Search = Partial<Record<"from" | "with" | "refused", string | string[]>>;
type Props = { searchParams: Promise<Search> };

/** Another title for each step: by it a screen reader says that the page is another. */
export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [{ with: by }, { words }, pending] = await Promise.all([searchParams, pageWords(), currentPending()]);
  const t = words("secondFactor");
  if (!pending) return { title: words("signIn")("title") };
  if (pending.confirmedAt) return { title: t("codes.lostTitle") };
  if (pending.factor === "set_up") return { title: t("setUp.title") };
  return { title: t(by === "recovery" ? "recovery" : "code") };
}

export default async function SignInPage({ searchParams }: Props) {
  const [{ from, with: by, refused }, { words }, user, pending] = await Promise.all([
    searchParams,
    pageWords(),
    currentUser(),
    currentPending(),
  ]);
  const target = safePath(from);
  if (user) redirect(target);
  if (pending) return <SecondStep target={target} withRecovery={by === "recovery"} />;
  const renewal = refused ? null : await companyRenewal(target);
  if (renewal) redirect(renewal);
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
      <CompanySignIn from={target} refused={refused} />
    </AuthFrame>
  );
}
