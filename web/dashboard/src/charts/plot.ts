/** Draws lines by uPlot, with zoom, pan and a cursor that all charts of a page share. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { EndLabels } from "./end-labels.js";
import { aligned } from "./lines.js";
import { drawBehind, drawMarks } from "./plot-layers.js";
import { plotOptions } from "./plot-options.js";
import { gutter, type PlotState, type Range, shownRange, wholeRange, yRange } from "./plot-state.js";

export interface PlotEvents {
  /** null shows all. */
  zoom(range: Range | null): void;
  /** Under the pointer; null when it leaves. */
  cursor(x: number | null): void;
  hover(run: string): void;
}

export class CurvePlot {
  readonly #element: HTMLElement;
  readonly #labels: EndLabels;
  readonly #events: PlotEvents;
  #plot: uPlot | null = null;
  #shape = "";
  #state: PlotState | null = null;
  #cursorX: number | null = null;

  constructor(element: HTMLElement, labels: HTMLElement, events: PlotEvents) {
    this.#element = element;
    this.#labels = new EndLabels(labels);
    this.#events = events;
  }

  /** For exports. */
  get plot(): uPlot | null {
    return this.#plot;
  }

  get labelTexts(): EndLabels["texts"] {
    return this.#labels.texts;
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
        plot.setSize({ width: state.width - gutter(state), height: state.height });
      if (before!.lines !== state.lines) plot.setData(data, false);
      this.#scale();
      if (before!.hovered !== state.hovered) plot.redraw(false);
    });
  }

  destroy(): void {
    this.#plot?.destroy();
    this.#plot = null;
    this.#labels.clear();
  }

  /** Moves the cursor by so many values, from the keyboard. */
  moveCursor(by: number): void {
    const plot = this.#plot;
    if (plot === null || plot.data[0].length === 0) return;
    const xs = plot.data[0];
    const [from, to] = shownRange(this.#state!);
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
    const [from, to] = shownRange(this.#state!);
    const [middle, half] = [(from + to) / 2 + shift * (to - from), ((to - from) / 2) * factor];
    this.#zoomTo(middle - half, middle + half);
  }

  #zoomTo(from: number, to: number): void {
    const [first, last] = wholeRange(this.#state!.lines);
    const width = Math.min(to - from, last - first);
    const least = (last - first) * 1e-6;
    if (!(width > least)) return;
    const start = Math.min(Math.max(from, first), last - width);
    this.#events.zoom(width >= (last - first) * 0.9999 ? null : [start, start + width]);
  }

  #scale(): void {
    const [min, max] = shownRange(this.#state!);
    const { min: oldMin, max: oldMax } = this.#plot!.scales["x"]!;
    if (oldMin !== min || oldMax !== max) this.#plot!.setScale("x", { min, max });
    else this.#plot!.redraw();
    const range = yRange(this.#state!);
    this.#plot!.setScale("y", { min: range[0], max: range[1] });
  }

  #options(state: PlotState): uPlot.Options {
    return plotOptions(state, {
      state: () => this.#state!,
      zoomTo: (from, to) => this.#zoomTo(from, to),
      showAll: () => this.#events.zoom(null),
      pan: (plot, event) => this.#pan(plot, event),
      ready: (plot) => this.#bindWheel(plot),
      cursor: (plot) => {
        const { left } = plot.cursor;
        const x = left === undefined || left === null || left < 0 ? null : plot.posToVal(left, "x");
        if (x === this.#cursorX) return;
        this.#cursorX = x;
        this.#events.cursor(x);
        this.#placeLabels();
      },
      hover: (run) => this.#events.hover(run),
      drawBehind: (plot) => drawBehind(plot, this.#state!),
      drawAbove: (plot) => {
        drawMarks(plot, this.#state!);
        this.#placeLabels();
      },
    });
  }

  #placeLabels(): void {
    if (this.#plot !== null && this.#state !== null)
      this.#labels.place(this.#plot, this.#state, this.#cursorX);
  }

  #pan(plot: uPlot, event: MouseEvent): void {
    event.preventDefault();
    const startX = event.clientX;
    const [from, to] = shownRange(this.#state!);
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
          const [from, to] = shownRange(this.#state!);
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
