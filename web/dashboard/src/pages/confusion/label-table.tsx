import type { Cell, TableItem } from "../../../../../src/items.js";
import type { ClipSet } from "../../clips/clip-set.js";
import { getJson } from "../../data/client.js";
import { useApi } from "../../data/use-api.js";
import { formatAligned } from "../../format/numbers.js";
import type { LabelScore } from "../../predictions/confusion.js";

export interface LabelTableProps {
  set: ClipSet;
  scores: readonly LabelScore[];
  chosen: string;
  onChoose: (label: string) => void;
}

const percent = (value: number | null): string => (value === null ? "–" : `${(100 * value).toFixed(1)}%`);

/** A row for each label, the worst first; with the metrics that the task recorded, such as the average precision. */
export function LabelTable({ set, scores, chosen, onChoose }: LabelTableProps) {
  const { labels } = set.evaluation.meta;
  const recorded = useRecorded(set);
  const sorted = [...scores].sort((a, b) => (a.f1 ?? 2) - (b.f1 ?? 2) || a.label - b.label);
  return (
    <div class="matrix-scroll label-scroll">
      <table class="label-table">
        <caption class="hidden-table">Labels, the worst first</caption>
        <thead>
          <tr>
            <th scope="col">Label</th>
            {["Clips", "Precision", "Recall", "F1", ...recorded.columns].map((title) => (
              <th key={title} scope="col" class="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ label, numTrue, precision, recall, f1 }) => (
            <tr key={label} class={labels[label] === chosen ? "chosen" : ""}>
              <th scope="row">
                <button
                  type="button"
                  class="link"
                  title={labels[label]}
                  onClick={() => onChoose(labels[label]!)}
                >
                  {labels[label]}
                </button>
              </th>
              <td class="number">{numTrue}</td>
              <td class="number">{percent(precision)}</td>
              <td class="number">{percent(recall)}</td>
              <td class="number">{percent(f1)}</td>
              {recorded.columns.map((column) => (
                <td key={column} class="number">
                  {cellText(recorded.rows.get(labels[label]!)?.[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Recorded {
  columns: readonly string[];
  /** Cells by label, then by column. */
  rows: ReadonlyMap<string, Readonly<Record<string, Cell>>>;
}

const NOTHING: Recorded = { columns: [], rows: new Map() };

/** Numbers of the item `per_label`, which tagging and detection record; ours, of counts, are left out. */
function useRecorded({ run, split, step, generation, evaluation }: ClipSet): Recorded {
  const has = evaluation.meta.kind === "labels" || evaluation.meta.kind === "events";
  const name = encodeURIComponent(`${split}/per_label`);
  const item = useApi(has ? `${run} ${name} ${step} ${generation}` : null, (signal) =>
    getJson<{ item: TableItem }>(
      `/api/runs/${run}/item?name=${name}&step=${step}&generation=${generation}`,
      signal,
    ),
  );
  return item.data?.item.kind === "table" ? recordedIn(item.data.item) : NOTHING;
}

function recordedIn({ columns, rows }: TableItem): Recorded {
  const numbers = columns.flatMap(({ name, type }, place) => (type === "number" ? [{ name, place }] : []));
  const own = new Set(["precision", "recall", "f1", "clips"]);
  const kept = numbers.filter(({ name }) => !own.has(name.toLowerCase()));
  return {
    columns: kept.map(({ name }) => name),
    rows: new Map(
      rows.map((row) => [
        String(row[0]),
        Object.fromEntries(kept.map(({ name, place }) => [name, row[place] ?? null])),
      ]),
    ),
  };
}

const cellText = (cell: Cell | undefined): string =>
  typeof cell === "number" ? formatAligned(cell) : typeof cell === "string" ? cell : "–";
