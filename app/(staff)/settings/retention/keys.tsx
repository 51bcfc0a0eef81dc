import { byKeySchema, INDEX_PREFIX, OLDER } from "#lib/features/rotation/schema.ts";
import type { Given, Retention } from "./given.ts";

type Props = { rotations: Retention["rotations"]; newest: string; newestIndex: string; given: Given };

/** Which key seals now, and how the last changes of key went: what lies under which, counted at their end. */
export function Keys({ rotations, newest, newestIndex, given: { t, format } }: Props) {
  return (
    <section aria-labelledby="keys">
      <h2 id="keys" className="pb-2 text-base font-semibold">
        {t("retention.keys")}
      </h2>
      <p className="max-w-prose pb-2 text-ink-2">{t("retention.keysText", { key: newest })}</p>
      <p className="max-w-prose pb-2 text-ink-2">{t("retention.indexText", { key: newestIndex })}</p>
      {rotations.length === 0 ? <p className="text-ink-2">{t("retention.noRotations")}</p> : null}
      <ul>
        {rotations.map(({ id, keyId, startedAt, finishedAt, resealed, unreadable, byKey }) => (
          <li key={id} className="py-1">
            <b className="font-medium">
              {t(isOfIndex(keyId) ? "retention.indexRotation" : "retention.rotation", {
                key: keyId.replace(INDEX_PREFIX, ""),
                when: format.dateTime(startedAt),
              })}
            </b>{" "}
            <span className="text-ink-2">
              {[
                t(isOfIndex(keyId) ? "retention.reindexed" : "retention.resealed", { count: resealed }),
                ...(unreadable > 0
                  ? [
                      t(isOfIndex(keyId) ? "retention.notTurned" : "retention.unreadable", {
                        count: unreadable,
                      }),
                    ]
                  : []),
                ...(finishedAt
                  ? totalsOf(byKey).map(([key, count]) =>
                      t("retention.under", {
                        key: key === OLDER ? t("retention.older") : key,
                        count: format.number(count),
                      }),
                    )
                  : [t("retention.notEnded")]),
              ].join("; ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const isOfIndex = (keyId: string): boolean => keyId.startsWith(INDEX_PREFIX);

function totalsOf(byKey: unknown): [string, number][] {
  const parsed = byKeySchema.safeParse(byKey);
  const totals = new Map<string, number>();
  for (const counts of Object.values(parsed.data ?? {})) {
    for (const [key, count] of Object.entries(counts)) totals.set(key, (totals.get(key) ?? 0) + count);
  }
  return [...totals];
}
