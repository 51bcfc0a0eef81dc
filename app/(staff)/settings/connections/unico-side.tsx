import type { ReactNode } from "react";
import { ConnectionAlerts } from "#components/connections/alerts.tsx";
import type { Given } from "#components/connections/words.ts";
import type { UnicoSide } from "#lib/features/connections/reading.ts";
import { Endpoints } from "./endpoints.tsx";
import { ClockFacts, HostFacts, NoticeFacts, ProgramFacts, RateFacts } from "./flow-facts.tsx";
import { TokenFacts } from "./token-facts.tsx";
import { UnknownValues } from "./unknown-values.tsx";

type Props = {
  side: UnicoSide;
  isWebhookConfigured: boolean;
  /** How the company's sign-in does, beside Unico's side. */
  signIn?: ReactNode;
  given: Given;
};

/** What is wrong first, then how each part does. */
export function UnicoSideView({ side, isWebhookConfigured, signIn, given }: Props) {
  return (
    <>
      <ConnectionAlerts alerts={side.alerts} given={given} />
      <Endpoints endpoints={side.endpoints} given={given} />
      <div className="flex max-w-160 flex-col px-6 phone:px-4">
        <TokenFacts token={side.token} given={given} />
        <HostFacts hosts={side.hosts} given={given} />
        <RateFacts rate={side.rate} lanes={side.lanes} given={given} />
        <ClockFacts skew={side.skew} given={given} />
        <NoticeFacts notices={side.notices} isConfigured={isWebhookConfigured} given={given} />
        {signIn}
        <ProgramFacts senders={side.senders} unknown={side.unknown} given={given} />
      </div>
      <UnknownValues values={side.unknownValues} given={given} />
    </>
  );
}
