import { randomUUID } from "node:crypto";
import { hashPassword } from "#lib/auth/password.ts";
import { signInByCompany } from "#lib/features/accounts/company.ts";
import { makeLink } from "#lib/features/accounts/one-time-link.ts";
import { savePreferences, setPasswordByLink } from "#lib/features/accounts/service.ts";
import { endOtherSessions, endOwnSession } from "#lib/features/accounts/sessions.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { stepUp } from "#lib/features/accounts/stepping-up.ts";
import { aUser, ctxFor, programCtx, type World } from "#tests/support/ctx.ts";
import { aPerson, PASSWORD } from "#tests/support/second-factor.ts";
import { type Acts, act, refusal } from "./act.ts";

/** Signing in and out, by oneself. */
export async function accountActs({ db }: World): Promise<Acts> {
  const open = programCtx(db);
  const person = await ctxFor(db, "manager");
  await db.user.update({
    where: { id: person.actor.id },
    data: { passwordHash: await hashPassword(PASSWORD) },
    select: { id: true },
  });
  const { email } = await aPerson(db);
  const session = async (userId: string) =>
    (await db.session.create({ data: { userId }, select: { id: true } })).id;
  const own = await session(person.actor.id);
  const another = await ctxFor(db, "analyst");
  await session(another.actor.id);
  const invited = await aUser(db, "analyst");
  const { token } = await db.$transaction((tx) => makeLink(tx, invited.id, new Date()));
  const nobody = { issuer: "https://login.empresa.test", role: "analyst", confirmedAt: null } as const;
  const ofCompany = (subject: string) => ({
    ...nobody,
    subject,
    name: "Pessoa da Empresa",
    email: `${subject}@empresa.test`,
  });
  const browser = { sessionId: null, userAgent: "Firefox" };
  const known = await signInByCompany(open, ofCompany(`known-${randomUUID()}`), browser);
  if (!known.ok) throw new Error(known.failure.code);
  const { sessionId, userId } = known.value;
  const { oidcSubject } = await db.user.findUniqueOrThrow({ where: { id: userId } });
  return {
    "a sign-in of nobody": refusal(["session.refuse"], () =>
      signIn(open, { email: `nobody-${randomUUID()}@x.test`, password: "wrong" }, null),
    ),
    "a right password": act(["session.password"], () =>
      signIn(open, { email, password: PASSWORD }, "Firefox"),
    ),
    "a fresh proof": act(["session.renew", "session.confirm"], () => stepUp(person, PASSWORD, null)),
    "an end of a session": act(["session.end"], () => endOwnSession(another, own, "ended_elsewhere")),
    "an end of all other sessions": act(["session.end"], () => endOtherSessions(another)),
    "a sign-in by the company": act(["user.create", "session.start"], () =>
      signInByCompany(open, ofCompany(`new-${randomUUID()}`), browser),
    ),
    "the company's word again": act(["session.vouch"], () =>
      signInByCompany(open, ofCompany(oidcSubject ?? ""), { ...browser, sessionId }),
    ),
    "a password by a link": act(["user.password"], () =>
      setPasswordByLink(open, { token, password: PASSWORD }),
    ),
    "a link that is none": refusal(["user.refuse"], () =>
      setPasswordByLink(open, { token: "a".repeat(43), password: PASSWORD }),
    ),
    preferences: act(["user.preferences"], () =>
      savePreferences(person, { locale: "en", theme: null, letterKeys: true }),
    ),
  };
}
