/** A chart of metrics of runs over steps or time. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { rowOf } from "../data/runs.js";
import { colorPlaces } from "../shell/run-color.js";
import { isDark } from "../shell/theme.js";
import { ChartMenu } from "./chart-menu.js";
import { askForEpochs, stepsPerEpoch } from "./epochs.js";
import { HiddenTable } from "./hidden-table.js";
import { hoveredRun } from "./hovered.js";
import { type Line, lineOf, meanLine, stepsBetween } from "./lines.js";
import { CurvePlot } from "./plot.js";
import type { DrawnLine, Range } from "./plot-state.js";
import { resumeMarks, resumesAt } from "./resume-marks.js";
import { dashOf, runLabels, splitLabel } from "./run-labels.js";
import { formatX, type XKind } from "./ticks.js";
import { type SeriesName, type Steps, useCurves } from "./use-curves.js";
import { useSize } from "./use-size.js";
import "./charts.css";

export interface CurvesProps {
  title: string;
  series: readonly SeriesName[];
  /** Of the whole chart in pixels; reserved before anything is read. */
  height?: number;
  x?: XKind;
  /** Half-life in steps; 0 for none. */
  smoothing?: number;
  isLog?: boolean;
  /** What is shown of the x axis, for charts that zoom together; null for all. */
  range?: Signal<Range | null>;
  /** Names of groups by run: the runs of one are drawn as their mean, with their range as a band. */
  groups?: ReadonlyMap<string, string>;
  /** All runs of the page, the most important first, so that all its charts give a run the same colour. */
  runs?: readonly string[];
}

const HEAD = 28;
/** Beside the ticks of the x axis. */
const X_TITLES: Readonly<Record<XKind, string>> = { step: "step", epoch: "epoch", time: "time", wall: "" };

export function Curves({
  title,
  series,
  height = 240,
  x = "step",
  smoothing = 0,
  isLog = false,
  range: shared,
  groups,
  runs,
}: CurvesProps) {
  const own = useSignal<Range | null>(null);
  const range = shared ?? own;
  const cursor = useSignal<number | null>(null);
  const window = useSignal<Steps | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLDivElement>(null);
  const { width, isInView } = useSize(body);
  const plot = useRef<CurvePlot | null>(null);
  // A power of two, so that a small change of the width asks for nothing.
  const numBuckets = width === 0 ? 512 : 2 ** Math.ceil(Math.log2(Math.max(256, Math.min(1024, width))));
  const { curves, error } = useCurves(series, numBuckets, window.value, isInView);

  const names = [...new Set(series.map(({ run }) => run))];
  if (x === "epoch" && isInView) askForEpochs(names);
  const epochs = x === "epoch" ? stepsPerEpoch.value : null;
  const rows = names.map((run) => rowOf(run));
  const facts = rows.map((row) => `${row?.startedMs} ${row?.best?.step} ${row?.id} ${row?.resumes}`).join();
  const places = colorPlaces(runs ?? names);

  const lines = useMemo(() => {
    if (curves === null) return [];
    const shortNames = runLabels(runs ?? names);
    // A metric that only one run of the page has is that run's all the same.
    const hasRuns = (runs ?? names).length > 1;
    const hasMetrics = new Set(series.map(({ metric }) => metric)).size > 1;
    const leafs = new Set(series.map(({ metric }) => metric.slice(metric.indexOf("/") + 1)));
    const drawn = curves.map((curve): DrawnLine => {
      const { run, metric } = curve;
      const row = rowOf(run);
      const times = { startedMs: row?.startedMs ?? 0, stepsPerEpoch: epochs?.get(run) ?? null };
      const metricLabel = leafs.size > 1 ? metric.replace(/^validation\//, "val/") : splitLabel(metric);
      return {
        ...lineOf(curve, x, times, smoothing),
        run,
        label: [hasMetrics || !hasRuns ? metricLabel : "", hasRuns ? shortNames.get(run) : ""]
          .join(" ")
          .trim(),
        color: colorOf(places.get(run)),
        dash: dashOf(metric),
        bestStep: row?.monitor?.name === metric && row.best !== null ? row.best.step : null,
        isMain: true,
      };
    });
    // Lines with a colour lie above those without one.
    const isGrey = ({ color }: DrawnLine): boolean => color === GREY;
    return groups === undefined
      ? [...drawn.filter(isGrey), ...drawn.filter((line) => !isGrey(line))]
      : grouped(
          drawn,
          curves.map(({ metric }) => metric),
          groups,
        );
  }, [curves, x, smoothing, epochs, facts, groups, [...places.values()].join()]);

  const resumes = useMemo(
    () =>
      rows.flatMap((row) =>
        row === undefined ? [] : resumeMarks(row, lines, x, epochs?.get(row.key) ?? null),
      ),
    [lines, x, epochs],
  );

  // Finer buckets of what is shown.
  const shown = range.value;
  useEffect(() => {
    const steps = shown === null || curves === null ? null : stepsBetween(lines, shown[0], shown[1]);
    // Whole buckets around it: panning a little needs nothing new.
    const next = steps === null ? null : widened(steps);
    if (next?.from !== window.value?.from || next?.to !== window.value?.to) window.value = next;
  }, [shown?.[0], shown?.[1], x, curves === null]);

  useEffect(() => {
    if (!isInView || width === 0) return;
    plot.current ??= new CurvePlot(body.current!, labels.current!, {
      zoom: (next) => {
        range.value = next;
      },
      cursor: (at) => {
        cursor.value = at;
      },
      hover: (run) => {
        hoveredRun.value = run;
      },
    });
    plot.current.update({
      ...{ lines, resumes, x, isLog, range: range.value, width, height: height - HEAD },
      ...{ hovered: hoveredRun.value, theme: isDark.value ? "dark" : "light" },
    });
  }, [lines, resumes, x, isLog, shown, width, height, isInView, hoveredRun.value, isDark.value]);
  useEffect(() => {
    if (isInView) return;
    plot.current?.destroy();
    plot.current = null;
  }, [isInView]);
  useEffect(() => () => plot.current?.destroy(), []);

  const isEmpty = curves !== null && lines.every((line) => line.x.length === 0);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || plot.current === null) return;
    const action = KEYS[`${event.shiftKey && event.key.startsWith("Arrow") ? "Shift+" : ""}${event.key}`];
    if (action === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (action === "reset") range.value = null;
    else action(plot.current);
  };
  const spanX =
    shown === null ? Math.max(0, ...lines.map((line) => line.x.at(-1) ?? 0)) : shown[1] - shown[0];
  return (
    <section
      class="chart"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is read and zoomed by keys.
      tabIndex={0}
      aria-label={`Chart: ${title}. Arrow keys read values, plus and minus zoom, 0 shows all.`}
      onKeyDown={onKeyDown}
      ref={(element) => {
        if (element) element.style.height = `${height}px`;
      }}
    >
      <header>
        <h2>{title}</h2>
        <span class="chart-at">
          {cursor.value === null
            ? ""
            : [formatX(x, cursor.value, spanX), ...resumesAt(resumes, cursor.value, spanX / 100)].join(" · ")}
        </span>
        {shown !== null && (
          <button
            type="button"
            class="quiet small"
            onClick={() => {
              range.value = null;
            }}
          >
            Show all
          </button>
        )}
        <ChartMenu title={title} plot={() => plot.current} lines={lines} curves={curves ?? []} />
      </header>
      <div class="chart-body" ref={body}>
        <div class="chart-labels" ref={labels} aria-hidden="true" />
        {lines.length > 0 && <span class="chart-x">{X_TITLES[x]}</span>}
        {error !== null && <p class="chart-note">{error.message}</p>}
        {isEmpty && error === null && (
          <p class="chart-note">No values{x === "epoch" ? " by epoch" : ""} yet</p>
        )}
      </div>
      <HiddenTable {...{ title, lines, resumes, x }} />
    </section>
  );
}

