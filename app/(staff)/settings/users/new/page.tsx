import type { Metadata } from "next";
import { USERS_PATH } from "#app/(staff)/settings/users/people-filters.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { ROLES } from "#lib/auth/roles.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { listGivableBranches } from "#lib/features/accounts/people.ts";
import { InviteForm } from "./invite-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("users")("inviting.title") };
}

export default async function InvitePage() {
  const { ctx, words } = await pageContext("user:manage");
  const [t, common] = [words("users"), words("common")];
  const branches = await listGivableBranches(ctx);
  return (
    <Page>
      <PageHead title={t("inviting.title")} back={{ href: USERS_PATH, label: t("back") }} />
      <div className="flex max-w-160 grow flex-col gap-5 px-6 pb-10 phone:px-4">
        <p className="text-ink-2">{t("inviting.text")}</p>
        <InviteForm
          roles={ROLES.map((value) => ({ value, label: common(`role.${value}`) }))}
          branches={branches.map(({ id, name }) => ({ value: id, label: name }))}
          words={{
            name: t("name"),
            email: t("email"),
            role: t("role"),
            branches: t("branches"),
            branchesHint: t(ctx.actor.scope === null ? "allBranchesHint" : "ownBranchesHint"),
            submit: t("inviting.submit"),
            submitting: t("inviting.submitting"),
            another: t("inviting.another"),
            open: t("inviting.open"),
            link: {
              title: t("link.title"),
              label: t("link.label"),
              copy: t("link.copy"),
              copied: t("link.copied"),
            },
          }}
        />
      </div>
    </Page>
  );
}
