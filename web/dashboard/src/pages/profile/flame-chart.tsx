/** The calls of one step over time, nested; zoomed by the wheel or keys, moved by a drag. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Flame } from "../../../../../src/dashboard/api.js";
import { formatNumber } from "../../format/numbers.js";
import { Canvas, type Place } from "../../plot/canvas.js";
import { useKeys } from "../../shell/keys.js";
import { cssColor } from "../../shell/theme.js";
import { stageColor } from "./colors.js";

const ROW_PX = 18;
const GAP_PX = 20;
const LEFT_PX = 4;
/** Narrower calls are drawn, without a name. */
const NAMED_PX = 34;
const MOST_ROWS = 40;
const CLOSEST_US = 0.5;

/** First row of each thread, and the number of rows of all. */
export function rowsOf({ threads, thread, depth }: Flame): {
  first: number[];
  deepest: number[];
  top: number[];
  height: number;
} {
  const deepest = threads.map(() => 0);
  for (const [i, place] of thread.entries())
    deepest[place] = Math.max(deepest[place]!, Math.min(depth[i]!, MOST_ROWS - 1));
  const first: number[] = [];
  const top: number[] = [];
  let rows = 0;
  let y = 0;
  for (const most of deepest) {
    first.push(rows);
    y += GAP_PX;
    top.push(y);
    rows += most + 1;
    y += ROW_PX * (most + 1);
  }
  return { first, deepest, top, height: y + 4 };
}

export function FlameChart({ flame }: { flame: Flame }) {
  const view = useSignal<readonly [from: number, to: number]>([0, flame.durationUs]);
  const hovered = useSignal<number | null>(null);
  const drag = useRef<{ x: number; view: readonly [number, number]; isMoved: boolean } | null>(null);
  const { top, height } = rowsOf(flame);
  const show = (from: number, to: number): void => {
    const length = Math.min(flame.durationUs, Math.max(CLOSEST_US, to - from));
    const start = Math.min(Math.max(0, from), flame.durationUs - length);
    view.value = [start, start + length];
  };
  /** @param at the place that stays, 0 to 1 */
  const zoom = (factor: number, at = 0.5): void => {
    const [from, to] = view.value;
    const centre = from + (to - from) * at;
    show(centre - (centre - from) * factor, centre + (to - centre) * factor);
  };
  const move = (share: number): void => {
    const [from, to] = view.value;
    show(from + (to - from) * share, to + (to - from) * share);
  };
  useKeys([
    { key: "w", label: "zoom into the trace", run: () => zoom(0.6) },
    { key: "s", label: "zoom out of the trace", run: () => zoom(1 / 0.6) },
    { key: "a", label: "earlier in the trace", run: () => move(-0.2) },
    { key: "d", label: "later in the trace", run: () => move(0.2) },
    { key: "0", label: "the whole step", run: () => show(0, flame.durationUs) },
  ]);
  const find = (place: Place): number | null => {
    const [from, to] = view.value;
    const time = from + ((place.x - LEFT_PX) / (place.width - 2 * LEFT_PX)) * (to - from);
    const near = ((to - from) / place.width) * 1.5;
    let found: number | null = null;
    for (let i = 0; i < flame.name.length; i++) {
      const y = top[flame.thread[i]!]! + ROW_PX * Math.min(flame.depth[i]!, MOST_ROWS - 1);
      if (place.y < y || place.y >= y + ROW_PX) continue;
      const start = flame.start[i]!;
      if (time >= start - near && time <= start + flame.duration[i]! + near) found = i;
    }
    return found;
  };
  const call = hovered.value;
  return (
    <div class="flame">
      <p class="readout">
        {call === null ? (
          <span class="muted">
            {formatNumber(flame.durationUs / 1000, 3)} ms. Wheel with Ctrl or W and S zoom, a drag or A and D
            move, a click fits a call.
            {flame.numLeftOut > 0 && ` ${formatNumber(flame.numLeftOut)} short calls are left out.`}
            {flame.isCut && " The trace is too large to be read to its end."}
          </span>
        ) : (
          <>
            <strong>{flame.names[flame.name[call]!]}</strong> {duration(flame.duration[call]!)}, from{" "}
            {duration(flame.start[call]!)}
          </>
        )}
      </p>
      <div
        onPointerDown={(event) => {
          drag.current = { x: event.clientX, view: view.value, isMoved: false };
          (event.target as Element).setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const from = drag.current;
          if (from === null) return;
          const moved = event.clientX - from.x;
          from.isMoved ||= Math.abs(moved) > 3;
          const share = moved / (event.target as Element).clientWidth;
          const length = from.view[1] - from.view[0];
          if (from.isMoved) show(from.view[0] - share * length, from.view[1] - share * length);
        }}
        onPointerUp={(event) => {
          const isClick = drag.current?.isMoved === false;
          drag.current = null;
          if (!isClick) return;
          const { left, top: up, width, height } = (event.target as Element).getBoundingClientRect();
          const found = find({ x: event.clientX - left, y: event.clientY - up, width, height });
          if (found === null) return;
          const [start, length] = [flame.start[found]!, flame.duration[found]!];
          show(start - 0.05 * length, start + 1.05 * length);
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}
      >
        <Canvas
          height={height}
          label={`Calls of step ${flame.step} over ${formatNumber(flame.durationUs / 1000, 3)} ms, nested; the table of operators has their sums`}
          draw={(context, width) => draw(flame, view.value, hovered.value, context, width)}
          onHover={(place) => {
            const found = place === null || drag.current?.isMoved ? null : find(place);
            if (found !== hovered.value) hovered.value = found;
          }}
          onWheel={({ x, width }, event) => {
            // Without a key, the wheel scrolls the page.
            if (!event.ctrlKey && !event.metaKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY))
              return false;
            if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) move(event.deltaX / width);
            else zoom(1.0015 ** event.deltaY, x / width);
            return true;
          }}
        />
      </div>
    </div>
  );
}

