import Link from "next/link";
import type { ReactNode } from "react";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { pageContext } from "#lib/entry/page.ts";
import type { WholePerson } from "#lib/features/accounts/people.ts";

/** What there is to know of a person before anything is changed. */
export async function AboutPerson({ person }: { person: WholePerson }) {
  const { ctx, words, format } = await pageContext("user:manage");
  const [t, common] = [words("users"), words("common")];
  const { secondFactorSince, company, lastSignInAt, openLinkUntil } = person;
  const log = (query: Record<string, string>) => `/audit?${new URLSearchParams(query)}`;
  return (
    <>
      <Facts>
        <Fact term={t("email")}>{person.email}</Fact>
        <Fact term={t("role")}>{common(`role.${person.role}`)}</Fact>
        <Fact term={t("branches")}>
          {person.branches.map(({ name }) => name).join(", ") || t("allBranches")}
        </Fact>
        <Fact term={t("standing")}>
          {person.disabledAt
            ? t("person.disabledSince", { time: format.dateTime(person.disabledAt) })
            : t(`standingName.${person.standing}`)}
        </Fact>
        {openLinkUntil ? (
          <Fact term={t("link.label")}>{t("person.openLink", { time: format.dateTime(openLinkUntil) })}</Fact>
        ) : null}
        <Fact term={t("secondFactor")}>
          {secondFactorSince
            ? t("person.secondFactorSince", { time: format.date(secondFactorSince) })
            : t("person.secondFactorOff")}
        </Fact>
        <Fact term={t("person.company")} raw={company?.subject}>
          {company ? t("person.companyBy", { issuer: company.issuer }) : t("person.companyNone")}
        </Fact>
        <Fact term={t("lastSignIn")} title={lastSignInAt ? format.full(lastSignInAt) : ""}>
          {lastSignInAt ? format.near(lastSignInAt, ctx.now()) : t("never")}
        </Fact>
        <Fact term={t("created")}>{format.date(person.createdAt)}</Fact>
      </Facts>
      <p className="flex flex-wrap gap-x-5">
        <LogLink href={log({ actor: person.id })}>{t("person.did")}</LogLink>
        <LogLink href={log({ entityType: "user", entity: person.id })}>{t("person.wasDone")}</LogLink>
      </p>
    </>
  );
}

const LogLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link href={href} prefetch={false} className="link inline-flex min-h-6 items-center touch:min-h-10">
    {children}
  </Link>
);
