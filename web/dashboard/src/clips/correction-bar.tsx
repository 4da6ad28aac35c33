import { COPY } from "../shell/copy.js";
import type { Corrections } from "./corrections.js";

/** The number of corrections, their export, and undo. */
export function CorrectionBar({ corrections }: { corrections: Corrections }) {
  const list = corrections.list.value;
  const problem = corrections.problem.value;
  // Nothing can be corrected in an exported page.
  if (list === null || COPY !== null) return <div class="correction-bar" />;
  const count = list.corrections.length;
  return (
    <div class="correction-bar">
      {list.refusedBecause !== null ? (
        <span class="muted small">Labels cannot be corrected here: {list.refusedBecause}.</span>
      ) : (
        <>
          <span class="small" role="status" title={list.file ?? ""}>
            {count === 0 ? "No corrections" : `${count} correction${count === 1 ? "" : "s"}`}
          </span>
          <button
            type="button"
            disabled={corrections.done.value.length === 0}
            onClick={() => void corrections.undo()}
          >
            Undo
          </button>
          <a class="button" href={corrections.exportAddress} download="">
            Export
          </a>
          {count > 0 && (
            <span class="small muted setting">
              train with <code>{list.setting}</code>
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
