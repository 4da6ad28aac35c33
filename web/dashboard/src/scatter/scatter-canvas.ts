/** A scatter of points on two canvases: points below, what changes with the pointer above. */
import { between, drawPoints } from "./draw.js";
import { boundsOf, GridIndex, type Points } from "./grid.js";
import {
  fitView,
  fromCanvas,
  type Place,
  panBy,
  toCanvas,
  type View,
  type Visible,
  viewOf,
  visibleOf,
  zoomAt,
} from "./view.js";

export interface ScatterEvents {
  /** null: no point is under the pointer. */
  onHover(point: number | null, at: Place): void;
  onClick(point: number | null): void;
  /** An outline that a person drew. */
  onLasso(outline: readonly Place[]): void;
  /** The view that a person moved or zoomed to; null for all points. */
  onView(visible: Visible | null): void;
}

/** A point that is marked by a ring. */
export interface Ring {
  point: number;
  colour: string;
  isStrong: boolean;
}

const MOVE_MS = 600;
const REACH = 12;
const CLICK = 4;

export class ScatterCanvas {
  /** True: dragging draws an outline instead of moving the view. */
  isLasso = false;
  readonly #below: HTMLCanvasElement;
  readonly #above: HTMLCanvasElement;
  readonly #events: ScatterEvents;
  readonly #observer: ResizeObserver;
  readonly #gone = new AbortController();
  #points: Points = { x: new Float32Array(0), y: new Float32Array(0) };
  #colour = new Uint8Array(0);
  #palette = new Uint32Array(0);
  #index: GridIndex | null = null;
  /** null shows all points. */
  #visible: Visible | null = null;
  /** The view of all points; null before it is computed. */
  #fitted: View | null = null;
  #rings: readonly Ring[] = [];
  #hovered: number | null = null;
  /** The outline that is being drawn; before and after, the one that is kept. */
  #drawn: Place[] = [];
  #kept: readonly Place[] = [];
  #outlineColour = "";
  #frame = 0;
  #motion: { from: Points; to: Points; startMs: number } | null = null;

  constructor(below: HTMLCanvasElement, above: HTMLCanvasElement, events: ScatterEvents) {
    this.#below = below;
    this.#above = above;
    this.#events = events;
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(below);
    this.#listen();
  }

  /** Shows points; those that were shown before move to their places. */
  setPoints(points: Points, isMoving: boolean): void {
    const before = this.#shown();
    const isSame = before.x.length === points.x.length && before.x.length > 0;
    const isStill = !isMoving || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#motion = isSame && !isStill ? { from: before, to: points, startMs: performance.now() } : null;
    this.#points = points;
    this.#fitted = null;
    this.#index = null;
    this.#redraw();
  }

  setColours(colour: Uint8Array<ArrayBuffer>, palette: Uint32Array<ArrayBuffer>, outline: string): void {
    this.#colour = colour;
    this.#palette = palette;
    this.#outlineColour = outline;
    this.#index = null;
    this.#redraw();
  }

  setRings(rings: readonly Ring[]): void {
    this.#rings = rings;
    this.#redraw();
  }

  /** An outline to show; empty for none. */
  setOutline(outline: readonly Place[]): void {
    this.#kept = outline;
    this.#redraw();
  }

  /** null shows all points. */
  setVisible(visible: Visible | null): void {
    this.#visible = visible;
    this.#redraw();
  }

  /** Shows all points again. */
  fit(): void {
    this.setVisible(null);
    this.#events.onView(null);
  }

  zoom(factor: number): void {
    const size = this.#size();
    const middle = { x: size.width / 2, y: size.height / 2 };
    this.#moveTo(zoomAt(this.#viewOf(size), size, factor, middle), size);
  }

  /** Moves the view by shares of the canvas. */
  pan(right: number, up: number): void {
    const size = this.#size();
    this.#moveTo(panBy(this.#viewOf(size), -right * size.width, up * size.height), size);
  }

