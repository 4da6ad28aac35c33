import { useMemo } from "preact/hooks";
import { ClipBrowser } from "../../clips/clip-browser.js";
import type { ClipSet } from "../../clips/clip-set.js";
import type { Corrections } from "../../clips/corrections.js";
import { formatCount } from "../../format/numbers.js";
import { confusionOf, labelScores } from "../../predictions/confusion.js";
import { filterRows, NO_FILTER } from "../../predictions/filter.js";
import { param, setParams } from "../../shell/router.js";
import { LabelTable } from "./label-table.js";
import { Matrix } from "./matrix.js";

/** The matrix and the table of labels at the left, the clips of what is chosen in them at the right. */
export function ByLabel({ set, corrections }: { set: ClipSet; corrections: Corrections }) {
  const { evaluation } = set;
  const { kind } = evaluation.meta;
  const { names, counts } = useMemo(() => confusionOf(evaluation), [evaluation]);
  const scores = useMemo(() => labelScores(evaluation), [evaluation]);
  const [truth, predicted, label] = [param("true"), param("predicted"), param("label")];
  const [rows, areAll] = useMemo(() => {
    const cell = truth === "" || predicted === "" ? null : { truth, predicted };
    const filter = { ...NO_FILTER, cell, label: label === "" ? null : label };
    // Without a choice: all errors, and all clips if there are none.
    const isWrongOnly = cell === null && label === "";
    const found = filterRows(evaluation, { ...filter, isWrongOnly }, "hardest", () => "");
    if (found.length > 0 || !isWrongOnly) return [found, false];
    return [filterRows(evaluation, filter, "hardest", () => ""), true];
  }, [evaluation, truth, predicted, label]);
  const isChosen = label !== "" || truth !== "" || predicted !== "";
  const title = !isChosen
    ? areAll
      ? "No errors: all clips"
      : "All errors"
    : label !== ""
      ? `${label}: true or predicted`
      : `${truth} → ${predicted}`;
  return (
    <div class="confusion">
      <div class="confusion-left">
        <Matrix
          labels={names}
          counts={counts}
          chosen={{ truth, predicted }}
          onChoose={(t, p) => setParams({ true: t, predicted: p, label: null, clip: null }, true)}
        />
        {kind !== "one_label" && (
          <p class="muted small">
            Off the diagonal: clips where the label of the row was missed and that of the column was predicted
            by mistake.
          </p>
        )}
        <LabelTable
          set={set}
          scores={scores}
          chosen={label}
          onChoose={(one) => setParams({ label: one, true: null, predicted: null, clip: null }, true)}
        />
      </div>
      <div class="confusion-right">
        <div class="row">
          <h2>{title}</h2>
          <span class="muted small" role="status">
            {formatCount(rows.length)} {rows.length === 1 ? "clip" : "clips"}, hardest first
          </span>
          {isChosen && (
            <button
              type="button"
              class="quiet"
              onClick={() => setParams({ true: null, predicted: null, label: null, clip: null })}
            >
              All errors
            </button>
          )}
        </div>
        {rows.length === 0 ? (
          <p class="muted">No clips.</p>
        ) : (
          <ClipBrowser set={set} rows={rows} corrections={corrections} label={title} />
        )}
      </div>
    </div>
  );
}
