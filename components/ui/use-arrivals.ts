"use client";

import { useEffect, useState } from "react";

const filesOf = (transfer: DataTransfer | null): File[] => Array.from(transfer?.files ?? []);
const isImage = ({ type }: File) => type.startsWith("image/");

/**
 * Files that are pasted or let go anywhere on the page: one that is dropped beside its field must not open in place of
 * the page. True while one is held over it.
 */
export function useArrivals(choose: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      const pasted = filesOf(clipboardData).find(isImage);
      if (pasted) choose(pasted);
    };
    const onDragOver = (event: DragEvent) => {
      // Text and links are dragged as ever.
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(true);
    };
    const onDragLeave = ({ relatedTarget }: DragEvent) => {
      // Only out of the window: within it each part is left for the next.
      if (!relatedTarget) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      const dropped = filesOf(event.dataTransfer);
      // One that is no picture goes in too: the field says what is wrong with it.
      const file = dropped.find(isImage) ?? dropped[0];
      if (file) choose(file);
    };
    document.addEventListener("paste", onPaste);
    document.addEventListener("dragover", onDragOver);
    document.addEventListener("dragleave", onDragLeave);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("paste", onPaste);
      document.removeEventListener("dragover", onDragOver);
      document.removeEventListener("dragleave", onDragLeave);
      document.removeEventListener("drop", onDrop);
    };
  });
  return isOver;
}
