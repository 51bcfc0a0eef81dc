"use client";

import { lazy } from "react";
import type { ExportFormProps } from "./export-form.tsx";
import { LatePopover } from "./late-popover.tsx";

const ExportForm = lazy(() => import("./export-form.tsx").then((module) => ({ default: module.ExportForm })));
type Props = Omit<ExportFormProps, "words"> & { words: ExportFormProps["words"] & { open: string } };

/** The button behind which a file of a list is asked for. */
export function ExportControl(props: Props) {
  return <LatePopover label={props.words.open}>{() => <ExportForm {...props} />}</LatePopover>;
}
