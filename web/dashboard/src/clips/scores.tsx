import { formatNumber } from "../format/numbers.js";
import type { Evaluation } from "../predictions/evaluation.js";

const MOST_BARS = 6;

export const thresholdText = (threshold: number): string => `predicted from ${threshold.toFixed(2)} on`;

/** The highest scores as bars, and that of each true label. */
export function Scores({ evaluation, row }: { evaluation: Evaluation; row: number }) {
  const { labels, kind, thresholds } = evaluation.meta;
  if (kind === "numbers") return <Numbers evaluation={evaluation} row={row} />;
  if (kind !== "one_label" && kind !== "labels") return null;
  const truth = evaluation.truthLabels(row);
  const highest = [...labels.keys()]
    .sort((a, b) => evaluation.score(row, b) - evaluation.score(row, a))
    .slice(0, MOST_BARS);
  const shown = [...highest, ...truth.filter((label) => !highest.includes(label))];
  return (
    <>
      <ul class="scores" aria-label="Scores">
        {shown.map((label) => {
          const score = evaluation.score(row, label);
          const threshold = thresholds?.[label];
          return (
            <li key={label} class={truth.includes(label) ? "true" : ""}>
              <span class="score-label" title={labels[label]}>
                {labels[label]}
                {truth.includes(label) ? " (true)" : ""}
              </span>
              <span
                class="score-track"
                {...(threshold === undefined ? {} : { title: thresholdText(threshold) })}
              >
                <span class="score-bar" style={{ width: `${100 * Math.max(0, Math.min(1, score))}%` }} />
                {threshold !== undefined && (
                  <span
                    class="score-threshold"
                    style={{ left: `${100 * Math.max(0, Math.min(1, threshold))}%` }}
                  />
                )}
              </span>
              <span class="score-value">
                {score.toFixed(2)}
                {threshold !== undefined && <span class="hidden-table">, {thresholdText(threshold)}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {thresholds !== null && <ThresholdNote />}
    </>
  );
}

/** What the ticks on the bars mean. */
export const ThresholdNote = () => (
  <p class="small muted">
    <span class="threshold-tick" aria-hidden="true" /> the label's threshold: it is predicted from there on
  </p>
);

function Numbers({ evaluation, row }: { evaluation: Evaluation; row: number }) {
  const [truth, predicted] = [evaluation.numbers(row, "truth"), evaluation.numbers(row, "predicted")];
  return (
    <table class="numbers-table">
      <thead>
        <tr>
          <th scope="col">Target</th>
          <th scope="col" class="number">
            True
          </th>
          <th scope="col" class="number">
            Predicted
          </th>
          <th scope="col" class="number">
            Error
          </th>
        </tr>
      </thead>
      <tbody>
        {evaluation.meta.labels.map((label, d) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td class="number">{formatNumber(truth[d]!)}</td>
            <td class="number">{formatNumber(predicted[d]!)}</td>
            <td class="number">{formatNumber(predicted[d]! - truth[d]!)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
