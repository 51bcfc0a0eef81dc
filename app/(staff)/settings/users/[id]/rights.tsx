import { ROLES } from "#lib/auth/roles.ts";
import { pageContext } from "#lib/entry/page.ts";
import { listGivableBranches, type WholePerson } from "#lib/features/accounts/people.ts";
import { BranchesForm } from "./branches-form.tsx";
import { Group } from "./group.tsx";
import { RoleForm } from "./role-form.tsx";

/** What the person may do, and where. */
export async function PersonRights({ person }: { person: WholePerson }) {
  const { ctx, words } = await pageContext("user:manage");
  const [t, common] = [words("users"), words("common")];
  const branches = await listGivableBranches(ctx);
  const isLimited = ctx.actor.scope !== null;
  const on = { id: person.id, version: person.version };
  const save = { save: t("save"), saving: t("saving"), saved: t("saved") };
  return (
    <>
      <Group id="role-title" title={t("role")} text={t(person.company ? "roleOfCompany" : "roleText")}>
        <RoleForm
          on={on}
          role={person.role}
          roles={ROLES.map((value) => ({ value, label: common(`role.${value}`) }))}
          words={{ ...save, role: t("role") }}
        />
      </Group>
      <Group
        id="branches-title"
        title={t("branches")}
        text={t(branches.length === 0 ? "noBranches" : isLimited ? "branchesTextOwn" : "branchesText")}
      >
        {branches.length > 0 ? (
          <BranchesForm
            on={on}
            given={person.branches.map(({ id }) => id)}
            branches={branches.map(({ id, name }) => ({ value: id, label: name }))}
            words={{ ...save, branches: t("branches") }}
          />
        ) : null}
      </Group>
    </>
  );
}
