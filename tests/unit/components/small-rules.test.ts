import { expect, test } from "vitest";
import { formParts } from "#components/table/get-form.tsx";
import { initialsOf } from "#components/ui/avatar.tsx";
import { keyShortcuts } from "#components/ui/button-look.ts";
import { signed } from "#components/ui/score.tsx";

test("an address becomes a form that leads to the same address", () => {
  expect(formParts("/cases?status=open&status=waiting&q=S%C3%A1")).toEqual({
    action: "/cases",
    fields: [
      { name: "status", value: "open" },
      { name: "status", value: "waiting" },
      { name: "q", value: "Sá" },
    ],
  });
  expect(formParts("/cases")).toEqual({ action: "/cases", fields: [] });
});

test.each([
  ["Bruna Tavares", "BT"],
  ["Iara Nogueira de Sá", "IS"],
  ["Érico", "É"],
  ["", ""],
])("initials of %o are %o", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test("a score carries its sign, a real minus", () => {
  expect([signed(-41), signed(0), signed(12)]).toEqual(["−41", "0", "+12"]);
});

test("shown keys become the form that assistive technology knows", () => {
  expect(keyShortcuts("Ctrl Enter")).toBe("Control+Enter");
  expect(keyShortcuts("N")).toBe("N");
});
