import Link from "next/link";
import type { ReactNode } from "react";
import { BringIntoView } from "#components/shell/bring-into-view.tsx";
import { DockSection } from "#components/shell/page.tsx";
import { buttonClass } from "#components/ui/button-look.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Fact, Facts, Raw } from "#components/ui/facts.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import type { Actor } from "#lib/auth/roles.ts";
import type { WholeAuditEvent } from "#lib/features/audit/service.ts";
import { type Formatter, shortId } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { Changes } from "./changes.tsx";
import { EventProof } from "./event-proof.tsx";
import { entityHref, sentenceOf, whatWord, whoWord } from "./event-words.ts";

type Props = {
  event: WholeAuditEvent;
  t: Translator<"audit">;
  common: Translator<"common">;
  format: Formatter;
  actor: Actor;
  links: {
    newer: string | null;
    older: string | null;
    close: string;
    sameActor: string | null;
    sameEntity: string | null;
    person: string | null;
    sameSession: string | null;
    sameRequest: string;
    sameAddress: string | null;
  };
};

/** One event whole: what happened, every recorded member, and how far its proof reaches. */
export function EventDock({ event, t, common, format, actor, links }: Props) {
  const about = entityHref(actor, event);
  const role = event.actorRole ? common(`role.${event.actorRole}`) : null;
  const name = whoWord(t, event);
  return (
    <>
      <DockSection>
        <BringIntoView key={event.seq} />
        <div className="flex items-center gap-1">
          <h2 className="grow text-base font-semibold">{t("event.title", { seq: event.seq })}</h2>
          <IconLink href={links.newer} icon="chevron-up" label={t("event.newer")} />
          <IconLink href={links.older} icon="chevron-down" label={t("event.older")} />
          <IconLink href={links.close} icon="close" label={t("event.close")} />
        </div>
        <p className="text-base">{sentenceOf(t, event)}</p>
      </DockSection>
      <DockSection>
        <Facts>
          <Fact term={t("event.when")} title={format.full(event.at)}>
            <time dateTime={event.at.toISOString()}>
              {format.date(event.at)}, {format.exact(event.at)}
            </time>
            <Raw>{event.at.toISOString()}</Raw>
          </Fact>
          <Fact term={t("event.who")}>
            {role ? t("event.whoWithRole", { name, role }) : name}
            <Aside href={links.sameActor}>{t("event.sameActor")}</Aside>
          </Fact>
          <Fact term={t("event.from")}>
            {event.address ?? t("event.noAddress")}
            <Aside href={links.sameAddress}>{t("event.sameAddress")}</Aside>
          </Fact>
          <Fact term={t("event.session")} title={event.sessionId ?? ""}>
            {event.sessionId ? <Mono>{shortId(event.sessionId)}</Mono> : t("event.noSession")}
            <Aside href={links.sameSession}>{t("event.sameSession")}</Aside>
          </Fact>
          <Fact term={t("event.request")} title={event.requestId}>
            <Mono>{shortId(event.requestId)}</Mono>
            <Aside href={links.sameRequest}>{t("event.sameRequest")}</Aside>
          </Fact>
          <Fact term={t("event.action")}>
            <Mono>{event.action}</Mono>
          </Fact>
          <Fact term={t("event.outcome")} raw={event.outcome}>
            {t(`outcome.${event.outcome}`)}
          </Fact>
          <Fact term={t("event.about")}>
            {about ? (
              <Link href={about} className="link inline-flex min-h-6 items-center" prefetch={false}>
                {whatWord(t, event)}
              </Link>
            ) : (
              whatWord(t, event)
            )}
            <Raw>{`${event.entityType} ${event.entityId ?? ""}`.trimEnd()}</Raw>
            <Aside href={links.sameEntity}>{t("event.sameEntity")}</Aside>
            <Aside href={links.person}>{t("person.link")}</Aside>
          </Fact>
        </Facts>
      </DockSection>
      {event.changes.length > 0 ? (
        <DockSection title={t("event.changedTitle")} titleId="event-changes">
          <Changes changes={event.changes} t={t} />
        </DockSection>
      ) : null}
      <DockSection title={t("event.detail")} titleId="event-detail">
        {event.detail.length === 0 ? <p className="text-ink-2">{t("event.noDetail")}</p> : null}
        <Facts>
          {event.detail.map(({ name: term, value }) => (
            <Fact key={term} term={term}>
              <span className="min-w-0 font-mono text-xs break-all">{value}</span>
            </Fact>
          ))}
        </Facts>
      </DockSection>
      <DockSection title={t("event.proof")} titleId="event-proof" grow>
        <EventProof event={event} t={t} format={format} />
        <p className="font-mono text-xs break-all text-ink-2">{event.hash}</p>
        <div className="flex items-center gap-2">
          <CopyButton text={event.hash} label={common("copy")} copiedLabel={common("copied")} />
          {event.proof.block ? (
            <a href={`/api/audit/${event.seq}/proof`} download className={buttonClass({ size: "s" })}>
              <Icon name="download" size={14} />
              {t("event.downloadProof")}
            </a>
          ) : null}
        </div>
        <p className="text-xs text-ink-3">{t("event.proofText")}</p>
      </DockSection>
    </>
  );
}

const Mono = ({ children }: { children: string }) => (
  <span className="font-mono text-xs break-all">{children}</span>
);

const Aside = ({ href, children }: { href: string | null; children: ReactNode }) =>
  href ? (
    <Link href={href} className="link inline-flex min-h-6 items-center text-xs" prefetch={false}>
      {children}
    </Link>
  ) : null;

function IconLink({ href, icon, label }: { href: string | null; icon: IconName; label: string }) {
  if (!href) return null;
  return (
    <Link href={href} className="btn-icon" aria-label={label} title={label} prefetch={false} scroll={false}>
      <Icon name={icon} />
    </Link>
  );
}
