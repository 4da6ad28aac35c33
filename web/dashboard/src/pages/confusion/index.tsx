import { ClipPage } from "../../clips/clip-page.js";
import type { ClipSet } from "../../clips/clip-set.js";
import { CorrectionBar } from "../../clips/correction-bar.js";
import type { Corrections } from "../../clips/corrections.js";
import { EvaluationBar } from "../../clips/evaluation-bar.js";
import { EmptyBox } from "../../shell/boxes.js";
import type { PageProps } from "../../shell/pages.js";
import { ByLabel } from "./by-label.js";
import { NumbersPage } from "./numbers.js";
import "./confusion.css";

/** What is mistaken for what: a cell opens its clips. */
export default function ConfusionPage({ run }: PageProps) {
  return <ClipPage run={run} render={(set, corrections) => <Kinds set={set} corrections={corrections} />} />;
}

function Kinds({ set, corrections }: { set: ClipSet; corrections: Corrections }) {
  const { kind } = set.evaluation.meta;
  return (
    <div class="clip-page">
      <EvaluationBar set={set}>
        <CorrectionBar corrections={corrections} />
      </EvaluationBar>
      {kind === "numbers" ? (
        <NumbersPage set={set} corrections={corrections} />
      ) : kind === "other" ? (
        <EmptyBox title="This task has no labels">
          <p>Its predictions are on the page Listen.</p>
        </EmptyBox>
      ) : (
        <ByLabel set={set} corrections={corrections} />
      )}
    </div>
  );
}
