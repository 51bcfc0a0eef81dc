import type { AuditRow, WholeAuditEvent } from "#lib/features/audit/service.ts";
import { AUDIT_ENTITY_TYPES, type AuditFilter } from "#lib/features/audit/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import type { Listed } from "#lib/table/list.ts";
import { dayOf } from "#lib/time.ts";
import { eventHref } from "./audit-table.tsx";
import { EventDock } from "./event-dock.tsx";
import { AUDIT_PATH, subjectAuditPath } from "./paths.ts";

type Props = {
  ctx: UserCtx;
  event: WholeAuditEvent;
  list: () => Promise<Listed<AuditRow>>;
  filter: Omit<AuditFilter, "event">;
  t: Translator<"audit">;
  common: Translator<"common">;
  format: Formatter;
};

/** The open event with its ways on: the neighbours in the list, and everything of the same person or thing. */
export async function OpenEvent({ ctx, event, list, filter, t, common, format }: Props) {
  const { keys } = await list();
  const place = keys.indexOf(event.seq);
  const beside = (step: number) => (place < 0 ? undefined : keys[place + step]);
  const [above, below] = [beside(-1), beside(1)];
  const [newer, older] = filter.sort === "-at" ? [above, below] : [below, above];
  const type = AUDIT_ENTITY_TYPES.find((each) => each === event.entityType);
  const day = dayOf(event.at);
  const linkTo = (seq: string | undefined) => (seq ? eventHref(filter, seq) : null);
  return (
    <EventDock
      event={event}
      t={t}
      common={common}
      format={format}
      actor={ctx.actor}
      links={{
        newer: linkTo(newer),
        older: linkTo(older),
        close: eventHref(filter, undefined),
        sameSession: event.sessionId ? hrefOf(AUDIT_PATH, { session: event.sessionId }) : null,
        // Requests and addresses have no index: within a day they are found at once.
        sameRequest: hrefOf(AUDIT_PATH, { request: event.requestId, from: day, to: day }),
        sameAddress: event.address
          ? hrefOf(AUDIT_PATH, { address: event.address, from: day, to: day })
          : null,
        sameActor: event.actorId ? hrefOf(AUDIT_PATH, { actor: [event.actorId] }) : null,
        person: event.personId ? subjectAuditPath(event.personId) : null,
        sameEntity:
          type && event.entityId ? hrefOf(AUDIT_PATH, { entityType: [type], entity: event.entityId }) : null,
      }}
    />
  );
}
