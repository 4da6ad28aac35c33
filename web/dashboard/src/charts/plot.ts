/** Draws lines by uPlot: axes, bands, lines, labels at their ends, cursor, zoom and pan. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatNumber } from "../format/numbers.js";
import { formatClock, formatWall } from "../format/times.js";
import { cssColor } from "../shell/theme.js";
import { placeLabels } from "./labels.js";
import { aligned, type Line, placeAt, rangeOf, valueAt } from "./lines.js";
import { formatTicks, X_SPACINGS, type XKind } from "./ticks.js";

export interface DrawnLine extends Line {
  run: string;
  label: string;
  /** A custom property: `--run-3`. */
  color: string;
  dash: readonly number[];
  /** The step to mark as the best; null for none. */
  bestStep: number | null;
  /** False for lines that are thin behind others, such as the runs of a group. */
  isMain: boolean;
}

export type Range = readonly [from: number, to: number];

export interface PlotEvents {
  /** null shows all. */
  zoom(range: Range | null): void;
  /** Under the pointer; null when it leaves. */
  cursor(x: number | null): void;
  hover(run: string): void;
}

export interface PlotState {
  lines: readonly DrawnLine[];
  x: XKind;
  isLog: boolean;
  range: Range | null;
  width: number;
  height: number;
  hovered: string;
  theme: string;
}

const LABEL_HEIGHT = 16;
const AXIS_WIDTH = 46;
const NEAR_PIXELS = 24;

export class CurvePlot {
  readonly #element: HTMLElement;
  readonly #labels: HTMLElement;
  readonly #events: PlotEvents;
  #plot: uPlot | null = null;
  #shape = "";
  #state: PlotState | null = null;
  #cursorX: number | null = null;

  constructor(element: HTMLElement, labels: HTMLElement, events: PlotEvents) {
    this.#element = element;
    this.#labels = labels;
    this.#events = events;
  }

  /** For exports. */
  get plot(): uPlot | null {
    return this.#plot;
  }