const duration = (us: number): string =>
  us >= 1000 ? `${formatNumber(us / 1000, 4)} ms` : `${formatNumber(us, 4)} µs`;

function draw(
  flame: Flame,
  [from, to]: readonly [number, number],
  hovered: number | null,
  context: CanvasRenderingContext2D,
  width: number,
): void {
  const { top, height } = rowsOf(flame);
  const [text, muted, grey, page, accent] = ["--text", "--muted", "--line", "--page", "--accent"].map(
    cssColor,
  );
  const scale = (width - 2 * LEFT_PX) / (to - from);
  context.font = `12px ${cssColor("--sans")}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = muted!;
  for (const [i, name] of flame.threads.entries()) context.fillText(name, LEFT_PX, top[i]! - GAP_PX / 2);
  const letter = context.measureText("n").width;
  /** The end of what was drawn in each row: calls narrower than a pixel beside it add nothing. */
  const drawn = new Map<number, number>();
  for (let i = 0; i < flame.name.length; i++) {
    const start = flame.start[i]!;
    const end = start + flame.duration[i]!;
    if (end < from || start > to) continue;
    const y = top[flame.thread[i]!]! + ROW_PX * Math.min(flame.depth[i]!, MOST_ROWS - 1);
    if (y > height) continue;
    const left = Math.max(0, LEFT_PX + (start - from) * scale);
    const right = Math.min(width, LEFT_PX + (end - from) * scale);
    if (right - left < 1 && right <= (drawn.get(y) ?? -1)) continue;
    drawn.set(y, Math.max(right, left + 1));
    const name = flame.names[flame.name[i]!]!;
    const stage = /^stage::(\w+)/.exec(name)?.[1];
    context.globalAlpha = stage === undefined ? 1 : 0.85;
    context.fillStyle =
      i === hovered ? accent! : stage === undefined ? colorOf(name, grey!, accent!) : stageColor(stage);
    context.fillRect(left, y, Math.max(1, right - left - 0.5), ROW_PX - 1);
    context.globalAlpha = 1;
    if (right - left < NAMED_PX) continue;
    context.fillStyle = i === hovered || stage !== undefined ? page! : text!;
    const letters = Math.floor((right - left - 8) / letter);
    const plain = name.replace(/^(aten|stage|module)::/, "");
    context.fillText(
      plain.length <= letters ? plain : `${plain.slice(0, Math.max(1, letters - 1))}…`,
      left + 4,
      y + ROW_PX / 2,
    );
  }
}

/** Operators grey, modules and autograd in a wash of the accent. */
function colorOf(name: string, grey: string, _accent: string): string {
  return /^(module::|autograd::|ProfilerStep)/.test(name) ? cssColor("--accent-wash") : grey;
}
