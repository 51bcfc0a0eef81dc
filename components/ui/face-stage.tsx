"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { type FaceFrame, FacePair } from "./face-pair.tsx";
import { moved, nearer, rotated, STRAIGHT, transformOf } from "./face-turn.ts";
import { Icon, type IconName } from "./icon.tsx";

/** A frame whose picture, where one is held, is not asked for before somebody opens it. */
export type StageFrame = Omit<FaceFrame, "state" | "around" | "action" | "transform"> & {
  state: "not_kept" | "held";
};
type Moves = "up" | "down" | "left" | "right";
type Props = {
  left: StageFrame;
  right: StageFrame;
  relation: "same" | "different" | "unknown";
  relationLabel: string;
  words: Record<
    "tools" | "hidden" | "view" | "zoom" | "mirror" | "rotate" | "straight" | "audited",
    string
  > & {
    move: Record<Moves, string>;
  };
};

const MOVES = [
  ["left", "chevron-left", -1, 0],
  ["up", "chevron-up", 0, -1],
  ["down", "chevron-down", 0, 1],
  ["right", "chevron-right", 1, 0],
] as const satisfies readonly (readonly [Moves, IconName, -1 | 0 | 1, -1 | 0 | 1])[];

/** Two faces that are looked at together: opened by a press, which is audited, and then zoomed and turned as one. */
export function FaceStage({ left, right, relation, relationLabel, words }: Props) {
  const [opened, setOpened] = useState({ left: 0, right: 0 });
  const [turn, setTurn] = useState(STRAIGHT);
  const [isMirrored, setMirrored] = useState(false);
  const tools = useRef<HTMLFieldSetElement>(null);

  const frameOf = (side: "left" | "right", { imageUrl, ...frame }: StageFrame): FaceFrame => {
    if (frame.state === "not_kept" || !imageUrl) return { ...frame, state: "not_kept" };
    const look = opened[side];
    if (look > 0) {
      // Another address for each look: a copy in the browser would be looked at unseen.
      const url = `${imageUrl}?look=${look}`;
      const transform = transformOf(turn, isMirrored && side === "right");
      return { ...frame, state: "shown", imageUrl: url, transform };
    }
    const onClick = () => setOpened((before) => ({ ...before, [side]: Date.now() }));
    return {
      ...frame,
      state: "hidden",
      text: words.hidden,
      action: (
        <Button
          size="s"
          onClick={onClick}
          icon={<Icon name="eye" />}
          aria-label={`${words.view}: ${frame.title}`}
        >
          {words.view}
        </Button>
      ),
    };
  };
  useEffect(() => {
    // The button that had the focus has become a picture.
    if (opened.left + opened.right > 0)
      tools.current?.querySelector("button")?.focus({ preventScroll: true });
  }, [opened]);
  const isOpen = opened.left > 0 || opened.right > 0;
  const isStraight = turn === STRAIGHT && !isMirrored;

  return (
    <div className="flex flex-col gap-3">
      <FacePair
        left={frameOf("left", left)}
        right={frameOf("right", right)}
        relation={relation}
        relationLabel={relationLabel}
      />
      {isOpen ? (
        <fieldset ref={tools} aria-label={words.tools} className="flex flex-wrap items-center gap-2">
          <Button size="s" kbd="Z" icon={<Icon name="zoom" />} onClick={() => setTurn(nearer)}>
            {words.zoom} <span aria-hidden="true">{turn.zoom} ×</span>
          </Button>
          <Button
            size="s"
            kbd="M"
            icon={<Icon name="mirror" />}
            aria-pressed={isMirrored}
            onClick={() => setMirrored((before) => !before)}
          >
            {words.mirror}
          </Button>
          <Button size="s" icon={<Icon name="refresh" />} onClick={() => setTurn(rotated)}>
            {words.rotate}
          </Button>
          {turn.zoom > 1
            ? MOVES.map(([name, icon, toRight, down]) => (
                <Button
                  key={name}
                  size="s"
                  aria-label={words.move[name]}
                  icon={<Icon name={icon} />}
                  onClick={() => setTurn((before) => moved(before, toRight, down))}
                />
              ))
            : null}
          {isStraight ? null : (
            <Button
              size="s"
              variant="quiet"
              onClick={() => {
                setTurn(STRAIGHT);
                setMirrored(false);
              }}
            >
              {words.straight}
            </Button>
          )}
          <span className="ms-auto text-xs text-ink-3">{words.audited}</span>
        </fieldset>
      ) : null}
    </div>
  );
}
