import { deviceOf } from "#app/(staff)/account/device.ts";
import { pageContext } from "#lib/entry/page.ts";
import type { WholePerson } from "#lib/features/accounts/people.ts";
import { ButtonForm } from "./button-form.tsx";
import { Group } from "./group.tsx";

/** Where the person is signed in now. */
export async function PersonSessions({ person }: { person: WholePerson }) {
  const { ctx, words, format } = await pageContext("user:manage");
  const t = words("users");
  const { sessions } = person;
  return (
    <Group id="sessions-title" title={t("person.sessions")} text={t("person.sessionsText")}>
      {sessions.length === 0 ? <p className="text-ink-2">{t("person.noSessions")}</p> : null}
      <ul className={sessions.length > 0 ? "border-t border-line" : undefined}>
        {sessions.map((session) => {
          const device = deviceOf(session.userAgent);
          const { address, createdAt, lastSeenAt } = session;
          return (
            <li key={session.id} className="border-b border-line py-2.5">
              <p className="font-medium">{device ? t("person.device", device) : t("person.unknownDevice")}</p>
              <p className="text-ink-2">
                {[
                  t("person.lastUsed", { time: format.near(lastSeenAt, ctx.now()) }),
                  t("person.since", { time: format.near(createdAt, ctx.now()) }),
                  address ? t("person.from", { address }) : t("person.noAddress"),
                ].join(", ")}
              </p>
            </li>
          );
        })}
      </ul>
      <ButtonForm
        act="sessions"
        on={{ id: person.id, version: person.version }}
        isOffered={sessions.length > 0}
        words={{ do: t("act.sessions.do"), busy: t("act.sessions.busy") }}
      />
    </Group>
  );
}
