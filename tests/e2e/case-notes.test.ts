import type { Locator, Page } from "@playwright/test";
import { NAMES } from "#tests/support/e2e-people.ts";
import { aSelfie } from "#tests/support/e2e-pictures.ts";
import { aReferenceThat } from "#tests/support/e2e-sandbox.ts";
import {
  aFlaggedCase,
  aStart,
  expectSaid,
  fact,
  openCase,
  press,
  RESULT,
  startButton,
  startReverification,
} from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const note = (page: Page): Locator => page.getByLabel("Note", { exact: true });
const timeline = (page: Page): Locator => page.getByRole("list", { name: "Timeline" });
const mentioned = (page: Page, number: string): Locator =>
  page.getByRole("link", { name: `${NAMES.analyst} in case ${number}` });

test("a colleague is spoken to from the keyboard, told on their overview, and no longer once they read it", async ({
  open,
}) => {
  const [analyst, colleague] = [await open("analyst"), await open("analyst2")];
  const number = await aFlaggedCase(analyst);
  await openCase(analyst, number);
  await note(analyst).focus();
  await analyst.keyboard.type("@lia");
  const people = analyst.getByRole("listbox", { name: "People to speak to" });
  await expect(people.getByRole("option", { name: NAMES.analyst2 })).toHaveAttribute("aria-selected", "true");
  await analyst.keyboard.press("Enter");
  await expect(note(analyst)).toHaveValue("@analyst2 ");
  await expect(people).toBeHidden();
  await analyst.keyboard.type("can you look at the chin?");
  await press(analyst, "Add note");
  await expectSaid(analyst, "Note added.");
  await expect(note(analyst)).toHaveValue("");
  await expect(timeline(analyst).getByTitle(NAMES.analyst2)).toHaveText("@analyst2");

  await colleague.goto("/");
  await expect(colleague.getByRole("heading", { name: "Mentioned you" })).toBeVisible();
  await expect(mentioned(colleague, number)).toContainText("new");
  await mentioned(colleague, number).click();
  await expect(timeline(colleague)).toContainText("can you look at the chin?");
  await colleague.goto("/");
  await expect(mentioned(colleague, number)).toBeVisible();
  await expect(mentioned(colleague, number)).not.toContainText("new");
});

test("whom nobody knows is said to whoever wrote it, and the note stays", async ({ open }) => {
  const page = await open("analyst");
  const number = await aFlaggedCase(page);
  await openCase(page, number);
  await note(page).fill("@nobody.at.all please look");
  await press(page, "Add note");
  await expectSaid(page, "@nobody.at.all");
  await expect(timeline(page)).toContainText("@nobody.at.all please look");
});

test("without script a name typed by hand speaks to a colleague all the same", async ({ open }) => {
  const [analyst, plain] = [await open("analyst"), await open("analyst", { javaScriptEnabled: false })];
  const number = await aFlaggedCase(analyst);
  await plain.goto(`/cases/${number}`);
  await note(plain).fill(`@${NAMES.analyst2}, written without script`);
  await press(plain, "Add note");
  await expect(async () => {
    await openCase(analyst, number);
    await expect(timeline(analyst)).toContainText("written without script", { timeout: 2_000 });
  }).toPass();
  await expect(timeline(analyst).getByTitle(NAMES.analyst2)).toHaveText(`@${NAMES.analyst2}`);
});

test("a note is put otherwise by its author alone, and what it said before stays readable", async ({
  open,
}) => {
  const [author, other] = [await open("analyst"), await open("analyst2")];
  const number = await aFlaggedCase(author);
  await openCase(author, number);
  await note(author).fill("The first text.");
  await press(author, "Add note");
  await expect(timeline(author)).toContainText("The first text.");
  await timeline(author).getByText("Edit", { exact: true }).click();
  const strange = `<script>alert(1)</script> 👩🏽‍⚖️ שלום ${"x".repeat(9_900)}`;
  await author.getByLabel("Corrected text").fill(strange);
  await press(author, "Save text");
  await expectSaid(author, "The text is saved.");
  await openCase(other, number);
  await expect(timeline(other)).toContainText("<script>alert(1)</script> 👩🏽‍⚖️ שלום");
  await expect(timeline(other)).toContainText("edited");
  await expect(timeline(other).getByText("Edit", { exact: true })).toHaveCount(0);
  await expect(timeline(other).getByText("The first text.")).toBeHidden();
  await timeline(other).getByText("show earlier").click();
  await expect(timeline(other).getByText("The first text.")).toBeVisible();
});

