/** Tables of items, and of the values that a chart shows. */
import { useSignal } from "@preact/signals";
import type { FigureItem, TableItem } from "../../../../../src/items.js";
import { player } from "../../audio/player.js";
import { arrayOf, own, textOf } from "../../figures/values.js";
import { formatCount, formatNumber } from "../../format/numbers.js";
import { COPY } from "../../shell/copy.js";

const ROWS_AT_ONCE = 200;
const MOST_COLUMNS = 100;
const MOST_CHARACTERS = 2000;

export interface PlainTable {
  columns: readonly { name: string; type: string }[];
  numRows: number;
  cell(row: number, column: number): unknown;
}

interface TableViewProps {
  table: PlainTable;
  label: string;
  /** Returns the address of a sound or picture. */
  mediaAddress?(row: number, column: number): string;
}

/** The first rows of a table; a button shows more. */
export function TableView({ table, label, mediaAddress }: TableViewProps) {
  const count = useSignal(ROWS_AT_ONCE);
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const shown = Math.min(table.numRows, count.value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys.
    <section class="figure-scroll" tabIndex={0} aria-label={`Rows of ${label}`}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, type }, c) => (
              <th key={`${c} ${name}`} scope="col" class={type === "number" ? "number" : ""}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: shown }, (_, r) => (
            <tr key={r}>
              {columns.map(({ name, type }, c) => (
                <td key={`${c} ${name}`} class={type === "number" ? "number" : ""}>
                  <CellView
                    value={table.cell(r, c)}
                    type={type}
                    name={`${name} of row ${r + 1}`}
                    address={() => mediaAddress?.(r, c) ?? null}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.numRows === 0 && <p class="muted">No rows.</p>}
      {table.columns.length > columns.length && (
        <p class="muted small">{table.columns.length - columns.length} more columns are in the JSON.</p>
      )}
      {shown < table.numRows && (
        <button type="button" onClick={() => (count.value += ROWS_AT_ONCE)}>
          {formatCount(table.numRows - shown)} more rows
        </button>
      )}
    </section>
  );
}

interface CellProps {
  value: unknown;
  type: string;
  name: string;
  address(): string | null;
}

function CellView({ value, type, name, address }: CellProps) {
  if (value === null || value === undefined) return null;
  if (type === "audio" || type === "image") {
    const at = address();
    if (at === null || COPY !== null) return <span class="muted">not in the copy</span>;
    return type === "audio" ? <Sound address={at} name={name} /> : <Picture address={at} name={name} />;
  }
  if (typeof value === "number") return <>{formatNumber(value)}</>;
  const numbers = arrayOf(value);
  if (numbers !== null) {
    const first = numbers
      .slice(0, 4)
      .map((one) => (typeof one === "number" ? formatNumber(one) : textOf(one)));
    return <>{`${first.join(", ")}${numbers.length > 4 ? `, … (${numbers.length})` : ""}`}</>;
  }
  return <>{String(value).slice(0, MOST_CHARACTERS)}</>;
}

function Sound({ address, name }: { address: string; name: string }) {
  const problem = useSignal("");
  const isPlaying = player.playing.value === address;
  if (problem.value !== "") return <span class="muted">{problem.value}</span>;
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`${isPlaying ? "stop" : "play"} ${name}`}
      onClick={() => {
        if (isPlaying) player.stop();
        else
          player.play(address).catch((error: Error) => {
            problem.value = error.message;
          });
      }}
    >
      {isPlaying ? "■" : "▶"}
    </button>
  );
}

function Picture({ address, name }: { address: string; name: string }) {
  const isMissing = useSignal(false);
  if (isMissing.value) return <span class="muted">no picture</span>;
  return (
    <img
      class="figure-picture"
      loading="lazy"
      src={address}
      alt={name}
      onError={() => {
        isMissing.value = true;
      }}
    />
  );
}

export function tableOfItem(item: TableItem): PlainTable {
  const rows = arrayOf(item.rows) ?? [];
  return {
    columns: (arrayOf(item.columns) ?? []).map((column) => ({
      ...{ name: textOf(own(column, "name")), type: textOf(own(column, "type")) },
    })),
    numRows: rows.length,
    cell: (row, column) => (arrayOf(rows[row]) ?? [])[column],
  };
}

/** Properties of traces with values, in the order of this list and then of the trace. */
const FIRST = ["labels", "x", "y", "z", "values", "base", "text"];

/** All arrays of a figure's traces, one column each: also of traces that are not drawn. */
export function tableOfFigure({ data }: FigureItem): PlainTable {
  const traces = (arrayOf(data) ?? []).slice(0, MOST_COLUMNS);
  const columns = traces.flatMap((trace, i) => {
    if (typeof trace !== "object" || trace === null) return [];
    const title = textOf(own(trace, "name")) || (traces.length > 1 ? `trace ${i + 1}` : "");
    const keys = Object.keys(trace).sort((a, b) => rank(a) - rank(b));
    return keys.flatMap((key) => {
      const values = arrayOf(own(trace, key));
      if (values === null || values.length === 0) return [];
      const isNumber = values.every((value) => typeof value === "number" || value === null);
      return [{ name: [title, key].filter(Boolean).join(" "), type: isNumber ? "number" : "text", values }];
    });
  });
  return {
    columns,
    numRows: columns.reduce((most, { values }) => Math.max(most, values.length), 0),
    cell: (row, column) => columns[column]?.values[row],
  };
}

const rank = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
