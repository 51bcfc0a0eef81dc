import type { ReactNode } from "react";
import { HealthWord, Moment } from "#components/connections/health.tsx";
import { type Given, sayTime } from "#components/connections/words.ts";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Raw } from "#components/ui/facts.tsx";
import type { UnicoSide } from "#lib/features/connections/reading.ts";
import { type EndpointKey, LOOK_BACK_DAYS } from "#lib/features/connections/rules.ts";

type Endpoint = UnicoSide["endpoints"][number];

const REQUESTS = {
  token: "POST /oauth2/token",
  create_process: "POST /processes/v1",
  read_validation: "GET /processes/v1/{id}",
  read_process: "GET /client/v1/process/{id}",
} as const satisfies Record<EndpointKey, string>;

const FAILURES = ["busy", "not_sent", "unknown", "token", "refused"] as const;

/** Each endpoint of Unico: whether it answers, and how fast. */
export function Endpoints({ endpoints, given }: { endpoints: readonly Endpoint[]; given: Given }) {
  const { t } = given;
  return (
    <section aria-labelledby="endpoints">
      <h2 id="endpoints" className="px-6 pb-2 text-base font-semibold phone:px-4">
        {t("endpoints")}
      </h2>
      <DataTable
        flat
        name={t("endpoints")}
        columns={columnsOf(given)}
        rows={endpoints}
        rowKey={({ name }) => name}
      />
    </section>
  );
}

const columnsOf = (given: Given): Column<Endpoint>[] => [
  {
    id: "endpoint",
    header: given.t("column.endpoint"),
    width: "17%",
    phone: "line1",
    cell: ({ name }) => <span className="font-medium">{given.t(`endpoint.${name}`)}</span>,
  },
  {
    id: "request",
    header: given.t("column.request"),
    width: "228px",
    hideUnder: "xl",
    phone: "hidden",
    cell: ({ name }) => <Raw>{REQUESTS[name]}</Raw>,
  },
  {
    id: "health",
    header: given.t("column.health"),
    width: "10%",
    phone: "end",
    cell: ({ health }) => <HealthWord health={health} t={given.t} />,
  },
  {
    id: "lastSuccess",
    header: given.t("column.lastSuccess"),
    width: "11%",
    cell: ({ lastSuccessAt: at }) => (
      <Cell label={given.t("column.lastSuccess")}>
        {at ? <Moment at={at} said={sayTime(given, at)} format={given.format} /> : <Never t={given.t} />}
      </Cell>
    ),
  },
  {
    id: "lastFailure",
    header: given.t("column.lastFailure"),
    width: "20%",
    phone: "line3",
    cell: ({ lastFailure }) => (
      <Cell label={given.t("column.lastFailure")}>
        <LastFailure failure={lastFailure} given={given} />
      </Cell>
    ),
  },
  {
    id: "calls",
    header: given.t("column.calls"),
    width: "13%",
    phone: "line3",
    cell: ({ calls, failures }) => <Cell>{given.t("calls", { calls, failures })}</Cell>,
  },
  {
    id: "latency",
    header: given.t("column.latency"),
    phone: "line3",
    cell: (endpoint) => (
      <Cell>
        <Latency endpoint={endpoint} given={given} />
      </Cell>
    ),
  },
];

/** Wraps rather than hides; where the head of its column is not seen, the label says what it is. */
function Cell({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <span className="block py-1 whitespace-normal">
      {label ? <span className="hidden text-ink-2 phone:inline">{label}: </span> : null}
      {children}
    </span>
  );
}

const Never = ({ t }: Pick<Given, "t">) => (
  <span className="text-ink-2">{t("noneLately", { days: LOOK_BACK_DAYS })}</span>
);

function LastFailure({ failure, given }: { failure: Endpoint["lastFailure"]; given: Given }) {
  const { t, format } = given;
  if (!failure) return <Never t={t} />;
  const { at, httpStatus, unicoCode } = failure;
  const verdict = FAILURES.find((name) => name === failure.verdict) ?? "other";
  const raw = [httpStatus === null ? null : `HTTP ${httpStatus}`, unicoCode].filter(Boolean).join(" ");
  return (
    <>
      <Moment at={at} said={sayTime(given, at)} format={format} />, {t(`failure.${verdict}`)}{" "}
      {raw ? (
        <span className="whitespace-nowrap">
          <Raw>{raw}</Raw>
        </span>
      ) : null}
    </>
  );
}

function Latency({ endpoint: { timed, p50Ms, p95Ms }, given }: { endpoint: Endpoint; given: Given }) {
  const { t, format } = given;
  if (p50Ms === null || p95Ms === null) return <span className="text-ink-2">{t("noTimes")}</span>;
  return (
    <>
      {t("times", { p50: format.number(p50Ms), p95: format.number(p95Ms) })}{" "}
      <span className="text-ink-2">{t("timed", { count: timed })}</span>
    </>
  );
}
