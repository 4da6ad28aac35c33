/** Values of the metrics side by side, and differences over the clips that two runs evaluated. */
import { useMemo } from "preact/hooks";
import type { RunDetail, RunRow } from "../../../../../src/dashboard/api.js";
import { readClips, readEvaluation } from "../../clips/clip-set.js";
import { useApi } from "../../data/use-api.js";
import { formatAligned, formatCount, formatSigned } from "../../format/numbers.js";
import { Swatch } from "../../shell/run-color.js";
import { DRAWS, type Interval, pairedBootstrap } from "./bootstrap.js";
import { differingPairs, type Evaluated, type Measure, measuresOf, type Pair, pairsOf } from "./pairs.js";

const SEED = 1;
const MOST_ROWS = 100;

/** The newest value of each metric that two runs or more have, and its difference to that of the first. */
export function MetricTable({
  rows,
  labels,
  places,
  betterOf,
}: {
  rows: readonly RunRow[];
  labels: ReadonlyMap<string, string>;
  places: ReadonlyMap<string, number>;
  betterOf: (metric: string) => "min" | "max" | null;
}) {
  const names = [...new Set(rows.flatMap(({ last }) => Object.keys(last)))]
    .filter((name) => name !== "epoch" && rows.filter(({ last }) => Object.hasOwn(last, name)).length > 1)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  if (names.length === 0) return <p class="muted">These runs have no metric in common.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys.
    <section class="scroll" tabIndex={0} aria-label="Newest values of the metrics">
      <table>
        <thead>
          <tr>
            <th scope="col">metric, newest value</th>
            {rows.map(({ key }) => (
              <th key={key} scope="col" class="number">
                <Swatch run={key} place={places.get(key)!} /> {labels.get(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {rows.map(({ key, last }, i) => (
                <td key={key} class="number">
                  {Object.hasOwn(last, name) ? formatAligned(last[name]) : ""}
                  {i > 0 && <Delta from={rows[0]!.last[name]} to={last[name]} better={betterOf(name)} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const rank = (name: string): number =>
  ["validation/", "test/", "train/"].findIndex((start) => name.startsWith(start));

interface DeltaProps {
  from: number | null | undefined;
  to: number | null | undefined;
  better: "min" | "max" | null;
}

function Delta({ from, to, better }: DeltaProps) {
  if (typeof from !== "number" || typeof to !== "number") return null;
  return <span class={`delta ${judge(to - from, better)}`}>{formatSigned(to - from)}</span>;
}

function judge(difference: number, better: "min" | "max" | null): string {
  if (better === null || difference === 0) return "muted";
  return difference > 0 === (better === "max") ? "better" : "worse";
}

interface Compared {
  split: string;
  steps: readonly [number, number];
  pairs: readonly Pair[];
  evaluated: readonly [Evaluated, Evaluated];
  measures: readonly { measure: Measure; interval: Interval }[];
}

/** @param first the baseline @param second what is compared with it */
export function ClipDifferences({
  first,
  second,
  labels,
}: {
  first: RunDetail;
  second: RunDetail;
  labels: ReadonlyMap<string, string>;
}) {
  const split = ["validation", "test", ...Object.keys(first.evaluations)].find((name) =>
    [first, second].every(({ evaluations }) => (evaluations[name]?.length ?? 0) > 0),
  );
  const steps = [first, second].map((detail) => stepOf(detail, split ?? ""));
  const key = `${first.key} ${second.key} ${split} ${steps} ${first.generation} ${second.generation}`;
  const { data, error } = useApi(split === undefined ? null : key, (signal) =>
    compare(split!, [first, second], [steps[0]!, steps[1]!], signal),
  );
  const differing = useMemo(
    () =>
      data === null
        ? []
        : differingPairs(data.evaluated[0].evaluation, data.evaluated[1].evaluation, data.pairs),
    [data],
  );
  if (split === undefined) return <p class="muted">These two runs have no evaluation of the same set.</p>;
  if (error !== null) return <p class="muted">{error.message}</p>;
  if (data === null) return <p class="muted compare-waiting">Comparing clips…</p>;
  if (data.pairs.length === 0) return <p class="muted">No clip is in the {split} sets of both runs.</p>;
  const [a, b] = [labels.get(first.key)!, labels.get(second.key)!];
  return (
    <>
      <p>
        Over the {formatCount(data.pairs.length)} {split} clips that both evaluated, {b} (step {data.steps[1]}
        ) minus {a} (step {data.steps[0]}):
      </p>
      <ul class="intervals">
        {data.measures.map(({ measure, interval }) => (
          <IntervalLine key={measure.title} measure={measure} interval={interval} />
        ))}
      </ul>
      <p class="small muted">
        Intervals: 95 %, paired bootstrap over clips, {formatCount(DRAWS)} draws. They tell the noise of this
        set of clips, not that of another seed.
      </p>
      <h3>
        Clips on which they differ <span class="muted">{formatCount(differing.length)}</span>
      </h3>
      <ClipTable data={data} pairs={differing} runs={[first.key, second.key]} labels={[a, b]} />
    </>
  );
}

function IntervalLine({
  measure: { title, better },
  interval: { mean, low, high },
}: Compared["measures"][number]) {
  const isClear = low > 0 || high < 0;
  const isShare = better === "max";
  const show = (value: number): string =>
    isShare ? `${formatSigned(Math.round(value * 1000) / 10)} points` : formatSigned(value);
  // The bar's middle is no difference.
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const at = (value: number): number => 50 + (value / reach) * 46;
  return (
    <li>
      <span>{title}</span>
      <strong class={isClear ? judge(mean, better) : "muted"}>{show(mean)}</strong>
      <span class="muted">
        {show(low).replace(" points", "")} to {show(high)}
        {!isClear && ", not clear"}
      </span>
      <svg
        viewBox="0 0 100 10"
        preserveAspectRatio="none"
        aria-hidden="true"
        class={isClear ? judge(mean, better) : "muted"}
      >
        <line x1="50" x2="50" y1="0" y2="10" class="zero" />
        <line x1={at(low)} x2={at(high)} y1="5" y2="5" class="range" />
        <line x1={at(mean) - 0.4} x2={at(mean) + 0.4} y1="5" y2="5" class="mean" />
      </svg>
    </li>
  );
}

function ClipTable({
  data: { evaluated, split, steps },
  pairs,
  runs,
  labels,
}: {
  data: Compared;
  pairs: readonly Pair[];
  runs: readonly [string, string];
  labels: readonly [string, string];
}) {
  if (pairs.length === 0) return <p class="muted">None.</p>;
  const [a, b] = [evaluated[0].evaluation, evaluated[1].evaluation];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys.
    <section class="scroll" tabIndex={0} aria-label="Clips on which the runs differ">
      <table>
        <thead>
          <tr>
            <th scope="col">clip</th>
            <th scope="col">truth</th>
            {labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
            <th scope="col" class="number">
              difference of the loss
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.slice(0, MOST_ROWS).map(({ rows: [i, j], name }) => (
            <tr key={`${i}`}>
              <td>
                <a
                  href={`/runs/${runs[0]}/listen?${new URLSearchParams({ split, step: String(steps[0]), clip: String(a.clip[i]), vs: runs[1] })}`}
                  title={name}
                >
                  {name.split(/[\\/]/).at(-1)}
                </a>
              </td>
              <td>{a.truthText(i)}</td>
              <td class={a.verdict(i)}>{markOf(a.verdict(i)) + a.predictedText(i)}</td>
              <td class={b.verdict(j)}>{markOf(b.verdict(j)) + b.predictedText(j)}</td>
              <td class="number">{formatSigned(b.loss[j]! - a.loss[i]!)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pairs.length > MOST_ROWS && <p class="small muted">The first {MOST_ROWS}.</p>}
    </section>
  );
}

const markOf = (verdict: "correct" | "wrong" | "close"): string =>
  ({ correct: "✓ ", wrong: "✗ ", close: "" })[verdict];

/** The evaluation of the best checkpoint, or else the last one. */
function stepOf({ evaluations, best }: RunDetail, split: string): number {
  const steps = evaluations[split] ?? [];
  return best !== null && steps.includes(best.step) ? best.step : (steps.at(-1) ?? 0);
}

async function compare(
  split: string,
  details: readonly [RunDetail, RunDetail],
  steps: readonly [number, number],
  signal: AbortSignal,
): Promise<Compared> {
  const read = async (detail: RunDetail, step: number): Promise<Evaluated> => {
    const [{ clips }, evaluation] = await Promise.all([
      readClips(detail.key, split, detail.generation, signal),
      readEvaluation(detail.key, split, step, detail.generation),
    ]);
    return { clips, evaluation };
  };
  const evaluated = await Promise.all([read(details[0], steps[0]), read(details[1], steps[1])]);
  const pairs = pairsOf(...evaluated);
  const measures = measuresOf(evaluated[0].evaluation, evaluated[1].evaluation, pairs);
  const differences = measures.map(({ values: [a, b] }) => b.map((value, i) => value - a[i]!));
  const intervals = (await pairedBootstrap(differences, SEED, signal)) ?? [];
  return {
    ...{ split, steps, pairs, evaluated },
    measures: intervals.map((interval, k) => ({ measure: measures[k]!, interval })),
  };
}