const KEYS: Readonly<Record<string, "reset" | ((plot: CurvePlot) => void)>> = {
  ArrowLeft: (plot) => plot.moveCursor(-1),
  ArrowRight: (plot) => plot.moveCursor(1),
  "Shift+ArrowLeft": (plot) => plot.zoomBy(1, -0.25),
  "Shift+ArrowRight": (plot) => plot.zoomBy(1, 0.25),
  "+": (plot) => plot.zoomBy(0.5, 0),
  "=": (plot) => plot.zoomBy(0.5, 0),
  "-": (plot) => plot.zoomBy(2, 0),
  "0": "reset",
};

const GREY = "--run-grey";
const colorOf = (place: number | undefined): string =>
  place === undefined || place === -1 ? GREY : `--run-${place}`;

/** The lines of a group are thin behind their mean. */
function grouped(
  drawn: readonly DrawnLine[],
  metrics: readonly string[],
  groups: ReadonlyMap<string, string>,
): DrawnLine[] {
  const members = new Map<string, { lines: DrawnLine[]; group: string; metric: string }>();
  for (const [i, line] of drawn.entries()) {
    const group = groups.get(line.run) ?? "";
    const key = `${metrics[i]}\n${group}`;
    const known = members.get(key) ?? { lines: [], group, metric: metrics[i]! };
    known.lines.push(line);
    members.set(key, known);
  }
  const hasMetrics = new Set(metrics).size > 1;
  return [...members.values()].flatMap(({ lines, group, metric }) => {
    if (lines.length === 1) return lines;
    const mean: Line = meanLine(lines);
    const name = [hasMetrics ? splitLabel(metric) : "", group].filter((one) => one !== "").join(" ");
    const label = `${name} (${lines.length})`.trimStart();
    return [
      ...lines.map((line) => ({ ...line, isMain: false, bestStep: null })),
      { ...lines[0]!, ...mean, label, bestStep: null, isMain: true },
    ];
  });
}

/** Steps rounded outwards to a sixteenth of their number. */
function widened({ from, to }: Steps): Steps {
  const grid = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, to - from))) - 4);
  return { from: Math.max(0, (Math.floor(from / grid) - 1) * grid), to: (Math.ceil(to / grid) + 1) * grid };
}
