import { pageWords } from "#lib/entry/page.ts";
import { RefreshForm } from "./refresh-form.tsx";

export async function Refresh({ processId }: { processId: string }) {
  const { words } = await pageWords();
  const t = words("processes");
  return <RefreshForm processId={processId} words={{ refresh: t("refresh"), refreshing: t("refreshing") }} />;
}
