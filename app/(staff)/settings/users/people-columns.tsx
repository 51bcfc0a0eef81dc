import Link from "next/link";
import type { Column } from "#components/table/data-table.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Glyph } from "#components/ui/glyph.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { PersonRow } from "#lib/features/accounts/people.ts";
import type { PeopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { sortLink } from "#lib/table/links.ts";
import { USERS_PATH } from "./people-filters.tsx";
import { StandingMark } from "./standing-mark.tsx";

type Given = {
  t: Translator<"users">;
  common: Translator<"common">;
  format: Formatter;
  now: Date;
  /** Whoever reads, who is marked. */
  me: string;
};

export function peopleColumns({ t, common, format, now, me }: Given, filter: PeopleFilter) {
  const time = (at: Date) => (
    <time dateTime={at.toISOString()} title={format.full(at)}>
      {format.near(at, now)}
    </time>
  );
  const columns: Column<PersonRow>[] = [
    {
      id: "name",
      header: t("name"),
      phone: "line1",
      sort: sortLink(USERS_PATH, filter, "name"),
      cell: ({ id, name }) => (
        <span className="inline-flex max-w-full items-center gap-2">
          <Avatar name={name} size="s" />
          <Link href={`${USERS_PATH}/${id}`} prefetch={false} className="min-w-0 font-medium" title={name}>
            <span className="truncate">{name}</span>
          </Link>
          {id === me ? <Tag>{t("you")}</Tag> : null}
        </span>
      ),
    },
    { id: "email", header: t("email"), phone: "line2", cell: ({ email }) => email },
    {
      id: "role",
      header: t("role"),
      width: "136px",
      phone: "line3",
      cell: ({ role }) => common(`role.${role}`),
    },
    {
      id: "standing",
      header: t("standing"),
      width: "128px",
      phone: "end",
      cell: ({ standing }) => <StandingMark standing={standing} t={t} />,
    },
    {
      id: "secondFactor",
      header: t("secondFactor"),
      width: "128px",
      hideUnder: "lg",
      phone: "hidden",
      cell: ({ secondFactorSince }) => (
        <span className="inline-flex items-center gap-1.5">
          <Glyph name={secondFactorSince ? "confirmed" : "no-answer"} size={14} />
          {t(`secondFactorName.${secondFactorSince ? "on" : "off"}`)}
        </span>
      ),
    },
    {
      id: "branches",
      header: t("branches"),
      width: "176px",
      hideUnder: "xl",
      phone: "hidden",
      cell: ({ branches }) => branchesWord(t, branches),
    },
    {
      id: "lastSignIn",
      header: t("lastSignIn"),
      width: "132px",
      align: "end",
      phone: "line3-end",
      sort: sortLink(USERS_PATH, filter, "lastSignIn"),
      cell: ({ lastSignInAt }) =>
        lastSignInAt ? time(lastSignInAt) : <span className="text-ink-2">{t("never")}</span>,
    },
    {
      id: "created",
      header: t("created"),
      width: "116px",
      align: "end",
      hideUnder: "xl",
      phone: "hidden",
      sort: sortLink(USERS_PATH, filter, "created"),
      cell: ({ createdAt }) => time(createdAt),
    },
  ];
  return columns;
}

function branchesWord(t: Translator<"users">, [first, ...more]: readonly { name: string }[]): string {
  if (!first) return t("allBranches");
  return more.length === 0 ? first.name : t("someBranches", { first: first.name, count: more.length });
}
