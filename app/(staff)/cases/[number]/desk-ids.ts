/** The form in the dock, and the button outside of it that leads there. */
export const DESK_ID = "desk";
export const DECIDE_ID = "decide";
