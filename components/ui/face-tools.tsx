import { Button } from "./button.tsx";
import { type FaceTurn, moved, nearer, rotated, STRAIGHT } from "./face-turn.ts";
import { Icon, type IconName } from "./icon.tsx";

type Moves = "up" | "down" | "left" | "right";
export type ToolWords = Record<"zoom" | "mirror" | "rotate" | "straight" | "audited", string> & {
  move: Record<Moves, string>;
};
type Props = {
  turn: FaceTurn;
  onTurn: (change: (before: FaceTurn) => FaceTurn) => void;
  isMirrored: boolean;
  onMirror: (isMirrored: boolean) => void;
  words: ToolWords;
};

const MOVES = [
  ["left", "chevron-left", -1, 0],
  ["up", "chevron-up", 0, -1],
  ["down", "chevron-down", 0, 1],
  ["right", "chevron-right", 1, 0],
] as const satisfies readonly (readonly [Moves, IconName, -1 | 0 | 1, -1 | 0 | 1])[];

/** Both faces from nearer, turned, and the one that mirrors are used to turned round. */
export function FaceTools({ turn, onTurn, isMirrored, onMirror, words }: Props) {
  const isStraight = turn === STRAIGHT && !isMirrored;
  return (
    <>
      <Button size="s" kbd="Z" icon={<Icon name="zoom" />} onClick={() => onTurn(nearer)}>
        {words.zoom} <span aria-hidden="true">{turn.zoom} ×</span>
      </Button>
      <Button
        size="s"
        kbd="M"
        icon={<Icon name="mirror" />}
        aria-pressed={isMirrored}
        onClick={() => onMirror(!isMirrored)}
      >
        {words.mirror}
      </Button>
      <Button size="s" icon={<Icon name="refresh" />} onClick={() => onTurn(rotated)}>
        {words.rotate}
      </Button>
      {turn.zoom > 1
        ? MOVES.map(([name, icon, toRight, down]) => (
            <Button
              key={name}
              size="s"
              aria-label={words.move[name]}
              icon={<Icon name={icon} />}
              onClick={() => onTurn((before) => moved(before, toRight, down))}
            />
          ))
        : null}
      {isStraight ? null : (
        <Button
          size="s"
          variant="quiet"
          onClick={() => {
            onTurn(() => STRAIGHT);
            onMirror(false);
          }}
        >
          {words.straight}
        </Button>
      )}
      <span className="ms-auto text-xs text-ink-3">{words.audited}</span>
    </>
  );
}