  /** Where a point is, in CSS pixels from the left and top; null if it is not shown. */
  placeOf(point: number): Place | null {
    const { x, y } = this.#shown();
    if (!Number.isFinite(x[point]!)) return null;
    const size = this.#size();
    const at = toCanvas(this.#viewOf(size), size, x[point]!, y[point]!);
    return { x: at.x / devicePixelRatio, y: at.y / devicePixelRatio };
  }

  close(): void {
    this.#gone.abort();
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  #size(): { width: number; height: number } {
    return { width: this.#below.width, height: this.#below.height };
  }

  #viewOf(size: { width: number; height: number }): View {
    if (this.#visible !== null) return viewOf(this.#visible, size);
    this.#fitted ??= fitView(boundsOf(this.#points), size);
    return this.#fitted;
  }

  /** Shows what a person moved or zoomed to. */
  #moveTo(view: View, size: { width: number; height: number }): void {
    const visible = visibleOf(view, size);
    this.setVisible(visible);
    this.#events.onView(visible);
  }

  #shown(): Points {
    if (this.#motion === null) return this.#points;
    const share = Math.min(1, (performance.now() - this.#motion.startMs) / MOVE_MS);
    return between(this.#motion.from, this.#motion.to, share * share * (3 - 2 * share));
  }

  #resize(): void {
    for (const canvas of [this.#below, this.#above]) {
      canvas.width = Math.max(1, Math.round(this.#below.clientWidth * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(this.#below.clientHeight * devicePixelRatio));
    }
    this.#fitted = null;
    this.#draw();
  }

  #redraw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const size = this.#size();
    if (size.width <= 1 || this.#points.x.length === 0 || this.#colour.length === 0) return;
    const points = this.#shown();
    const view = this.#viewOf(size);
    const context = this.#below.getContext("2d")!;
    const image = context.createImageData(size.width, size.height);
    const count = points.x.length;
    const diameter = (count < 2000 ? 8 : count < 20_000 ? 5 : 3) * devicePixelRatio;
    drawPoints(new Uint32Array(image.data.buffer), size, view, points, {
      colour: this.#colour,
      palette: this.#palette,
      diameter,
    });
    context.putImageData(image, 0, 0);
    this.#drawAbove(points, view, diameter);
    if (this.#motion === null) return;
    if (performance.now() - this.#motion.startMs >= MOVE_MS) this.#motion = null;
    this.#redraw();
  }

  #drawAbove(points: Points, view: View, diameter: number): void {
    const size = this.#size();
    const context = this.#above.getContext("2d")!;
    context.clearRect(0, 0, size.width, size.height);
    const hovered =
      this.#hovered === null ? [] : [{ point: this.#hovered, colour: this.#outlineColour, isStrong: false }];
    for (const { point, colour, isStrong } of [...this.#rings, ...hovered]) {
      if (!Number.isFinite(points.x[point]!)) continue;
      const at = toCanvas(view, size, points.x[point]!, points.y[point]!);
      context.strokeStyle = colour;
      context.lineWidth = (isStrong ? 3 : 1.5) * devicePixelRatio;
      context.beginPath();
      context.arc(at.x, at.y, diameter / 2 + 3 * devicePixelRatio, 0, 2 * Math.PI);
      context.stroke();
    }
    const outline = this.#drawn.length > 0 ? this.#drawn : this.#kept;
    if (outline.length < 2) return;
    context.strokeStyle = this.#outlineColour;
    context.fillStyle = this.#outlineColour;
    context.lineWidth = 1.5 * devicePixelRatio;
    context.beginPath();
    for (const { x, y } of outline) {
      const at = toCanvas(view, size, x, y);
      context.lineTo(at.x, at.y);
    }
    context.closePath();
    context.stroke();
    context.globalAlpha = 0.12;
    context.fill();
    context.globalAlpha = 1;
  }

  /** Hidden points are not found. */
  #indexOf(): GridIndex {
    this.#index ??= new GridIndex(
      this.#points,
      this.#colour.map((place) => Number(place !== 255)),
    );
    return this.#index;
  }

  #listen(): void {
    const { signal } = this.#gone;
    const element = this.#above;
    const at = (event: MouseEvent): Place => {
      const { left, top } = element.getBoundingClientRect();
      return { x: (event.clientX - left) * devicePixelRatio, y: (event.clientY - top) * devicePixelRatio };
    };
    const near = (place: Place): number | null => {
      const size = this.#size();
      const view = this.#viewOf(size);
      const { x, y } = fromCanvas(view, size, place.x, place.y);
      return this.#indexOf().nearest(x, y, (REACH * devicePixelRatio) / view.scale);
    };
    let drag: { start: Place; last: Place; isLasso: boolean } | null = null;
    element.addEventListener(
      "pointerdown",
      (event) => {
        if (event.button !== 0) return;
        element.setPointerCapture(event.pointerId);
        drag = { start: at(event), last: at(event), isLasso: this.isLasso || event.shiftKey };
        const size = this.#size();
        const { x, y } = at(event);
        this.#drawn = drag.isLasso ? [fromCanvas(this.#viewOf(size), size, x, y)] : [];
      },
      { signal },
    );
    element.addEventListener(
      "pointermove",
      (event) => {
        const place = at(event);
        if (drag === null) {
          const found = near(place);
          if (found !== this.#hovered) {
            this.#hovered = found;
            this.#redraw();
          }
          this.#events.onHover(found, { x: place.x / devicePixelRatio, y: place.y / devicePixelRatio });
          return;
        }
        const size = this.#size();
        const view = this.#viewOf(size);
        if (drag.isLasso) {
          this.#drawn.push(fromCanvas(view, size, place.x, place.y));
          this.#redraw();
        } else if (this.#isMoved(drag.start, place))
          this.#moveTo(panBy(view, place.x - drag.last.x, place.y - drag.last.y), size);
        drag.last = place;
      },
      { signal },
    );
    const end = (event: PointerEvent): void => {
      if (drag === null) return;
      const { start, isLasso } = drag;
      drag = null;
      const outline = this.#drawn;
      this.#drawn = [];
      this.#redraw();
      if (event.type === "pointercancel") return;
      if (!this.#isMoved(start, at(event)) && outline.length < 3) this.#events.onClick(near(at(event)));
      else if (isLasso) this.#events.onLasso(outline);
    };
    element.addEventListener("pointerup", end, { signal });
    element.addEventListener("pointercancel", end, { signal });
    element.addEventListener(
      "pointerleave",
      () => {
        this.#hovered = null;
        this.#redraw();
        this.#events.onHover(null, { x: 0, y: 0 });
      },
      { signal },
    );
    element.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const size = this.#size();
        this.#moveTo(zoomAt(this.#viewOf(size), size, 1.0015 ** -event.deltaY, at(event)), size);
      },
      { signal, passive: false },
    );
    element.addEventListener("dblclick", () => this.fit(), { signal });
  }

  #isMoved(from: Place, to: Place): boolean {
    return Math.hypot(to.x - from.x, to.y - from.y) > CLICK * devicePixelRatio;
  }
}