  get labelTexts(): readonly { text: string; top: number; color: string }[] {
    return [...this.#labels.children].flatMap((child) => {
      const element = child as HTMLElement;
      if (element.hidden) return [];
      return [{ text: element.textContent, top: Number(element.dataset["top"]), color: element.style.color }];
    });
  }

  update(state: PlotState): void {
    const before = this.#state;
    this.#state = state;
    const shape = [
      state.lines.map(({ color, dash, isMain }) => `${color}${dash}${isMain}`).join(),
      state.isLog,
      state.x,
      state.theme,
    ].join("|");
    const data = aligned(state.lines, state.isLog) as uPlot.AlignedData;
    if (this.#plot === null || shape !== this.#shape) {
      this.#plot?.destroy();
      this.#shape = shape;
      this.#plot = new uPlot(this.#options(state), data, this.#element);
      this.#scale();
      return;
    }
    const plot = this.#plot;
    plot.batch(() => {
      if (before!.width !== state.width || before!.height !== state.height)
        plot.setSize({ width: state.width - this.#gutter(), height: state.height });
      if (before!.lines !== state.lines) plot.setData(data, false);
      this.#scale();
      if (before!.hovered !== state.hovered) plot.redraw(false);
    });
  }

  destroy(): void {
    this.#plot?.destroy();
    this.#plot = null;
    this.#labels.replaceChildren();
  }

  /** Moves the cursor by so many values, from the keyboard. */
  moveCursor(by: number): void {
    const plot = this.#plot;
    if (plot === null || plot.data[0].length === 0) return;
    const xs = plot.data[0];
    const [from, to] = this.#shownRange();
    const first = xs.findIndex((x) => x >= from);
    const last = xs.findLastIndex((x) => x <= to);
    if (first === -1 || last < first) return;
    const now = plot.cursor.idx ?? (by > 0 ? first - 1 : last + 1);
    const next = Math.min(Math.max(now + by, first), last);
    const place = { left: plot.valToPos(xs[next]!, "x"), top: plot.over.clientHeight / 2 };
    // The third argument, which the types lack, moves the cursors of the other charts too.
    (plot.setCursor as (place: uPlot.Cursor & object, hooks: boolean, others: boolean) => void)(
      place as never,
      true,
      true,
    );
  }

  /** Zooms around the middle, or shifts by a share of what is shown. */
  zoomBy(factor: number, shift: number): void {
    const [from, to] = this.#shownRange();
    const [middle, half] = [(from + to) / 2 + shift * (to - from), ((to - from) / 2) * factor];
    this.#zoomTo(middle - half, middle + half);
  }

  #zoomTo(from: number, to: number): void {
    const [first, last] = this.#wholeRange();
    const width = Math.min(to - from, last - first);
    const least = (last - first) * 1e-6;
    if (!(width > least)) return;
    const start = Math.min(Math.max(from, first), last - width);
    this.#events.zoom(width >= (last - first) * 0.9999 ? null : [start, start + width]);
  }

  #wholeRange(): Range {
    const ends = this.#state!.lines.filter(({ x }) => x.length > 0);
    const first = Math.min(...ends.map(({ x }) => x[0]!));
    const last = Math.max(...ends.map(({ x }) => x.at(-1)!));
    if (!(first <= last)) return [0, 1];
    return first === last ? [first - 0.5, last + 0.5] : [first, last];
  }

  #shownRange(): Range {
    return this.#state!.range ?? this.#wholeRange();
  }

  #scale(): void {
    const [min, max] = this.#shownRange();
    const { min: oldMin, max: oldMax } = this.#plot!.scales["x"]!;
    if (oldMin !== min || oldMax !== max) this.#plot!.setScale("x", { min, max });
    else this.#plot!.redraw();
    const range = this.#yRange();
    this.#plot!.setScale("y", { min: range[0], max: range[1] });
  }

  #yRange(): [number, number] {
    const { lines, isLog } = this.#state!;
    const [from, to] = this.#shownRange();
    const found = rangeOf(lines, from, to, isLog);
    if (found === null) return isLog ? [0.1, 1] : [0, 1];
    const { low, high } = found;
    if (isLog)
      return low === high ? [low / 2, high * 2] : [low / (high / low) ** 0.05, high * (high / low) ** 0.05];
    if (low === high)
      return [low - Math.max(1e-6, Math.abs(low) * 0.1), high + Math.max(1e-6, Math.abs(high) * 0.1)];
    const pad = (high - low) * 0.06;
    return [low >= 0 && low - pad < 0 ? 0 : low - pad, high + pad];
  }

  /** Width of the labels beside the lines. */
  #gutter(): number {
    const { lines, width } = this.#state!;
    const longest = Math.max(0, ...lines.filter(({ isMain }) => isMain).map(({ label }) => label.length));
    return Math.round(Math.min(12 + 6.6 * (longest + 8), Math.max(90, width * 0.36)));
  }

  #options(state: PlotState): uPlot.Options {
    const [text, grid] = [cssColor("--muted"), cssColor("--line")];
    const font = `12px ${cssColor("--sans")}`;
    const axis = { stroke: text, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
    const spanX = (): number => {
      const [from, to] = this.#shownRange();
      return to - from;
    };
    return {
      width: state.width - this.#gutter(),
      height: state.height,
      padding: [8, 14, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, auto: false },
        y: { auto: false, ...(state.isLog ? { distr: 3 as const } : {}) },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 26,
          gap: 4,
          space: state.x === "wall" ? 90 : 60,
          incrs: X_SPACINGS[state.x],
          values: (_, splits, __, ___, spacing) =>
            state.x === "time"
              ? splits.map((value) => formatClock(value))
              : state.x === "wall"
                ? splits.map((value) => formatWall(value, spanX()))
                : formatTicks(splits, spacing),
        },
        {
          ...axis,
          size: AXIS_WIDTH,
          gap: 6,
          space: 34,
          values: (_, splits, __, ___, spacing) =>
            state.isLog
              ? splits.map((value) => (value === null ? "" : formatNumber(value)))
              : formatTicks(splits, spacing),
        },
      ],
      series: [
        {},
        ...state.lines.map((line, i): uPlot.Series => {
          return {
            stroke: () => this.#colorOf(this.#state!.lines[i]!),
            width: line.isMain ? 1.75 : 0.75,
            dash: [...line.dash],
            spanGaps: true,
            alpha: line.isMain ? 1 : 0.45,
            points: { show: (plot, place) => this.#hasPoints(plot, place) },
          };
        }),
      ],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: 5 },
        focus: { prox: NEAR_PIXELS },
        points: {
          one: state.lines.length > 24,
          size: 7,
          stroke: (_, i) => this.#colorOf(this.#state!.lines[i - 1]!),
          fill: () => cssColor("--page"),
          width: 2,
        },
        sync: {
          key: `woodshed-${state.x}`,
          setSeries: false,
          scales: ["x", null],
          filters: {
            pub: (type) => type === "mousemove" || type === "mouseleave",
            sub: (type) => type === "mousemove" || type === "mouseleave",
          },
        },
        bind: {
          dblclick: () => () => {
            this.#events.zoom(null);
            return null;
          },
          mousedown: (plot, _, handler) => (event) => {
            if (event.shiftKey || event.button === 1) this.#pan(plot, event);
            else handler(event);
            return null;
          },
        },
      },
      focus: { alpha: 1 },
      hooks: {
        ready: [(plot) => this.#bindWheel(plot)],
        setSelect: [
          (plot) => {
            const { left, width } = plot.select;
            if (width < 4) return;
            const [from, to] = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")];
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            this.#zoomTo(from, to);
          },
        ],
        setCursor: [
          (plot) => {
            const { left } = plot.cursor;
            const x = left === undefined || left === null || left < 0 ? null : plot.posToVal(left, "x");
            if (x === this.#cursorX) return;
            this.#cursorX = x;
            this.#events.cursor(x);
            this.#placeLabels();
          },
        ],
        setSeries: [
          (_, i) => {
            const line = i === null ? undefined : this.#state!.lines[i - 1];
            this.#events.hover(line?.run ?? "");
          },
        ],
        drawAxes: [(plot) => this.#drawBehind(plot)],
        draw: [
          (plot) => {
            this.#drawMarks(plot);
            this.#placeLabels();
          },
        ],
      },
    };
  }

  #colorOf({ color, run }: DrawnLine): string {
    const { hovered } = this.#state!;
    if (color === "--run-grey" && run === hovered) return cssColor("--text");
    return cssColor(color);
  }

  /** Few values are drawn as points too: a line alone does not say where they are. */
  #hasPoints(plot: uPlot, place: number): boolean {
    const { x, isMain } = this.#state!.lines[place - 1]!;
    const { min = 0, max = 1 } = plot.scales["x"]!;
    const shown = x.filter((one) => one >= min! && one <= max!).length;
    return isMain && shown > 0 && shown <= plot.over.clientWidth / 24;
  }

  /** The range of each bucket and the values behind a smoothed line. */
  #drawBehind(plot: uPlot): void {
    const { ctx } = plot;
    this.#clipped(plot, () => {
      for (const line of this.#state!.lines) {
        if (!line.isMain) continue;
        ctx.fillStyle = ctx.strokeStyle = this.#colorOf(line);
        this.#drawBand(plot, line);
        if (line.raw === null) continue;
        ctx.globalAlpha = 0.3;
        ctx.lineWidth = devicePixelRatio;
        ctx.beginPath();
        for (const [i, x] of line.x.entries()) {
          const y = line.raw[i]!;
          if (this.#isDrawn(y)) ctx.lineTo(plot.valToPos(x, "x", true), plot.valToPos(y, "y", true));
        }
        ctx.stroke();
      }
    });
  }

  #drawBand(plot: uPlot, { x, low, high }: DrawnLine): void {
    const { ctx } = plot;
    const shown = x.flatMap((_, i) => (this.#isDrawn(low[i]!) && this.#isDrawn(high[i]!) ? [i] : []));
    if (!shown.some((i) => low[i]! < high[i]!)) return;
    ctx.globalAlpha = 0.16;
    ctx.beginPath();
    for (const i of shown) ctx.lineTo(plot.valToPos(x[i]!, "x", true), plot.valToPos(high[i]!, "y", true));
    for (const i of shown.reverse())
      ctx.lineTo(plot.valToPos(x[i]!, "x", true), plot.valToPos(low[i]!, "y", true));
    ctx.fill();
    // The outline shows spikes that are narrower than a pixel.
    ctx.globalAlpha = 0.3;
    ctx.lineWidth = devicePixelRatio;
    ctx.stroke();
  }

  #isDrawn(value: number): boolean {
    return Number.isFinite(value) && (!this.#state!.isLog || value > 0);
  }

  /** The best value as a ring, and values that are NaN as ticks at the bottom. */
  #drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    this.#clipped(plot, () => {
      for (const line of this.#state!.lines) {
        ctx.fillStyle = cssColor("--bad");
        for (const i of line.broken)
          ctx.fillRect(
            plot.valToPos(line.x[i]!, "x", true) - ratio,
            bbox.top + bbox.height - 8 * ratio,
            2 * ratio,
            8 * ratio,
          );
        if (line.bestStep === null) continue;
        const i = line.at.findIndex((step) => step >= line.bestStep!);
        const y = line.y[i] ?? Number.NaN;
        if (!this.#isDrawn(y)) continue;
        ctx.beginPath();
        ctx.arc(plot.valToPos(line.x[i]!, "x", true), plot.valToPos(y, "y", true), 5 * ratio, 0, 2 * Math.PI);
        ctx.lineWidth = 2 * ratio;
        ctx.strokeStyle = this.#colorOf(line);
        ctx.fillStyle = cssColor("--page");
        ctx.fill();
        ctx.stroke();
      }
    });
  }

  #clipped(plot: uPlot, draw: () => void): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    draw();
    ctx.restore();
  }

  /** Names and values beside the ends of lines: the values at the cursor, or else the last ones. */
  #placeLabels(): void {
    const [plot, state] = [this.#plot, this.#state];
    if (plot === null || state === null) return;
    const [from, to] = this.#shownRange();
    const height = plot.over.clientHeight;
    const top = plot.bbox.top / devicePixelRatio;
    const shown = state.lines.flatMap((line) => {
      if (!line.isMain || line.x.length === 0) return [];
      const atEnd = endIn(line, from, to);
      const atCursor = this.#cursorX === null ? atEnd : valueAt(line, this.#cursorX);
      if (atEnd === null) return [];
      return [{ line, end: atEnd.y, value: atCursor?.y ?? null }];
    });
    // Grey lines have labels only while they are hovered.
    const named = shown.filter(({ line }) => line.color !== "--run-grey" || line.run === state.hovered);
    const wanted = named.map(({ end }) => {
      const y = Number.isFinite(end) && (!state.isLog || end > 0) ? plot.valToPos(end, "y") : height / 2;
      return Math.min(Math.max(y, 0), height);
    });
    const places = placeLabels(wanted, height, LABEL_HEIGHT);
    while (this.#labels.children.length < named.length) {
      const label = document.createElement("span");
      label.append(document.createElement("span"), document.createElement("b"));
      this.#labels.append(label);
    }
    for (const [i, child] of [...this.#labels.children].entries()) {
      const element = child as HTMLElement;
      const [one, place] = [named[i], places[i]];
      element.hidden = one === undefined || place === undefined || place === null;
      if (element.hidden) continue;
      const y = top + place! - LABEL_HEIGHT / 2;
      element.style.transform = `translateY(${y.toFixed(1)}px)`;
      element.style.left = `${plot.width - 8}px`;
      element.style.maxWidth = `${this.#gutter() - 2}px`;
      element.dataset["top"] = String(y);
      element.style.color = this.#colorOf(one!.line);
      element.classList.toggle("is-hovered", state.hovered !== "" && one!.line.run === state.hovered);
      setText(element.firstElementChild!, one!.line.label);
      setText(element.lastElementChild!, formatNumber(one!.value));
    }
  }

  #pan(plot: uPlot, event: MouseEvent): void {
    event.preventDefault();
    const startX = event.clientX;
    const [from, to] = this.#shownRange();
    const perPixel = (to - from) / plot.over.clientWidth;
    const move = ({ clientX }: MouseEvent): void => {
      const shift = (startX - clientX) * perPixel;
      this.#zoomTo(from + shift, to + shift);
    };
    const end = (): void => {
      removeEventListener("mousemove", move);
      removeEventListener("mouseup", end);
    };
    addEventListener("mousemove", move);
    addEventListener("mouseup", end);
  }

  /** Sideways or with Shift it pans, with Ctrl or a pinch it zooms at the pointer; else it scrolls the page. */
  #bindWheel(plot: uPlot): void {
    plot.over.addEventListener(
      "wheel",
      (event) => {
        const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
        if (event.ctrlKey) {
          event.preventDefault();
          const [from, to] = this.#shownRange();
          const at = from + ((to - from) * event.offsetX) / plot.over.clientWidth;
          const factor = Math.exp(event.deltaY * 0.004);
          this.#zoomTo(at - (at - from) * factor, at + (to - at) * factor);
        } else if (
          Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY) &&
          this.#state!.range !== null
        ) {
          event.preventDefault();
          this.zoomBy(1, sideways / plot.over.clientWidth);
        }
      },
      { passive: false },
    );
  }
}

/** The last value that is shown between two x, or of a line that crosses them without a value; null if the line is elsewhere. */
function endIn(line: DrawnLine, from: number, to: number): { y: number } | null {
  const i = placeAt(line.x, to);
  if (i === -1 || (line.x[i]! < from && i === line.x.length - 1)) return null;
  return { y: line.y[i]! };
}

function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
