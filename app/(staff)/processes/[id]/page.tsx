import type { Metadata } from "next";
import { LookUp } from "#app/(staff)/processes/look-up.tsx";
import { Recent } from "#app/(staff)/processes/recent.tsx";
import { Tabs } from "#app/(staff)/processes/tabs.tsx";
import { revealOffer } from "#app/(staff)/revealable.tsx";
import { Page } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { orNotFound, pageContext, pageWords } from "#lib/entry/page.ts";
import { readForgottenProcess } from "#lib/features/processes/forgotten.ts";
import { readProcessPage } from "#lib/features/processes/page.ts";
import { processAddress } from "#lib/features/processes/schema.ts";
import { shortId } from "#lib/format.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
import { About } from "./about.tsx";
import { Answer } from "./answer.tsx";
import { EveryField } from "./every-field.tsx";
import { Flag } from "./flag.tsx";
import { Forgotten } from "./forgotten.tsx";
import { KeptNote } from "./kept-note.tsx";
import { Looks } from "./looks.tsx";
import { Refresh } from "./refresh.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id }, { words }] = await Promise.all([params, pageWords()]);
  return { title: words("processes")("one", { id: shortId(id) }) };
}

export default async function ProcessPage({ params, searchParams }: Props) {
  const { ctx, words } = await pageContext("process:lookup");
  const { id } = await params;
  const read = async () => (await readProcessPage(ctx, id)) ?? readForgottenProcess(ctx, id);
  const process = await orNotFound(ctx, read());
  if ("erasedAt" in process) return <Forgotten process={process} />;
  const { unico } = readAddress(processAddress, await searchParams).filter;
  const t = words("processes");
  const reveal = await revealOffer(ctx, "process", process.id, words("privacy"));
  const dock = (
    <>
      <Flag processId={process.id} />
      <Recent current={process.id} />
    </>
  );
  return (
    <Page dock={dock} dockLabel={t("recent")}>
      <div className="bg-canvas">
        <PageHead
          title={t("one", { id: shortId(process.id) })}
          actions={
            <>
              <Refresh processId={process.id} />
              {process.reverifyReference ? (
                <ButtonLink
                  href={`/reverifications/new?reference=${process.reverifyReference}`}
                  prefetch={false}
                >
                  {t("reverify")}
                </ButtonLink>
              ) : null}
            </>
          }
        />
        <Tabs />
        <LookUp value={process.id} />
      </div>
      <div className="flex flex-col gap-5 border-t border-line p-6 phone:p-4">
        {unico ? <KeptNote trouble={unico} asOf={process.asOf} /> : null}
        <div className="grid gap-x-10 gap-y-5 lg:grid-cols-[minmax(0,1fr)_280px]">
          <Answer process={process} />
          <About process={process} reveal={reveal} />
        </div>
        <EveryField process={process} />
        <Looks process={process} />
      </div>
    </Page>
  );
}
