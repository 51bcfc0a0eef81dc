import type { Given } from "#app/(staff)/cases/given.ts";
import { Note } from "#components/ui/note.tsx";
import {
  ATTACH_REFUSALS,
  ATTACHMENT_KINDS,
  ENDINGS,
  FILE_MAX_BYTES,
  FILES_A_CASE,
} from "#lib/features/attachments/rules.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import type { Params } from "#lib/table/address.ts";
import { fileKindWord, fileName } from "./attached.tsx";
import { filesHref } from "./attached-link.tsx";
import { FileList } from "./file-list.tsx";
import { FilesForm } from "./files-form.tsx";

type Props = { found: CaseWhole; given: Given; params: Params };

const MEGABYTE = 1_048_576;
const ACCEPT = ATTACHMENT_KINDS.flatMap((kind) => ENDINGS[kind].map((ending) => `.${ending}`)).join(",");

/** What people attached to the case, and the way to attach more. */
export function Files({ found, given, params }: Props) {
  const { number, files, may } = found;
  const { t, format, now } = given;
  return (
    <>
      <Came params={params} t={t} />
      <FileList
        number={number}
        files={files.map((file) => {
          const name = fileName(t, files, file);
          return {
            id: file.id,
            name,
            facts: t("files.facts", { kind: fileKindWord(t, file.kind), size: format.size(file.bytes) }),
            by: t("files.by", { who: file.author.name, time: format.near(file.at, now) }),
            at: file.at.toISOString(),
            atFull: format.full(file.at),
            removal: file.removal,
            removeName: t("files.removeName", { name }),
          };
        })}
        words={{
          none: t("files.none"),
          removed: t("files.removed"),
          remove: t("files.remove"),
          text: t("files.removeText"),
          why: t("files.why"),
          confirm: t("files.confirm"),
          removing: t("files.removing"),
        }}
      />
      {may.note ? (
        <FilesForm
          address={filesHref(number)}
          accept={ACCEPT}
          isFull={files.length >= FILES_A_CASE}
          words={{
            choose: t("files.choose"),
            hint: t("files.hint", { most: String(FILE_MAX_BYTES / MEGABYTE) }),
            add: t("files.add"),
            adding: t("files.adding", { place: "{place}", of: "{of}" }),
            attached: Array.from({ length: FILES_A_CASE + 1 }, (_each, count) =>
              t("files.attached", { count }),
            ),
            refused: t("files.someRefused"),
            none: t("files.refusal.none"),
            lost: t("files.lost"),
            full: t("files.full", { most: String(FILES_A_CASE) }),
          }}
        />
      ) : null}
    </>
  );
}

/** What came of a form that was sent without script. */
function Came({ params, t }: { params: Params; t: Given["t"] }) {
  const given = [params.refused ?? []].flat();
  const refused = ATTACH_REFUSALS.filter((code) => given.includes(code));
  const count = Number(params.attached);
  const isSome = Number.isInteger(count) && count >= 1 && count <= FILES_A_CASE;
  return (
    <>
      {isSome ? (
        <p role="status" className="text-confirm">
          {t("files.attached", { count })}
        </p>
      ) : null}
      {refused.length > 0 ? (
        <Note tone="doubt" role="alert" title={t("files.someRefused")}>
          <ul>
            {refused.map((code) => (
              <li key={code}>{t(`files.refusal.${code}`)}</li>
            ))}
          </ul>
        </Note>
      ) : null}
    </>
  );
}
