import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { RecoveryCodes } from "#components/accounts/recovery-codes.tsx";
import { SetUpSteps } from "#components/accounts/set-up-steps.tsx";
import { StepForm } from "#components/accounts/step-form.tsx";
import { recoveryWords, setUpWords } from "#components/accounts/words.ts";
import { CodeField } from "#components/ui/code-field.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import type { FormState, StepUpAsk } from "#components/ui/use-action-form.ts";
import { newSecret } from "#lib/features/accounts/second-factor-codes.ts";
import { pictureOf } from "#lib/features/accounts/second-factor-picture.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const asked = (stepUp: StepUpAsk): FormState<unknown> => ({
  status: "refused",
  code: "step_up",
  message: "",
  stepUp,
});

describe("the field of a one-time code", () => {
  it("is one input with its name, hint and error, over six cells that nobody reads out", () => {
    const html = renderToStaticMarkup(<CodeField id="code" name="code" label="One-time code" hint="Six" />);
    expect(html.match(/<input/g)).toHaveLength(1);
    expect(html).toContain('<label for="code"');
    expect(html).toContain('aria-describedby="code-hint"');
    expect(html).toContain('autoComplete="one-time-code"');
    expect(html).toMatch(/<span aria-hidden="true"[^>]*>(<span><\/span>){6}<\/span>/);
    const wrong = renderToStaticMarkup(<CodeField id="code" name="code" label="x" error="Not six" />);
    expect(wrong).toContain('aria-invalid="true" aria-describedby="code-error"');
  });
});

describe("the field of a fresh proof", () => {
  it.each<FormState<unknown>>([
    { status: "idle" },
    { status: "invalid", fields: {} },
    { status: "refused", code: "other", message: "no" },
    { status: "done", value: null },
  ])("is not there while none is asked for: $status", (state) => {
    expect(renderToStaticMarkup(<StepUpField state={state} />)).toBe("");
  });
  it("is a code, a password or a way to the company, by what the action asks for", () => {
    const code = renderToStaticMarkup(
      <StepUpField state={asked({ way: "code", label: "One-time code", hint: "h" })} />,
    );
    expect(code).toContain('name="stepUp"');
    expect(code).toContain("one-time-code");
    const password = renderToStaticMarkup(
      <StepUpField state={asked({ way: "password", label: "Password", hint: "h" })} />,
    );
    expect(password).toContain('type="password"');
    expect(password).toContain('name="stepUp"');
    const company = renderToStaticMarkup(
      <StepUpField state={asked({ way: "company", label: "Anew", href: "/sign-in/company?again=on" })} />,
    );
    expect(company).not.toContain("<input");
    expect(company).toContain('href="/sign-in/company?again=on"');
  });
});

describe("a step on the way in", () => {
  it("says why it was refused before the fields, aloud, and takes along what nobody types", () => {
    const words = { submit: "Go on", submitting: "Going on" };
    const html = renderToStaticMarkup(
      <StepForm form={{}} refusal="It is over." hidden={{ from: "/cases" }} words={words}>
        <input name="code" />
      </StepForm>,
    );
    expect(html).toMatch(
      /role="alert".*It is over\..*name="from" value="\/cases".*name="code".*type="submit"/,
    );
    const calm = renderToStaticMarkup(<StepForm form={{}} refusal={null} words={words} />);
    expect(calm).not.toContain("alert");
  });
});

describe.each(LOCALES)("setting up in %s", (locale) => {
  const t = translatorFor(locale, "secondFactor");
  it("shows the picture with a name, and the key in groups", () => {
    const secret = newSecret();
    const address = `otpauth://totp/x?secret=${secret}`;
    const offered = { secret, address, picture: pictureOf(address) };
    const html = renderToStaticMarkup(
      <SetUpSteps offered={offered} words={setUpWords(t)} error={undefined} emptiedBy={undefined} />,
    );
    expect(html).toMatch(/<svg[^>]*role="img"[^>]*aria-label="[^"]{20,}"/);
    expect(html).toContain(`>${secret.match(/.{4}/g)?.join(" ")}<`);
    // For the telephone that the picture is on.
    expect(html).toContain(`<a href="${address}"`);
    // Dark on light in both themes, or some cameras do not read it.
    expect(html).toContain('data-theme="light"');
  });
  it("lists the recovery codes by name", () => {
    const html = renderToStaticMarkup(<RecoveryCodes codes={["A-B", "C-D"]} words={recoveryWords(t)} />);
    expect(html).toContain(`<ol aria-label="${t("codes.list")}"`);
    expect(html.match(/<li/g)).toHaveLength(2);
  });
});
