import { Button } from "#components/ui/button.tsx";
import { DECIDE_ID, DESK_ID } from "./desk-ids.ts";

/** Goes to the decision, or sends it once one is chosen; on a phone it stays at the foot of the screen. */
export function DecideBar({ label }: { label: string }) {
  return (
    <div className="phone:fixed phone:inset-x-0 phone:bottom-0 phone:z-20 phone:grid phone:border-t phone:border-line phone:bg-canvas phone:px-4 phone:py-3">
      <Button
        id={DECIDE_ID}
        type="submit"
        form={DESK_ID}
        name="act"
        value="decide"
        className="phone:h-10 phone:border-accent phone:bg-accent phone:text-accent-ink"
      >
        {label}
      </Button>
    </div>
  );
}
