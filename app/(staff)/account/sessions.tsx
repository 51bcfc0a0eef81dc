import { Tag } from "#components/ui/tag.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { listOwnSessions } from "#lib/features/accounts/sessions.ts";
import { deviceOf } from "./device.ts";
import { EndOthers } from "./end-others.tsx";
import { EndSession } from "./end-session.tsx";

/** The person's own live sessions, last used first. */
export async function Sessions() {
  const { ctx, words, format } = await pageContext(null);
  const sessions = await listOwnSessions(ctx);
  const t = words("account");
  return (
    <>
      <ul className="border-t border-line">
        {sessions.map((session) => {
          const isThisOne = session.id === ctx.actor.sessionId;
          const device = deviceOf(session.userAgent);
          const name = `session-${session.id}`;
          return (
            <li key={session.id} className="flex flex-wrap items-center gap-3 border-b border-line py-2.5">
              <div id={name} className="min-w-0 grow">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {device ? t("device", device) : t("unknownDevice")}
                  {isThisOne ? <Tag>{t("thisSession")}</Tag> : null}
                  {session.stage === "password" ? <Tag>{t("codeToCome")}</Tag> : null}
                  {session.way === "company" ? <Tag>{t("byCompany")}</Tag> : null}
                </p>
                <p className="text-ink-2">
                  <time dateTime={session.lastSeenAt.toISOString()} title={format.full(session.lastSeenAt)}>
                    {t("lastUsed", { time: format.near(session.lastSeenAt, ctx.now()) })}
                  </time>
                  {", "}
                  <time dateTime={session.createdAt.toISOString()} title={format.full(session.createdAt)}>
                    {t("since", { time: format.near(session.createdAt, ctx.now()) })}
                  </time>
                  {", "}
                  {session.address ? t("from", { address: session.address }) : t("noAddress")}
                </p>
              </div>
              <EndSession
                session={session.id}
                describedBy={name}
                words={{ end: isThisOne ? t("endThisSession") : t("endSession"), ending: t("ending") }}
              />
            </li>
          );
        })}
      </ul>
      <EndOthers
        areThere={sessions.length > 1}
        words={{ end: t("endOthers"), ending: t("ending"), ended: t("othersEnded") }}
      />
    </>
  );
}
