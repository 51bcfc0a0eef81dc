import { pageContext } from "#lib/entry/page.ts";
import type { WholePerson } from "#lib/features/accounts/people.ts";
import { ButtonForm } from "./button-form.tsx";
import { Group } from "./group.tsx";
import { LinkForm } from "./link-form.tsx";

/** The ways in: link, second factor, and whether there is one at all. Beyond one's branches only taking away. */
export async function PersonAccess({ person }: { person: WholePerson }) {
  const { words } = await pageContext("user:manage");
  const t = words("users");
  const on = { id: person.id, version: person.version };
  const isDisabled = person.standing === "disabled";
  const isInvited = person.standing === "invited";
  const turn = isDisabled ? "enable" : "disable";
  return (
    <>
      {isDisabled || person.company || !person.isWithinReach ? null : (
        <Group
          id="link-title"
          title={t("act.link.title")}
          text={t(isInvited ? "act.link.textInvited" : "act.link.text")}
        >
          <LinkForm
            on={on}
            name={person.name}
            words={{
              do: t(isInvited ? "act.link.again" : "act.link.do"),
              busy: t("act.link.busy"),
              link: {
                title: t("link.title"),
                label: t("link.label"),
                copy: t("link.copy"),
                copied: t("link.copied"),
              },
            }}
          />
        </Group>
      )}
      {person.isWithinReach ? (
        <Group
          id="second-factor-title"
          title={t("act.second_factor.title")}
          text={person.secondFactorSince ? t("act.second_factor.text") : t("person.secondFactorOff")}
        >
          <ButtonForm
            act="second_factor"
            on={on}
            isOffered={person.secondFactorSince !== null}
            words={{ do: t("act.second_factor.do"), busy: t("act.second_factor.busy") }}
          />
        </Group>
      ) : null}
      {person.isWithinReach || turn === "disable" ? (
        <Group id="account-title" title={t(`act.${turn}.title`)} text={t(`act.${turn}.text`)}>
          <ButtonForm
            act={turn}
            on={on}
            isOffered
            words={{ do: t(`act.${turn}.do`), busy: t(`act.${turn}.busy`) }}
          />
        </Group>
      ) : null}
    </>
  );
}
