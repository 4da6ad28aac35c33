import { useMemo } from "preact/hooks";
import { ClipBrowser } from "../../clips/clip-browser.js";
import { ClipPage } from "../../clips/clip-page.js";
import type { ClipSet } from "../../clips/clip-set.js";
import { CorrectionBar } from "../../clips/correction-bar.js";
import type { Corrections } from "../../clips/corrections.js";
import { EvaluationBar } from "../../clips/evaluation-bar.js";
import { filterRows } from "../../predictions/filter.js";
import { EmptyBox } from "../../shell/boxes.js";
import type { PageProps } from "../../shell/pages.js";
import { query } from "../../shell/router.js";
import { Filters, filterOf, orderOf } from "./filters.js";

/** Clips with their predictions, the hardest first: to hear what the model gets wrong. */
export default function ListenPage({ run }: PageProps) {
  return <ClipPage run={run} render={(set, corrections) => <Listen set={set} corrections={corrections} />} />;
}

function Listen({ set, corrections }: { set: ClipSet; corrections: Corrections }) {
  const { evaluation, clips } = set;
  const parameters = query.value.toString();
  const rows = useMemo(
    () =>
      filterRows(
        evaluation,
        filterOf(query.value),
        orderOf(query.value),
        (clip) => clips.clips[clip]?.name ?? "",
      ),
    [evaluation, clips, parameters],
  );
  return (
    <div class="clip-page">
      <EvaluationBar set={set}>
        <CorrectionBar corrections={corrections} />
      </EvaluationBar>
      <Filters
        labels={evaluation.meta.kind === "numbers" ? [] : evaluation.meta.labels}
        count={rows.length}
        of={evaluation.numRows}
      />
      {rows.length === 0 ? (
        <EmptyBox title="No clip passes these filters" />
      ) : (
        <ClipBrowser set={set} rows={rows} corrections={corrections} label="Clips" />
      )}
    </div>
  );
}
