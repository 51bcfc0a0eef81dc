import Link from "next/link";
import type { ReactNode } from "react";
import { Page } from "#components/shell/page.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { unicoHosts } from "#lib/entry/environment.ts";
import { readConnections } from "#lib/features/overview/service.ts";
import type { Given } from "./given.ts";

/** The administrator's: how the parts are joined. Counts and times, nothing of a person. */
export async function Connections({ given }: { given: Given }) {
  const { ctx, o, format } = given;
  const { readiness, version, auditToday, sessions, validation, process } = await readConnections(ctx);
  const hosts = unicoHosts();
  const isUp = readiness.database === "up";
  const isMigrated = readiness.migrations === "done";
  return (
    <Page>
      <PageHead title={o("title")} />
      <div className="flex max-w-160 flex-col px-6 pb-8 phone:px-4">
        <Part id="connections" title={o("connections")}>
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
          <Fact term={o("environment")}>{o(`environmentName.${hosts.environment}`)}</Fact>
        </Part>
        <Part id="unico" title={o("unico")}>
          <Fact term={o("authHost")}>
            <Host name={hosts.auth} />
          </Fact>
          <Fact term={o("idHost")}>
            <Host name={hosts.id} />
            <LastAnswer given={given} at={validation?.settledAt ?? null} />
          </Fact>
          <Fact term={o("cadastroHost")}>
            <Host name={hosts.cadastro} />
            <LastAnswer given={given} at={process?.lastSeenAt ?? null} />
          </Fact>
        </Part>
        <Part id="activity" title={o("activity")}>
          <Fact term={o("auditToday")}>
            {format.number(auditToday)}
            <Link href="/audit" prefetch={false} className="link text-xs">
              {o("toAudit")}
            </Link>
          </Fact>
          <Fact term={o("sessions")}>{format.number(sessions)}</Fact>
        </Part>
      </div>
    </Page>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="border-line py-4 not-first:border-t">
      <h2 id={id} className="pb-2 text-base font-semibold">
        {title}
      </h2>
      <Facts>{children}</Facts>
    </section>
  );
}

const Host = ({ name }: { name: string }) => <span className="font-mono text-xs break-all">{name}</span>;

function LastAnswer({ given: { o, format, now }, at }: { given: Given; at: Date | null }) {
  if (!at) return <span className="text-ink-3">{o("noAnswerYet")}</span>;
  return (
    <time className="text-ink-3" dateTime={at.toISOString()} title={format.full(at)}>
      {o("lastAnswer", { time: format.near(at, now) })}
    </time>
  );
}
