import { useApi } from "../data/use-api.js";
import { formatAligned } from "../format/numbers.js";
import { setParams } from "../shell/router.js";
import { readEvaluation, type SplitSet, versionOf } from "./clip-set.js";

/** More evaluations are shown at steps spread evenly. */
const MOST_SHOWN = 24;

interface Entry {
  step: number;
  predicted: string;
  verdict: string;
  loss: number;
}

/** How the prediction for a clip changed: one entry for each evaluation, which a click opens. */
export function History({ set, clip }: { set: SplitSet; clip: number }) {
  const { run, split, steps, step, defaultStep } = set;
  const { generation } = versionOf(run);
  const shown = spread(steps, MOST_SHOWN);
  const history = useApi(
    shown.length < 2 ? null : `${run} ${split} ${clip} ${shown.join()} ${generation}`,
    async () =>
      Promise.all(
        shown.map(async (at): Promise<Entry | null> => {
          const evaluation = await readEvaluation(run, split, at, generation);
          const row = evaluation.rowOf(clip);
          if (row === null) return null;
          return {
            ...{ step: at, predicted: evaluation.predictedText(row) },
            ...{ verdict: evaluation.verdict(row), loss: evaluation.loss[row]! },
          };
        }),
      ),
  );
  if (shown.length < 2) return null;
  const entries = (history.data ?? []).filter((entry) => entry !== null);
  const most = Math.max(1e-9, ...entries.map(({ loss }) => (Number.isFinite(loss) ? loss : 0)));
  return (
    <section class="history" aria-label="Over evaluations">
      <h3>Over evaluations</h3>
      <ol>
        {entries.map((entry) => (
          <li key={entry.step}>
            <button
              type="button"
              aria-pressed={entry.step === step}
              title={`step ${entry.step}: ${entry.predicted}, loss ${formatAligned(entry.loss, 3)}`}
              onClick={() => setParams({ step: entry.step === defaultStep ? null : String(entry.step) })}
            >
              <span class="history-step">{entry.step}</span>
              <span class={`history-text ${entry.verdict === "wrong" ? "bad" : ""}`}>
                {entry.verdict === "wrong" ? "✗ " : entry.verdict === "correct" ? "✓ " : ""}
                {entry.predicted || "none"}
              </span>
              <span class="score-track">
                <span
                  class="score-bar"
                  style={{
                    width: `${100 * Math.min(1, Number.isFinite(entry.loss) ? entry.loss / most : 1)}%`,
                  }}
                />
              </span>
              <span class="score-value">{formatAligned(entry.loss, 3)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Returns at most so many values, the first and the last among them. */
export function spread<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))]!);
}
