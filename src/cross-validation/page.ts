import { basename } from "node:path";
import { counted } from "../counted.js";
import { escapeHtml as html, htmlPage, htmlTable } from "../html-page.js";
import { fixed } from "../number-text.js";
import { lossLast } from "../tasks/metrics.js";
import type { MetricDeclaration } from "../tasks/task.js";
import { describeFolds, describeResult } from "./describe.js";
import type { FoldPlan } from "./plan.js";
import type { Pooled } from "./pooled.js";
import { type FoldResult, spreadOf } from "./results.js";

/** Columns of the summary's text. */
const TEXT_WIDTH = 100;

/** Returns a self-contained HTML page with the folds side by side. */
export function foldsPage(plan: FoldPlan, results: readonly FoldResult[], pooled: Pooled): string {
  const { name, clips, config } = plan;
  const metrics = lossLast(pooled.task.metrics.evaluation);
  const folds = results.map(({ fold }) => `fold ${html(fold)}`);
  return htmlPage(
    name,
    `<h1>${html(name)}</h1>
<p>${html(describeFolds(plan))} ${html(describeResult(config))}</p>
<h2>Metrics of the held-out folds</h2>
${htmlTable(
  ["", "mean &plusmn; deviation", "", ...folds, "all clips"],
  metrics.map((metric) => metricRow(metric, results, pooled)),
)}
<p class="note">The deviation is the sample standard deviation over folds. "All clips" is computed once over the predictions of all ${counted(clips.length, "clip")}, each by the model that was not trained on it${pooled.isUncalibrated ? ", without the calibration (thresholds) that each run fitted to its validation clips" : ""}.</p>
<h2>Folds</h2>
${htmlTable(
  ["fold", "clips", "epochs", "run"],
  results.map(({ fold, numClips, numEpochs, run }) => [
    html(fold),
    String(numClips),
    String(numEpochs),
    html(basename(run)),
  ]),
)}
<h2>Loss by epoch</h2>
${lossChart(results)}
<h2>All held-out clips</h2>
<div class="scroll"><pre>${html(pooled.summary.describe("held-out clips", TEXT_WIDTH, "predictions.jsonl"))}</pre></div>`,
  );
}

function metricRow(
  { name, title, longTitle = title }: MetricDeclaration,
  results: readonly FoldResult[],
  { summary }: Pooled,
): string[] {
  const { mean, deviation, numFolds } = spreadOf(results, name);
  const values = results.map(({ metrics }) => metrics[name]);
  const some = numFolds === results.length ? "" : ` (${counted(numFolds, "fold")})`;
  return [
    html(longTitle),
    `<b>${fixed(mean)}</b> &plusmn; ${fixed(deviation)}${some}`,
    strip(longTitle, values, mean),
    ...values.map((value) => (value === undefined ? "-" : fixed(value))),
    fixed(summary.metrics[name] ?? Number.NaN),
  ];
}

const STRIP = { width: 120, height: 18, margin: 6 };

/** A dot for each fold, and a line at the mean. */
function strip(title: string, values: readonly (number | undefined)[], mean: number): string {
  const known = values.filter((value) => value !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const { width, height, margin } = STRIP;
  const x = (value: number): string =>
    (margin + (high > low ? (value - low) / (high - low) : 0.5) * (width - 2 * margin)).toFixed(1);
  const dots = known.map(
    (value) => `<circle cx="${x(value)}" cy="9" r="4" fill="var(--b)" fill-opacity="0.6"/>`,
  );
  const line = known.length === 0 ? "" : `<path d="M${x(mean)} 1V17" stroke="var(--a)" stroke-width="2"/>`;
  return `<svg width="${width}" height="${height}" role="img" aria-label="${html(title)} by fold">${dots.join("")}${line}</svg>`;
}

const CHART = { width: 720, height: 220, left: 48, bottom: 24, top: 8 };

/** Training loss of each fold, and its validation loss as dashes where it has one. */
function lossChart(results: readonly FoldResult[]): string {
  const lines = results.flatMap(({ losses }) => [losses.train, losses.validation]);
  const points = lines.flat().filter(([, loss]) => Number.isFinite(loss));
  if (points.length === 0) return `<p class="note">No epoch has a finite loss.</p>`;
  const { width, height, left, bottom, top } = CHART;
  const lastEpoch = Math.max(2, ...points.map(([epoch]) => epoch));
  const highest = Math.max(...points.map(([, loss]) => loss)) || 1;
  const x = (epoch: number): string =>
    (left + ((epoch - 1) / (lastEpoch - 1)) * (width - left - 8)).toFixed(1);
  const y = (loss: number): string =>
    (height - bottom - (loss / highest) * (height - bottom - top)).toFixed(1);
  const path = (line: readonly (readonly [number, number])[]): string =>
    line
      .filter(([, loss]) => Number.isFinite(loss))
      .map(([epoch, loss], i) => `${i === 0 ? "M" : "L"}${x(epoch)} ${y(loss)}`)
      .join("");
  const drawn = results.map(({ fold, losses }, i) => {
    const hue = Math.round((360 * i) / results.length);
    const style = `fill="none" stroke="hsl(${hue} 65% 50%)" stroke-width="1.5"`;
    return `<g><title>fold ${html(fold)}</title><path d="${path(losses.train)}" ${style}/><path d="${path(losses.validation)}" ${style} stroke-dasharray="4 3"/></g>`;
  });
  const keys = results.map(({ fold }, i) => {
    const hue = Math.round((360 * i) / results.length);
    return `<span style="color:hsl(${hue} 65% 50%)">&#9644;</span> fold ${html(fold)}`;
  });
  const label = (at: string, text: string): string =>
    `<text ${at} font-size="11" fill="var(--weak)">${text}</text>`;
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Training loss by epoch and fold">
<path d="M${left} ${top}V${height - bottom}H${width - 8}" fill="none" stroke="var(--line)"/>
${label(`x="${left - 6}" y="${top + 8}" text-anchor="end"`, fixed(highest))}${label(`x="${left - 6}" y="${height - bottom}" text-anchor="end"`, "0")}
${label(`x="${left}" y="${height - 8}"`, "epoch 1")}${label(`x="${width - 8}" y="${height - 8}" text-anchor="end"`, `epoch ${lastEpoch}`)}
${drawn.join("\n")}
</svg>
<p class="note">Training loss, mean of each epoch; dashed: validation loss, if the runs have validation clips. ${keys.join(" &nbsp; ")}</p>`;
}
