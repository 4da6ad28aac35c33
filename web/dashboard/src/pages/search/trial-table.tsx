/** The trials as a table, of which the rows in view exist: a search may have thousands. */
import { useRef } from "preact/hooks";
import type { SearchDetail } from "../../../../../src/dashboard/api.js";
import { formatNumber, formatShortSetting } from "../../format/numbers.js";
import { RowSpace } from "../../rows/space.js";
import { useVisibleRows } from "../../rows/visible-rows.js";
import { param, setParams } from "../../shell/router.js";
import type { Trial } from "./use-search.js";

interface TrialTableProps {
  search: SearchDetail;
  trials: readonly Trial[];
  hovered: number | null;
  onHover(trial: number | null): void;
  onOpen(trial: number): void;
}

const ROW_PX = 29;

interface Column {
  id: string;
  title: string;
  isNumber: boolean;
  of(trial: Trial): number | string | null;
  textOf(value: number | string | null): string;
}

export function TrialTable({ search, trials, hovered, onHover, onOpen }: TrialTableProps) {
  const scroller = useRef<HTMLElement>(null);
  const columns = columnsOf(search);
  const sorted = sort(trials, columns, param("sort", "trial"));
  const { first, last, measure } = useVisibleRows(scroller, sorted.length, ROW_PX);
  const [by, isDown] = sortOf(param("sort", "trial"));
  return (
    <section
      class="trials"
      ref={scroller}
      aria-label="Trials"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the focus of the keyboard.
      tabIndex={0}
      onScroll={measure}
    >
      <table aria-rowcount={sorted.length + 1}>
        <thead>
          <tr>
            {columns.map(({ id, title, isNumber }) => (
              <th
                key={id}
                class={isNumber ? "number" : ""}
                aria-sort={by === id ? (isDown ? "descending" : "ascending") : undefined}
              >
                <button
                  type="button"
                  class="quiet"
                  onClick={() =>
                    setParams({ sort: by === id && !isDown ? `-${id}` : id === "trial" ? null : id })
                  }
                >
                  {title}
                  {by === id ? (isDown ? " ↓" : " ↑") : ""}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <RowSpace height={first * ROW_PX} />
          {sorted.slice(first, last).map((trial, i) => (
            <tr
              key={trial.number}
              aria-rowindex={first + i + 2}
              class={`${trial.state} ${hovered === trial.number ? "hovered" : ""} ${trial.run === null ? "" : "opens"}`}
              onMouseEnter={() => onHover(trial.number)}
              onMouseLeave={() => onHover(null)}
              onClick={(event) => {
                if ((event.target as Element).closest("a") === null) onOpen(trial.number);
              }}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  class={column.isNumber ? "number" : ""}
                  title={column.id === "state" ? (trial.error ?? undefined) : undefined}
                >
                  {column.id === "trial" && trial.run !== null ? (
                    <a href={`/runs/${trial.run}`}>{trial.number}</a>
                  ) : (
                    column.textOf(column.of(trial))
                  )}
                  {column.id === "state" &&
                    !trial.isFeasible &&
                    trial.state === "complete" &&
                    " (not feasible)"}
                </td>
              ))}
            </tr>
          ))}
          <RowSpace height={(sorted.length - last) * ROW_PX} />
        </tbody>
      </table>
    </section>
  );
}

function columnsOf(search: SearchDetail): Column[] {
  return [
    { id: "trial", title: "trial", isNumber: true, of: ({ number }) => number, textOf },
    { id: "state", title: "state", isNumber: false, of: ({ state }) => state, textOf },
    ...search.objectives.map(({ name }, i) => ({
      ...{ id: `o${i}`, title: name, isNumber: true },
      of: ({ objectives }: Trial) => objectives[i] ?? null,
      textOf,
    })),
    ...search.parameters.map(({ name, kind }) => ({
      ...{ id: `p:${name}`, title: name.split(".").at(-1)!, isNumber: kind !== "categorical" },
      of: ({ parameters }: Trial) => {
        const value = parameters[name];
        return typeof value === "number" || typeof value === "string"
          ? value
          : value === undefined
            ? null
            : String(value);
      },
      textOf: (value: number | string | null) => (value === null ? "–" : formatShortSetting(value)),
    })),
    {
      id: "seconds",
      title: "seconds",
      isNumber: true,
      of: ({ startedMs, endedMs }) =>
        startedMs === null || endedMs === null ? null : Math.round((endedMs - startedMs) / 100) / 10,
      textOf,
    },
  ];
}

const textOf = (value: number | string | null): string =>
  typeof value === "number" ? formatNumber(value) : (value ?? "–");

const sortOf = (text: string): [id: string, isDown: boolean] =>
  text.startsWith("-") ? [text.slice(1), true] : [text, false];

/** Trials without a value come last, whichever way. */
function sort(trials: readonly Trial[], columns: readonly Column[], text: string): readonly Trial[] {
  const [id, isDown] = sortOf(text);
  const column = columns.find((one) => one.id === id) ?? columns[0]!;
  const sign = isDown ? -1 : 1;
  return trials.toSorted((a, b) => {
    const [x, y] = [column.of(a), column.of(b)];
    if (x === y) return a.number - b.number;
    if (x === null) return 1;
    if (y === null) return -1;
    return (
      sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y)))
    );
  });
}