test("a tag is put on by one, found by in the list, put on many by a manager, and taken off", async ({
  open,
}) => {
  const [analyst, manager] = [
    await open("analyst"),
    await open("manager", { viewport: { width: 1440, height: 900 } }),
  ];
  const [first, second] = [await aFlaggedCase(analyst), await aFlaggedCase(analyst)];
  const tag = `lote ${first.slice(-5)}`;
  await openCase(analyst, first);
  await analyst.getByLabel("Tag", { exact: true }).fill(tag.toUpperCase());
  await analyst.keyboard.press("Enter");
  await expectSaid(analyst, "The case is tagged.");
  await expect(analyst.getByRole("button", { name: `Remove tag: ${tag}` })).toBeVisible();

  await manager.goto("/cases?sort=-number");
  await manager.getByLabel(`Select case ${first}`).check();
  await manager.getByLabel(`Select case ${second}`).check();
  await manager.getByRole("group", { name: "Bulk actions" }).getByRole("button", { name: "Tag" }).click();
  const dialog = manager.getByRole("dialog", { name: "Which tag for these cases?" });
  await dialog.getByLabel("Tag").selectOption("A new tag…");
  await dialog.getByLabel("New name").fill("52998224725");
  await expect(dialog.getByRole("alert")).toContainText("at most six digits");
  await dialog.getByLabel("New name").fill(`${tag} NOVO`);
  await expect(dialog).toContainText("This changes 2 of 2.");
  await dialog.getByLabel("Tag").selectOption(tag);
  await expect(dialog).toContainText("This changes 1 of 2.");
  await dialog.getByRole("button", { name: "Tag 1 case" }).click();
  await expect(dialog).toContainText("Changed: 1");
  await dialog.getByRole("button", { name: "Close" }).click();

  await manager.goto(`/cases?tag=${encodeURIComponent(tag)}&sort=number`);
  const rows = manager.getByRole("table", { name: "Cases" }).getByRole("link", { name: /^\d{5,}$/ });
  await expect(rows).toHaveText([first, second]);
  await analyst.getByRole("button", { name: `Remove tag: ${tag}` }).click();
  await expectSaid(analyst, "The tag is removed.");
  await manager.reload();
  await expect(rows).toHaveText([second]);
});

test("a new 1:1 from inside the case stands beside the earlier one, with what changed", async ({ open }) => {
  const page = await open("analyst");
  const number = await aFlaggedCase(page);
  await openCase(page, number);
  await page.getByRole("link", { name: "Re-verify", exact: true }).click();
  await page.getByLabel("Selfie", { exact: true }).setInputFiles(await aSelfie());
  await startButton(page).click();
  await expect(page).toHaveURL(RESULT, { timeout: 30_000 });
  await openCase(page, number);
  await expect(page.getByRole("heading", { name: "Re-verifications of this case" })).toBeVisible();
  const changes = page.getByRole("table", { name: /^What changed from R-\d+ to R-\d+$/ });
  await expect(changes.getByRole("row")).toHaveCount(4);
  // The reference answers the same once more.
  await expect(changes.getByText("unchanged")).toHaveCount(3);
  await expect(page.getByRole("heading", { name: "Where the reference comes from" })).toBeVisible();
});

test("two faces that are held are laid over each other, and each was asked for once", async ({ open }) => {
  const page = await open("analyst");
  await startReverification(page, await aStart());
  const first = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(
    await fact(page, "Unico process").innerText(),
  );
  // What was compared first is the reference of the next.
  const referenceId = await aReferenceThat("match_flagged", undefined, first?.[0]);
  const number = await aFlaggedCase(page, { referenceId });
  const looks: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/selfies/")) looks.push(request.url());
  });
  await openCase(page, number);
  await expect(page.getByRole("button", { name: "Overlay" })).toHaveCount(0);
  await page.getByRole("button", { name: "View: Reference" }).click();
  await page.getByRole("button", { name: "View: New selfie" }).click();
  const faces = page.getByRole("img", { name: /^Selfie of re-verification/ });
  await expect(faces).toHaveCount(2);
  const compare = page.getByRole("group", { name: "Compare" });
  await page.keyboard.press("o");
  await expect(compare.getByRole("button", { name: "Overlay" })).toHaveAttribute("aria-pressed", "true");
  const mix = page.getByRole("slider", { name: "Selfie over reference" });
  await mix.fill("25");
  await expect(faces.last()).toHaveAttribute("opacity", "0.25");
  const [left, right] = [await faces.first().boundingBox(), await faces.last().boundingBox()];
  expect([right?.x, right?.y]).toEqual([left?.x, left?.y]);
  await compare.getByRole("button", { name: "Flicker" }).click();
  await expect(mix).toBeHidden();
  await compare.getByRole("button", { name: "Side by side" }).click();
  await expect(faces.last()).not.toHaveAttribute("opacity");
  expect(looks).toHaveLength(2);
});
