"use client";

import { lazy } from "react";
import type { ColumnFormProps } from "./column-form.tsx";
import { LatePopover } from "./late-popover.tsx";

const ColumnForm = lazy(() => import("./column-form.tsx").then((module) => ({ default: module.ColumnForm })));
type Props = Omit<ColumnFormProps, "onDone" | "words"> & {
  words: ColumnFormProps["words"] & { open: string };
};

/** The button behind which a list's columns are chosen; on a phone rows are blocks and have none. */
export function ColumnChooser(props: Props) {
  return (
    <LatePopover label={props.words.open} className="phone:hidden">
      {(close) => <ColumnForm {...props} onDone={close} />}
    </LatePopover>
  );
}
