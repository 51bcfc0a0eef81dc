import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { USERS_PATH } from "#app/(staff)/settings/users/people-filters.tsx";
import { StandingMark } from "#app/(staff)/settings/users/standing-mark.tsx";
import { Page } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { orNotFound, pageContext, pageWords } from "#lib/entry/page.ts";
import { readPerson } from "#lib/features/accounts/people.ts";
import { isUuid } from "#lib/uuid.ts";
import { AboutPerson } from "./about.tsx";
import { PersonAccess } from "./access.tsx";
import { Group } from "./group.tsx";
import { PersonRights } from "./rights.tsx";
import { PersonSessions } from "./sessions.tsx";

type Props = { params: Promise<{ id: string }> };

/** Without the person's name: titles go into histories. */
export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("users")("title") };
}

export default async function PersonPage({ params }: Props) {
  const { ctx, words } = await pageContext("user:manage");
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const person = await orNotFound(ctx, readPerson(ctx, id.toLowerCase()));
  const t = words("users");
  return (
    <Page>
      <PageHead
        title={person.name}
        back={{ href: USERS_PATH, label: t("back") }}
        meta={<StandingMark standing={person.standing} t={t} />}
      />
      <div className="flex max-w-160 grow flex-col px-6 pb-10 phone:px-4">
        <Group id="about" title={t("person.about")}>
          <AboutPerson person={person} />
        </Group>
        {person.id === ctx.actor.id ? (
          <Note actions={<ButtonLink href="/account">{t("person.toAccount")}</ButtonLink>}>
            {t("person.own")}
          </Note>
        ) : (
          <>
            {person.isWithinReach ? <PersonRights person={person} /> : <Note>{t("person.beyond")}</Note>}
            <PersonSessions person={person} />
            <PersonAccess person={person} />
          </>
        )}
      </div>
    </Page>
  );
}
