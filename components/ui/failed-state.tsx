import type { ReactNode } from "react";
import { ButtonLink } from "./button.tsx";
import { Icon } from "./icon.tsx";

type Props = {
  title: string;
  text: string;
  reference?: string | undefined;
  retryLabel: string;
  /** Where trying again leads: the same address unless told. */
  retryHref?: string;
  actions?: ReactNode;
};

/** A query that failed, which must never look like an empty list. */
export function FailedState({ title, text, reference, retryLabel, retryHref = "?", actions }: Props) {
  return (
    <div role="alert" className="flex gap-3.5 px-8 py-7 whitespace-normal phone:px-4">
      <Icon name="warning" size={20} className="flex-none text-doubt" />
      <div className="min-w-0">
        <p className="text-base font-semibold">{title}</p>
        <p className="text-ink-2">
          {text}
          {reference ? <span className="ps-1 font-mono text-xs select-all">{reference}</span> : null}
        </p>
        <div className="flex flex-wrap items-center gap-2 pt-3">
          <ButtonLink href={retryHref} prefetch={false} icon={<Icon name="refresh" size={14} />}>
            {retryLabel}
          </ButtonLink>
          {actions}
        </div>
      </div>
    </div>
  );
}
