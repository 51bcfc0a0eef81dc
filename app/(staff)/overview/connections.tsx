import { ProofAlarms } from "#components/audit/proof-alarms.tsx";
import { ConnectionAlerts } from "#components/connections/alerts.tsx";
import { HealthWord } from "#components/connections/health.tsx";
import { Page } from "#components/shell/page.tsx";
import { FactGroup } from "#components/ui/fact-group.tsx";
import { Fact } from "#components/ui/facts.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { SmallLink } from "#components/ui/small-link.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { unicoHosts, unicoSettings } from "#lib/entry/environment.ts";
import { readLastCheck } from "#lib/features/audit/proof-alarms.ts";
import { readUnicoSide } from "#lib/features/connections/reading.ts";
import { readConnections } from "#lib/features/overview/service.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import type { Given } from "./given.ts";
import { CheckFacts, KeyFacts, QueueFacts } from "./upkeep.tsx";

type Props = { given: Given; connections: Translator<"connections">; audit: Translator<"audit"> };

/** The administrator's: how the parts are joined. Counts and times, nothing of a person. */
export async function Connections({ given, connections: t, audit }: Props) {
  const { ctx, o, format, now } = given;
  const [{ readiness, version, auditToday, sessions, queues, keys }, side, { lastCheck, alarms }] =
    await Promise.all([readConnections(ctx), readUnicoSide(ctx, unicoSettings()), readLastCheck(ctx)]);
  const { environment, ...hosts } = unicoHosts();
  const isUp = readiness.database === "up";
  const isMigrated = readiness.migrations === "done";
  const isIndexed = readiness.index === "right";
  return (
    <Page>
      <PageHead title={o("title")} />
      <ProofAlarms alarms={alarms} t={audit} format={format} now={now} />
      <ConnectionAlerts alerts={side.alerts} given={{ t, format, now, hosts }} />
      <div className="flex max-w-160 flex-col px-6 pb-8 phone:px-4">
        <FactGroup id="program" title={o("program")}>
          <Fact term={o("database")}>
            <Verdict
              glyph={isUp ? "confirmed" : "refuted"}
              word={isUp ? o("databaseUp", { version }) : o("databaseDown")}
            />
          </Fact>
          <Fact term={o("migrations")}>
            <Verdict
              glyph={isMigrated ? "confirmed" : "second-look"}
              word={o(isMigrated ? "migrationsDone" : "migrationsMissing")}
            />
          </Fact>
          <Fact term={o("index")}>
            <Verdict
              glyph={isIndexed ? "confirmed" : "refuted"}
              word={o(isIndexed ? "indexRight" : "indexChanged")}
            />
          </Fact>
          <Fact term={o("environment")}>{o(`environmentName.${environment}`)}</Fact>
        </FactGroup>
        <FactGroup
          id="unico"
          title={o("unico")}
          action={<SmallLink href="/settings/connections">{t("whole")}</SmallLink>}
        >
          {side.endpoints.map(({ name, health }) => (
            <Fact key={name} term={t(`endpoint.${name}`)}>
              <HealthWord health={health} t={t} />
            </Fact>
          ))}
        </FactGroup>
        <QueueFacts queues={queues} lanes={side.lanes} given={given} />
        <CheckFacts lastCheck={lastCheck} audit={audit} given={given} />
        <KeyFacts keys={keys} given={given} />
        <FactGroup id="activity" title={o("activity")}>
          <Fact term={o("auditToday")}>
            {format.number(auditToday)}
            <SmallLink href="/audit">{o("toAudit")}</SmallLink>
          </Fact>
          <Fact term={o("sessions")}>{format.number(sessions)}</Fact>
        </FactGroup>
      </div>
    </Page>
  );
}
