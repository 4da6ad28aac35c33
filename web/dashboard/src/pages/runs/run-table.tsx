import type { RefObject } from "preact";
import type { RunRow } from "../../../../../src/dashboard/api.js";
import { hoveredRun } from "../../charts/hovered.js";
import { shortMetric } from "../../format/names.js";
import { formatAligned, formatSetting, formatShortSetting } from "../../format/numbers.js";
import { formatAge, formatDuration } from "../../format/times.js";
import { RowSpace } from "../../rows/space.js";
import { useVisibleRows } from "../../rows/visible-rows.js";
import { setParams } from "../../shell/router.js";
import { parseOrder } from "./arrange.js";
import { nowMs } from "./clock.js";
import { durationSec, type Key, type Keys, shortName } from "./keys.js";
import { Sparkline } from "./sparkline.js";
import type { Line } from "./state.js";
import { StatusMark } from "./status-mark.js";

export const ROW_HEIGHT = 36;
export const CARD_HEIGHT = 96;

const BEST_OF_ALIKE = "best of the runs with the same task, data and metric";

export interface RunTableProps {
  scroller: RefObject<HTMLDivElement | null>;
  lines: readonly Line[];
  keys: Keys;
  columns: readonly string[];
  sort: string;
  /** Places of the colours of the selected runs. */
  places: ReadonlyMap<string, number>;
  /** Key of the run that the keyboard is at; empty for none. */
  cursor: string;
  /** The best run of all; empty for none. */
  leader: string;
  closed: ReadonlySet<string>;
  isNarrow: boolean;
  onToggle(run: string): void;
  onClose(group: string): void;
}

interface Column {
  key: string;
  title: string;
  /** In pixels; the table has a fixed layout, so that scrolling changes no widths. */
  width: number;
  isNumber: boolean;
}

/** The metrics that choose the runs' best checkpoints. */
const monitorsOf = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(
    lines.flatMap((line) =>
      line.kind === "run" && line.run.monitor !== null ? [line.run.monitor.name] : [],
    ),
  );

function columnsOf(lines: readonly Line[], keys: Keys, names: readonly string[], hasTags: boolean): Column[] {
  const monitors = monitorsOf(lines);
  const best = monitors.size === 1 ? `Best ${shortMetric([...monitors][0]!)}` : "Best, by metric";
  const longest = Math.max(...[...monitors].map((name) => shortMetric(name).length));
  const ids = lines.map((line) => (line.kind === "run" ? line.run.id.length : 0));
  return [
    { key: "name", title: "Run", width: Math.min(280, 66 + 7 * Math.max(...ids)), isNumber: false },
    {
      key: "best",
      title: best,
      width: 156 + (monitors.size > 1 ? Math.min(160, 8 + 6.4 * longest) : 0),
      isNumber: true,
    },
    ...names.map((key) => ({
      key,
      title: keys.get(key)?.kind === "metric" ? shortMetric(key) : shortName(key),
      width: Math.max(
        72,
        26 + 7 * (keys.get(key)?.kind === "metric" ? shortMetric(key) : shortName(key)).length,
      ),
      isNumber: isNumeric(keys.get(key), lines),
    })),
    { key: "duration", title: "Duration", width: 96, isNumber: true },
    { key: "started", title: "Started", width: 112, isNumber: true },
    ...(hasTags ? [{ key: "tag", title: "Tags, notes", width: 240, isNumber: false }] : []),
  ];
}

function isNumeric(key: Key | undefined, lines: readonly Line[]): boolean {
  return (
    key?.kind === "metric" ||
    lines.some((line) => line.kind === "run" && typeof key?.read(line.run) === "number")
  );
}

