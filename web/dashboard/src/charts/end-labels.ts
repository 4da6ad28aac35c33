/** Names and values beside the ends of lines: the values at the cursor, or else the last ones. */
import type uPlot from "uplot";
import { formatNumber } from "../format/numbers.js";
import { placeLabels } from "./labels.js";
import { placeAt, valueAt } from "./lines.js";
import { canDraw, colorOf, type DrawnLine, gutter, type PlotState, shownRange } from "./plot-state.js";

const LABEL_HEIGHT = 16;

export class EndLabels {
  readonly #element: HTMLElement;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** The labels that are shown, for an export. */
  get texts(): readonly { text: string; top: number; color: string }[] {
    return [...this.#element.children].flatMap((child) => {
      const element = child as HTMLElement;
      if (element.hidden) return [];
      return [{ text: element.textContent, top: Number(element.dataset["top"]), color: element.style.color }];
    });
  }

  clear(): void {
    this.#element.replaceChildren();
  }

  /** @param cursorX null without a cursor */
  place(plot: uPlot, state: PlotState, cursorX: number | null): void {
    const [from, to] = shownRange(state);
    const height = plot.over.clientHeight;
    const top = plot.bbox.top / devicePixelRatio;
    const shown = state.lines.flatMap((line) => {
      if (!line.isMain || line.x.length === 0) return [];
      const atEnd = endIn(line, from, to);
      const atCursor = cursorX === null ? atEnd : valueAt(line, cursorX);
      if (atEnd === null) return [];
      return [{ line, end: atEnd.y, value: atCursor?.y ?? null }];
    });
    // Grey lines have labels only while they are hovered.
    const named = shown.filter(({ line }) => line.color !== "--run-grey" || line.run === state.hovered);
    const wanted = named.map(({ end }) => {
      const y = canDraw(end, state.isLog) ? plot.valToPos(end, "y") : height / 2;
      return Math.min(Math.max(y, 0), height);
    });
    const places = placeLabels(wanted, height, LABEL_HEIGHT);
    while (this.#element.children.length < named.length) {
      const label = document.createElement("span");
      label.append(document.createElement("span"), document.createElement("b"));
      this.#element.append(label);
    }
    for (const [i, child] of [...this.#element.children].entries()) {
      const element = child as HTMLElement;
      const [one, place] = [named[i], places[i]];
      element.hidden = one === undefined || place === undefined || place === null;
      if (element.hidden) continue;
      const y = top + place! - LABEL_HEIGHT / 2;
      element.style.transform = `translateY(${y.toFixed(1)}px)`;
      element.style.left = `${plot.width - 8}px`;
      element.style.maxWidth = `${gutter(state) - 2}px`;
      element.dataset["top"] = String(y);
      element.style.color = colorOf(one!.line, state.hovered);
      element.classList.toggle("is-hovered", state.hovered !== "" && one!.line.run === state.hovered);
      setText(element.firstElementChild!, one!.line.label);
      setText(element.lastElementChild!, formatNumber(one!.value));
    }
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
