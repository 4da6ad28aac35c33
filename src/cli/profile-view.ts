/** Formats a profile as tables. */
import pc from "picocolors";
import type { RunFigures } from "../bottlenecks/figures.js";
import type { Profile } from "../bottlenecks/profile-recipe.js";
import type { Finding } from "../bottlenecks/verdict/finding.js";
import type { Verdict } from "../bottlenecks/verdict/verdict.js";
import { counted } from "../counted.js";
import type { TraceSummary } from "../profiling/trace-summary.js";
import { DECODE_PARTS } from "../timing/decode-clock.js";
import { TIME_NAMES } from "../timing/stages.js";
import { formatBytes } from "./size.js";

const colors = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
const MOST_OPERATORS = 12;
const MOST_MODULES = 24;

export function describeProfile({
  figures,
  verdict,
  flopsPerSec,
  peak,
  mfu,
  hardware,
  files,
}: Profile): string {
  const { config, clipsPerSec, stepMs, numSteps, trace } = figures;
  const { bold } = colors;
  const arithmetic =
    flopsPerSec === null || peak === null
      ? []
      : [
          `${bold("arithmetic")}  ${giga(flopsPerSec)}, ${percent(mfu!)} of ${giga(peak.flopsPerSec)} (${peak.source})`,
        ];
  return [
    `${bold("profile")}     ${config.name}, ${counted(numSteps, "step")}${hardware === null ? "" : `; ${hardware.notes.join(", ")}`}`,
    `${bold("throughput")}  ${shortNumber(clipsPerSec)} clips/s, ${shortNumber(clipsPerSec * config.data.clip_sec)} s of audio a second, ${ms(stepMs)} a step of ${counted(config.training.batch_size, "clip")}`,
    ...arithmetic,
    ...describeFigures(figures),
    ...(trace === null ? [] : describeTrace(trace)),
    ...describeVerdict(verdict),
    ...files
      .filter((path) => path.endsWith(".gz") || path.endsWith("profile.json"))
      .map((path) => `wrote ${path}`),
    ...(files.some((path) => path.endsWith(".gz"))
      ? [
          "open the traces in ui.perfetto.dev; merge those of several ranks with woodshed profile merge FOLDER",
        ]
      : []),
  ].join("\n");
}

/** Formats the record of a run that is finished or still training. */
export function describeRun(figures: RunFigures, verdict: Verdict): string {
  const { config, clipsPerSec, stepMs, numSteps } = figures;
  const { bold } = colors;
  return [
    `${bold("run")}         ${config.name}, ${counted(numSteps, "step")}`,
    `${bold("throughput")}  ${shortNumber(clipsPerSec)} clips/s, ${shortNumber(clipsPerSec * config.data.clip_sec)} s of audio a second, ${ms(stepMs)} a step of ${counted(config.training.batch_size, "clip")}`,
    ...describeFigures(figures),
    ...describeVerdict(verdict),
  ].join("\n");
}

export function describeFigures(figures: RunFigures): string[] {
  const { times, stepMs, clip, slowestClips, ranks, system } = figures;
  const stages = TIME_NAMES.filter((name) => times[name] >= 0.0005).map((name) => [
    name === "evaluation" && figures.isEvaluationEstimated ? "evaluation (estimated)" : name,
    ms(times[name]),
    percent(times[name] / stepMs),
  ]);
  const clipMs = clip === null ? 0 : DECODE_PARTS.reduce((sum, part) => sum + clip[part], 0);
  return [
    "",
    ...table(["stage", "per step", "share"], stages),
    ...(clip === null
      ? []
      : [
          "",
          ...table(
            ["per clip", "thread time", "share"],
            [
              ...DECODE_PARTS.flatMap((part) => [
                [part, ms(clip[part]), percent(clip[part] / clipMs)],
                ...(part === "augment" ? augmentationRows(figures, clipMs) : []),
              ]),
              ["copy", ms(times.copy / figures.config.training.batch_size), ""],
            ],
          ),
        ]),
    ...slowestClips.slice(0, 5).map(({ name, ms: took }) => `slow clip  ${ms(took)}  ${name}`),
    ...(ranks.length < 2
      ? []
      : [
          "",
          ...table(
            ["rank", "busy", "data", "compute", "waiting"],
            ranks.map((one) => [
              String(one.rank),
              ...[one.busyMs, one.dataMs, one.computeMs, one.waitMs].map((value) => ms(value)),
            ]),
          ),
        ]),
    ...(Object.keys(system).length === 0
      ? []
      : [
          "",
          ...table(
            ["machine", "mean"],
            Object.entries(system).map(([name, value]) => [name.slice(7), shortNumber(value)]),
          ),
        ]),
  ];
}