/** The runs as a table, on narrow screens as cards; of many only those in view. */
export function RunTable(props: RunTableProps) {
  const { scroller, lines, keys, columns: names, sort, isNarrow } = props;
  const rowHeight = isNarrow ? CARD_HEIGHT : ROW_HEIGHT;
  const { first, last, measure } = useVisibleRows(scroller, lines.length, rowHeight);
  const visible = lines.slice(first, last);
  if (isNarrow)
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      <section class="runs-scroll cards" ref={scroller} onScroll={measure} tabIndex={0} aria-label="Runs">
        <ul style={{ height: `${lines.length * rowHeight}px` }}>
          {visible.map((line, i) => (
            <li
              key={keyOf(line)}
              style={{ top: `${(first + i) * rowHeight}px`, height: `${rowHeight}px` }}
              aria-setsize={lines.length}
              aria-posinset={first + i + 1}
            >
              {line.kind === "group" ? (
                <GroupHead line={line} {...props} />
              ) : (
                <Card run={line.run} {...props} />
              )}
            </li>
          ))}
        </ul>
      </section>
    );
  const hasTags = lines.some(
    (line) => line.kind === "run" && (line.run.tags.length > 0 || line.run.notes !== ""),
  );
  const columns = columnsOf(lines, keys, names, hasTags);
  const isMixed = monitorsOf(lines).size > 1;
  const order = parseOrder(sort);
  const width = columns.reduce((sum, column) => sum + column.width, 36);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="runs-scroll" ref={scroller} onScroll={measure} tabIndex={0} aria-label="Runs">
      <table class="runs" style={{ width: `${width}px` }} aria-rowcount={lines.length + 1}>
        <colgroup>
          <col style={{ width: "36px" }} />
          {columns.map(({ key, width: own }) => (
            <col key={key} style={{ width: `${own}px` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden-table">Selected</span>
            </th>
            {columns.map(({ key, title, isNumber }) => (
              <th
                key={key}
                scope="col"
                class={isNumber ? "number" : ""}
                aria-sort={order.key !== key ? undefined : order.isDescending ? "descending" : "ascending"}
              >
                <button
                  type="button"
                  title={key}
                  onClick={() => setParams({ sort: nextOrder(order, key, isNumber) })}
                >
                  {title}
                  <span aria-hidden="true">{order.key !== key ? "" : order.isDescending ? " ↓" : " ↑"}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <RowSpace height={first * rowHeight} />
          {visible.map((line, i) =>
            line.kind === "group" ? (
              <tr key={keyOf(line)} class="group" aria-rowindex={first + i + 2}>
                <th colSpan={columns.length + 1} scope="rowgroup">
                  <GroupHead line={line} {...props} />
                </th>
              </tr>
            ) : (
              <Row
                key={line.run.key}
                run={line.run}
                index={first + i + 2}
                shownColumns={columns}
                isMixed={isMixed}
                {...props}
              />
            ),
          )}
          <RowSpace height={(lines.length - last) * rowHeight} />
        </tbody>
      </table>
    </section>
  );
}

const keyOf = (line: Line): string => (line.kind === "run" ? line.run.key : `group ${line.group.value}`);

/** The first press sorts numbers from the highest, names from the first letter; the second turns it. */
function nextOrder(order: { key: string; isDescending: boolean }, key: string, isNumber: boolean): string {
  const isDescending = order.key === key ? !order.isDescending : isNumber;
  return isDescending ? `-${key}` : key;
}

function Row({
  run,
  index,
  shownColumns,
  isMixed,
  ...props
}: RunTableProps & { run: RunRow; index: number; shownColumns: Column[]; isMixed: boolean }) {
  const { keys, cursor } = props;
  return (
    <tr
      class={rowClass(run, cursor)}
      aria-rowindex={index}
      aria-current={run.key === cursor ? "true" : undefined}
      onPointerEnter={() => {
        hoveredRun.value = run.key;
      }}
      onPointerLeave={() => {
        hoveredRun.value = "";
      }}
    >
      <td>
        <Select run={run} {...props} />
      </td>
      {shownColumns.map(({ key, isNumber }) => {
        if (key === "name")
          return (
            <th key={key} scope="row">
              <NameCell run={run} {...props} />
            </th>
          );
        if (key === "best")
          return (
            <td key={key} class="number">
              <Best run={run} {...props} isNamed={isMixed} />
            </td>
          );
        return (
          <td key={key} class={isNumber ? "number" : ""}>
            <Cell run={run} column={key} keys={keys} />
          </td>
        );
      })}
    </tr>
  );
}

const rowClass = (run: RunRow, cursor: string): string =>
  [run.key === cursor ? "cursor" : "", hoveredRun.value === run.key ? "hovered" : ""].join(" ").trim();

function Select({ run, places, onToggle }: RunTableProps & { run: RunRow }) {
  const place = places.get(run.key);
  return (
    <label class="select-run" title={place === undefined ? "Show in the charts" : "Hide from the charts"}>
      <input
        type="checkbox"
        checked={place !== undefined}
        aria-label={`Select ${run.id}`}
        onChange={() => onToggle(run.key)}
      />
      <span
        class={`swatch ${place === undefined ? "off" : `run-${place === -1 ? "grey" : place}`}`}
        aria-hidden="true"
      />
    </label>
  );
}

function NameCell({ run, leader }: RunTableProps & { run: RunRow }) {
  return (
    <span class="name-cell">
      <StatusMark run={run} />
      <a href={`/runs/${run.key}`} title={run.path}>
        {run.id}
      </a>
      {run.key === leader && (
        <span class="star" role="img" aria-label={BEST_OF_ALIKE} title={BEST_OF_ALIKE}>
          ★
        </span>
      )}
    </span>
  );
}

/** @param isNamed with its metric, as other runs have another one */
function Best({ run, places, isNamed }: RunTableProps & { run: RunRow; isNamed: boolean }) {
  const place = places.get(run.key);
  return (
    <span class="best-cell">
      <Sparkline
        values={run.sparkline}
        width={72}
        height={24}
        color={place === undefined || place === -1 ? "run-grey" : `run-${place}`}
      />
      {isNamed && run.best !== null && run.monitor !== null && (
        <span class="muted small best-metric">{shortMetric(run.monitor.name)}</span>
      )}
      <strong title={run.monitor?.name}>{run.best === null ? "–" : formatAligned(run.best.value)}</strong>
    </span>
  );
}

function Cell({ run, column, keys }: { run: RunRow; column: string; keys: Keys }) {
  if (column === "duration") return <>{formatDuration(durationSec(run))}</>;
  if (column === "started")
    return (
      <time
        dateTime={new Date(run.startedMs).toISOString()}
        title={new Date(run.startedMs).toLocaleString("en")}
      >
        {formatAge(run.startedMs, nowMs.value)}
      </time>
    );
  if (column === "tag") return <Tags run={run} />;
  const key = keys.get(column);
  const value = key?.read(run);
  if (key?.kind !== "metric") {
    return <span title={formatSetting(value)}>{formatShortSetting(value)}</span>;
  }
  return <span class={value === null ? "nan" : ""}>{formatAligned(value as number | null | undefined)}</span>;
}

function Tags({ run }: { run: RunRow }) {
  return (
    <span class="tags" title={run.notes}>
      {run.tags.map((tag) => (
        <span key={tag} class="tag">
          {tag}
        </span>
      ))}
      {run.notes}
    </span>
  );
}

function GroupHead({ line, closed, onClose }: RunTableProps & { line: Extract<Line, { kind: "group" }> }) {
  const { value, runs, meanBest, deviation } = line.group;
  const isOpen = !closed.has(value);
  // A mean over different metrics means nothing.
  const isOneMetric = new Set(runs.map(({ monitor }) => monitor?.name)).size === 1;
  return (
    <button type="button" class="group-head" aria-expanded={isOpen} onClick={() => onClose(value)}>
      <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span>
      <strong>{value === "" ? "(empty)" : value}</strong>
      <span class="muted">
        {runs.length} {runs.length === 1 ? "run" : "runs"}
        {meanBest !== null && isOneMetric && ` · mean best ${formatAligned(meanBest)}`}
        {deviation !== null && isOneMetric && ` ± ${formatAligned(deviation)}`}
      </span>
    </button>
  );
}

function Card({ run, ...props }: RunTableProps & { run: RunRow }) {
  const { keys, columns, cursor } = props;
  const facts = columns.filter((name) => keys.get(name)?.read(run) !== undefined).slice(0, 4);
  return (
    <article class={`card ${rowClass(run, cursor)}`} aria-current={run.key === cursor ? "true" : undefined}>
      <header>
        <Select run={run} {...props} />
        <NameCell run={run} {...props} />
        <Best run={run} {...props} isNamed={false} />
      </header>
      <p class="muted">
        {facts.map((name) => (
          <span key={name}>
            {shortMetric(keys.get(name)!.kind === "metric" ? name : shortName(name))}{" "}
            <Cell run={run} column={name} keys={keys} />
          </span>
        ))}
      </p>
      <p class="muted">
        {run.monitor !== null && `best ${shortMetric(run.monitor.name)} · `}
        {formatAge(run.startedMs, nowMs.value)} · {formatDuration(durationSec(run))}
        {run.tags.length > 0 && ` · ${run.tags.join(", ")}`}
      </p>
    </article>
  );
}
