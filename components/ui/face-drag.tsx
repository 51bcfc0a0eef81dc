import { type PointerEvent, type ReactNode, useRef } from "react";

type Props = {
  /** By which parts of a frame's width and height the hand moved. */
  onDrag: (right: number, down: number) => void;
  isOff: boolean;
  children: ReactNode;
};

/** Takes what lies in the frames along with a finger or a pressed pointer. Arrow buttons do the same by keys. */
export function FaceDrag({ onDrag, isOff, children }: Props) {
  const last = useRef<{ x: number; y: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (isOff || event.button !== 0 || !(event.target as Element).closest("svg.face-frame")) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    last.current = { x: event.clientX, y: event.clientY };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const frame = event.currentTarget.querySelector("svg.face-frame")?.getBoundingClientRect();
    const { current } = last;
    if (!current || !frame) return;
    last.current = { x: event.clientX, y: event.clientY };
    onDrag((event.clientX - current.x) / frame.width, (event.clientY - current.y) / frame.height);
  };
  const onPointerEnd = () => {
    last.current = null;
  };
  return (
    <div
      className={isOff ? undefined : "cursor-grab touch-none select-none active:cursor-grabbing"}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    >
      {children}
    </div>
  );
}
