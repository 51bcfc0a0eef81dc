import type { ComponentProps } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Translator } from "#lib/i18n/translator.ts";
import { signOutAction } from "./actions.ts";

type Props = { t: Translator<"common"> } & Pick<ComponentProps<typeof SubmitButton>, "variant">;

/** Ends this session, wherever it stands. */
export const SignOut = ({ t, variant }: Props) => (
  <form action={signOutAction}>
    <SubmitButton variant={variant} busyLabel={t("signingOut")}>
      {t("signOut")}
    </SubmitButton>
  </form>
);
