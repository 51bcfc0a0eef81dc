import Link from "next/link";
import { agoOf, numberOf } from "#app/(staff)/reverifications/words.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import type { PartProps } from "./parts.ts";
import { waysOutWords } from "./reconcile-words.ts";
import { WaysOut } from "./ways-out.tsx";

type Props = PartProps & { r: Translator<"reconciling">; now: Date };

/** What is known of one that nobody knows the end of, why it is left alone, and what a person can do. */
export function WhatHappened(props: Props) {
  const { found, r } = props;
  const { replacedBy, state, unicoProcessId } = found;
  const isUnknown = state === "unknown";
  const isWorking = state === "sent" && unicoProcessId !== null;
  const isOpen = isUnknown || isWorking;
  return (
    <section
      className={isOpen ? "mt-2 border-t border-line pt-5 pb-3" : undefined}
      aria-labelledby={isOpen ? "what-happened" : undefined}
    >
      {isOpen ? (
        <h2 id="what-happened" className="pb-2 text-base font-semibold">
          {r("title")}
        </h2>
      ) : null}
      <div className="flex max-w-160 flex-col gap-5">
        {isOpen ? <Known {...props} /> : null}
        {found.mayReconcile ? (
          <WaysOut
            id={found.id}
            mayRead={isOpen && unicoProcessId !== null}
            mayPropose={isUnknown}
            open={isUnknown ? openOf(props) : null}
            anewHref={
              isUnknown && found.mayStart && !replacedBy
                ? `/reverifications/new?reference=${found.referenceId}&replaces=${found.id}`
                : null
            }
            words={waysOutWords(r, isWorking)}
          />
        ) : null}
        {isUnknown && replacedBy ? (
          <p>
            {r("anew.done")}{" "}
            <Link className="link" href={`/reverifications/${replacedBy.id}`}>
              {numberOf(replacedBy.number)}
            </Link>
          </p>
        ) : null}
      </div>
    </section>
  );
}

/** In plain words, one thing a line. */
function Known({ found, r, format, now }: Props) {
  const { sentAt, httpStatus, unicoProcessId, startedBy, answer } = found;
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label={r("known.label")} className="flex list-disc flex-col gap-1 ps-5">
        {sentAt ? (
          <li title={format.full(sentAt)}>
            {r("known.sent", {
              when: format.dateTime(sentAt),
              ago: agoOf(r, format, now.getTime() - sentAt.getTime()),
              who: startedBy.name,
            })}
          </li>
        ) : null}
        <li>
          {httpStatus === null ? r("known.noAnswer") : r("known.answered", { status: String(httpStatus) })}{" "}
          {answer ? r("known.kept") : null}
        </li>
        <li>
          {unicoProcessId ? (
            <>
              {r(isOfPortal(found) ? "known.idOfPortal" : "known.idOfUnico")}{" "}
              <span className="font-mono text-xs break-all select-all">{unicoProcessId}</span>
            </>
          ) : (
            r("known.noId")
          )}
        </li>
      </ul>
      {found.state === "unknown" ? <p className="text-ink-2">{r("why")}</p> : null}
    </div>
  );
}

const isOfPortal = ({ words, unicoProcessId }: PartProps["found"]): boolean =>
  words.some((word) => word.ending === "accepted" && word.unicoProcessId === unicoProcessId);

function openOf({ found, r, format, now }: Props) {
  const open = found.words.find(({ ending }) => ending === null);
  if (!open) return null;
  const { id, isMine, says, proposedBy, proposedAt, unicoProcessId, note } = open;
  return {
    id,
    isMine,
    note,
    says: r("open.says", { who: proposedBy.name, word: r(`word.${says}`) }),
    when: format.near(proposedAt, now),
    processId: unicoProcessId,
    effect: r(`open.effect.${says}`),
  };
}
