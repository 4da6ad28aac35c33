import { COPY } from "../shell/copy.js";
import { type Corrections, joinSettings } from "./corrections.js";

/** The number of corrections, their export, and undo. */
export function CorrectionBar({ corrections }: { corrections: Corrections }) {
  const lists = corrections.all.flatMap(({ list, exportAddress, split }) =>
    list.value === null ? [] : [{ ...list.value, exportAddress, split }],
  );
  const problem = corrections.all.map((one) => one.problem.value).find((text) => text !== "") ?? "";
  // Nothing can be corrected in an exported page.
  if (lists.length < corrections.all.length || COPY !== null) return <div class="correction-bar" />;
  const open = lists.filter(({ refusedBecause }) => refusedBecause === null);
  const count = open.reduce((sum, list) => sum + list.corrections.length, 0);
  const corrected = open.filter((list) => list.corrections.length > 0);
  // Splits that were made of one file share its corrections, and their export.
  const files = open.filter(({ file }, i) => open.findIndex((one) => one.file === file) === i);
  return (
    <div class="correction-bar">
      {open.length === 0 ? (
        <span class="muted small">Labels cannot be corrected here: {lists[0]!.refusedBecause}.</span>
      ) : (
        <>
          <span class="small" role="status" title={files.map(({ file }) => file).join("\n")}>
            {count === 0 ? "No corrections" : `${count} correction${count === 1 ? "" : "s"}`}
          </span>
          <button type="button" disabled={!corrections.canUndo} onClick={() => void corrections.undo()}>
            Undo
          </button>
          {files.map(({ file, split, exportAddress }) => (
            <a key={file} class="button" href={exportAddress} download="">
              {files.length === 1 ? "Export labels" : `Export ${split}`}
            </a>
          ))}
          {count > 0 && (
            <span class="small muted setting">
              train with <code>{joinSettings(corrected.map(({ setting }) => setting ?? ""))}</code>
            </span>
          )}
        </>
      )}
      {problem !== "" && (
        <p class="bad small" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
