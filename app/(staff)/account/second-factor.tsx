import { recoveryWords, setUpWords } from "#components/accounts/words.ts";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { readOwnFactor } from "#lib/features/accounts/second-factor.ts";
import { NewFactor } from "./new-factor.tsx";
import { RenewCodes } from "./renew-codes.tsx";

/** How the person's second factor stands, and what they may do with it themselves. */
export async function SecondFactor() {
  const { ctx, user, words, format } = await pageContext(null);
  const t = words("secondFactor");
  if (user.way === "company") return <p>{t("account.company")}</p>;
  const { since, codesLeft } = await readOwnFactor(ctx);
  return (
    <>
      <Facts>
        <Fact term={words("account")("factorState")}>
          {since ? (
            <span>
              <time dateTime={since.toISOString()} title={format.full(since)}>
                {t("account.since", { time: format.near(since, ctx.now()) })}
              </time>
              {", "}
              {t("account.left", { count: codesLeft })}
            </span>
          ) : (
            t("account.none")
          )}
        </Fact>
      </Facts>
      <NewFactor
        words={{
          begin: t(since ? "account.replace" : "account.setUp"),
          beginning: t("account.beginning"),
          text: since ? t("account.replaceText") : undefined,
          setUp: setUpWords(t),
          codes: recoveryWords(t),
          done: t("account.done"),
          others: t("account.lostSessions"),
        }}
      />
      {since ? (
        <RenewCodes
          words={{
            renew: t("account.renew"),
            renewing: t("account.renewing"),
            text: t("account.renewText"),
            codes: recoveryWords(t),
          }}
        />
      ) : null}
    </>
  );
}
