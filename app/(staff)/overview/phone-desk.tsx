import { HandedOver } from "#app/(staff)/processes/handed-over.tsx";
import { LookUp } from "#app/(staff)/processes/look-up.tsx";
import { Recent } from "#app/(staff)/processes/recent.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { pageWords } from "#lib/entry/page.ts";
import type { Given } from "./given.ts";

/** Support's: the one field for the customer on the phone, and what was looked up last. */
export async function PhoneDesk({ given: { o } }: { given: Given }) {
  const { words } = await pageWords();
  return (
    <Page
      dock={
        <>
          <HandedOver />
          <Recent />
        </>
      }
      dockLabel={words("processes")("recent")}
    >
      <PageHead title={o("title")} />
      <section aria-labelledby="look-up">
        <h2 id="look-up" className="px-6 pt-2 text-base font-semibold phone:px-4">
          {o("lookUp")}
        </h2>
        <LookUp isFirst />
      </section>
    </Page>
  );
}
