import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { formatNumber } from "../format/numbers.js";
import type { DrawnLine, ResumeMark } from "./plot-state.js";
import { formatX, type XKind } from "./ticks.js";

const MOST_ROWS = 24;
const PAUSE_MS = 1000;

interface HiddenTableProps {
  title: string;
  lines: readonly DrawnLine[];
  resumes: readonly ResumeMark[];
  x: XKind;
}

/** The values of a chart, for screen readers: at most 24 of each line, taken evenly. Renewed once a second. */
export function HiddenTable({ title, lines, resumes, x }: HiddenTableProps) {
  const shown = useSignal<readonly DrawnLine[]>([]);
  const latest = useRef(lines);
  latest.current = lines;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        shown.value = latest.current;
      },
      shown.value.length === 0 ? 0 : PAUSE_MS,
    );
  }, [lines]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    // Around the table, which would be as wide as its content.
    <div class="hidden-table">
      <table>
        <caption>{[title, ...resumes.map(({ text }) => text)].join(", ")}</caption>
        <thead>
          <tr>
            <th scope="col">line</th>
            <th scope="col">{x}</th>
            <th scope="col">value</th>
          </tr>
        </thead>
        <tbody>
          {shown.value
            .filter(({ isMain }) => isMain)
            .flatMap((line, k) =>
              placesOf(line.x.length).map((i) => (
                <tr key={`${k} ${line.at[i]}`}>
                  <td>{line.label}</td>
                  <td>{formatX(x, line.x[i]!, 0)}</td>
                  <td>{formatNumber(line.y[i]!)}</td>
                </tr>
              )),
            )}
        </tbody>
      </table>
    </div>
  );
}

function placesOf(count: number): number[] {
  if (count <= MOST_ROWS) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: MOST_ROWS }, (_, k) => Math.round((k * (count - 1)) / (MOST_ROWS - 1)));
}
