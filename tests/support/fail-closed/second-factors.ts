import {
  confirmAnother,
  confirmFirst,
  offerAnother,
  offerFirst,
  renewRecoveryCodes,
} from "#lib/features/accounts/second-factor.ts";
import { answerCode } from "#lib/features/accounts/second-factor-sign-in.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { World } from "#tests/support/ctx.ts";
import { aPerson, atBrowser, codeAt } from "#tests/support/second-factor.ts";
import { type Acts, act, refusal } from "./act.ts";

/** Setting a second factor up, giving it, and putting another in its place. */
export async function secondFactorActs({ db }: World): Promise<Acts> {
  const aBrowser = async () => atBrowser(db, (await aPerson(db)).email);
  const beginning = await (await aBrowser()).givePassword();

  const first = await aBrowser();
  const pending = await first.givePassword();
  const offered = await offerFirst(pending);

  const enrolled = async () => {
    const browser = await aBrowser();
    const { secret, recoveryCodes, sessionId } = await browser.enrol();
    const ctx: UserCtx | null = await browser.request(sessionId);
    if (!ctx) throw new Error("signed out");
    return { browser, ctx, secret, recovery: recoveryCodes[0] ?? "" };
  };
  const guesser = await enrolled();
  const guessing = await guesser.browser.givePassword();
  const right = Number(codeAt(guesser.secret, guesser.browser.clock.ms));
  const wrong = String((right + 500_001) % 1_000_000).padStart(6, "0");
  const forgetful = await enrolled();
  const recovering = await forgetful.browser.givePassword();
  const replacing = await enrolled();
  const another = await offerAnother(replacing.ctx);
  if (!offered || !another.ok) throw new Error("nothing offered");
  const renewing = await enrolled();

  return {
    "a set-up begun": act(["factor.begin"], () => offerFirst(beginning)),
    "a set-up": act(["factor.set_up", "factor.codes"], () =>
      confirmFirst(pending, codeAt(offered.secret, first.clock.ms), null),
    ),
    "a wrong code": refusal(["factor.refuse"], () =>
      answerCode(guessing, { with: "code", typed: wrong }, null),
    ),
    "a recovery code": act(["session.renew", "factor.recover", "session.start"], () =>
      answerCode(recovering, { with: "recovery", typed: forgetful.recovery }, null),
    ),
    "another second factor": act(["factor.replace", "factor.codes"], () =>
      confirmAnother(replacing.ctx, codeAt(another.value.secret, replacing.browser.clock.ms), null),
    ),
    "new recovery codes": act(["factor.codes"], () => renewRecoveryCodes(renewing.ctx)),
  };
}