/** Augmentations below the part that they belong to: `  2 pitch_shift`. */
function augmentationRows({ config, augmentations }: RunFigures, clipMs: number): string[][] {
  return augmentations.map(({ place, ms: took }) => {
    const choice = config.data.augmentations[place]!;
    return [`  ${place} ${choice.name ?? choice.use}`, ms(took), percent(took / clipMs)];
  });
}

function describeTrace(trace: TraceSummary): string[] {
  const { operators, modules, lines, memory, numSteps, numOperators, operatorMs, hostReads, deviceMs } =
    trace;
  const hasDevice = deviceMs > 0;
  const total = operators.reduce((sum, row) => sum + row.selfMs, 0);
  const device = (value: number): string[] => (hasDevice ? [ms(value)] : []);
  return [
    "",
    `${colors.bold("trace")}       ${counted(numSteps, "step")} of ${ms(trace.stepMs)}: ${counted(Math.round(numOperators), "operator")} a step, ${ms(operatorMs)} in them${hasDevice ? `, ${ms(deviceMs)} on GPUs` : ""}; ${hostReads.count.toFixed(1)} host reads, ${ms(hostReads.ms)}`,
    ...(memory === null
      ? []
      : [
          `${colors.bold("memory")}      peak ${formatBytes(memory.bytes)}, reached by ${memory.operator || "a tensor"} in the ${memory.stage} of ${memory.module}`,
        ]),
    "",
    ...table(
      ["operator, per step", "calls", "self", "share", "total", ...(hasDevice ? ["GPU"] : [])],
      operators
        .slice(0, MOST_OPERATORS)
        .map((row) => [
          row.name,
          (row.calls / numSteps).toFixed(1),
          ms(row.selfMs / numSteps),
          percent(row.selfMs / total),
          ms(row.totalMs / numSteps),
          ...device(row.deviceMs / numSteps),
        ]),
    ),
    "",
    ...table(
      ["module, per step", "type", "forward", "self", "backward", "kept", ...(hasDevice ? ["GPU"] : [])],
      modules
        .slice(0, MOST_MODULES)
        .map((row) => [
          row.name,
          row.type,
          ms(row.forwardMs / numSteps),
          ms(row.forwardSelfMs / numSteps),
          ms(row.backwardMs / numSteps),
          formatBytes(Math.max(0, row.keptBytes) / numSteps),
          ...device(row.deviceMs / numSteps),
        ]),
    ),
    ...(lines.length === 0
      ? []
      : [
          "",
          ...table(
            ["called from", "calls", "time"],
            lines
              .slice(0, MOST_OPERATORS)
              .map((row) => [row.name, (row.calls / numSteps).toFixed(1), ms(row.totalMs / numSteps)]),
          ),
        ]),
  ];
}

export function describeVerdict({ findings, changes }: Verdict): string[] {
  const { bold, dim } = colors;
  const [first, ...others] = findings;
  if (first === undefined) return [];
  return [
    "",
    `${bold("verdict")}     bottleneck: ${first.title} (${shareText(first)})`,
    ...first.evidence.map((line) => `              ${line}`),
    ...others.flatMap((one) => [
      `            then ${one.title} (${shareText(one)})`,
      ...one.evidence.slice(0, 2).map((line) => `              ${dim(line)}`),
    ]),
    "",
    ...(changes.length === 0
      ? ["No setting is known to help."]
      : [
          ...table(
            ["change", "expected", "why"],
            changes.map(({ key, value, gain, why, isSafe }) => [
              `${key}=${value}`,
              `${gain.toFixed(2)}x`,
              `${why}${isSafe ? "" : " (not tried by --fix)"}`,
            ]),
          ),
        ]),
    "",
  ];
}

/** Aligns columns: names to the left, numbers to the right. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const isText = heads.map((_, i) => i === 0 || rows.every((row) => !/^[<\d]/.test(row[i] ?? "")));
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (isText[i] ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [colors.dim(line(heads)), ...rows.map(line)];
}

export function ms(value: number): string {
  if (value < 0.0005) return "0 ms";
  return `${value < 1 ? value.toFixed(3) : value < 100 ? value.toFixed(1) : Math.round(value)} ms`;
}

const shareText = ({ share, shareOf = "the step" }: Finding): string => `${percent(share)} of ${shareOf}`;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function giga(flopsPerSec: number): string {
  return flopsPerSec >= 1e12
    ? `${(flopsPerSec / 1e12).toFixed(1)} TFLOP/s`
    : `${(flopsPerSec / 1e9).toFixed(1)} GFLOP/s`;
}

function shortNumber(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
