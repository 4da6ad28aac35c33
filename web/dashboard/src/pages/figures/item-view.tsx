/** Shows an item by its kind. An item may be anybody's: what is not as its kind promises is shown as far as it can be. */
import { useMemo } from "preact/hooks";
import type { ItemAnswer } from "../../../../../src/dashboard/api.js";
import type { FilesItem, Item, ModelItem } from "../../../../../src/items.js";
import type { Chart } from "../../figures/chart.js";
import { ChartView } from "../../figures/chart-view.js";
import { chartOfConfusion, chartOfCurves, chartOfEmbeddings } from "../../figures/item-charts.js";
import { chartOfFigure } from "../../figures/plotly.js";
import { arrayOf, numberOf, own, textOf } from "../../figures/values.js";
import { formatCount } from "../../format/numbers.js";
import { type PlainTable, TableView, tableOfFigure, tableOfItem } from "./values-table.js";

interface ItemViewProps {
  answer: ItemAnswer;
  run: string;
  generation: number;
  /** In pixels. */
  height: number;
  showsValues: boolean;
}

const LINE_PX = 22;
const MOST_JSON = 20_000;

export function ItemView({ answer, run, generation, height, showsValues }: ItemViewProps) {
  const { item, name, step } = answer;
  const chart = useMemo(() => chartOf(item), [item]);
  if (chart !== null && !(showsValues && item.kind === "figure")) {
    const lines = (chart.title === "" ? 0 : 1) + (chart.notDrawn.length === 0 ? 0 : 1);
    return (
      <>
        {chart.title !== "" && <p class="figure-title">{chart.title}</p>}
        {chart.panels.length === 0 ? (
          <p class="muted">
            {chart.notDrawn.length === 0
              ? "The figure is empty."
              : "Nothing of it is drawn. “Values” has its numbers, “JSON” all of it."}
          </p>
        ) : (
          <ChartView
            chart={chart}
            height={height - lines * LINE_PX}
            label={`${name}${chart.title === "" ? "" : `: ${chart.title}`}`}
          />
        )}
        {chart.notDrawn.length > 0 && (
          <p class="figure-note small muted">Not drawn here: {chart.notDrawn.join(", ")}.</p>
        )}
      </>
    );
  }
  if (item.kind === "figure")
    return <TableView table={tableOfFigure(item)} label={`the values of ${name}`} />;
  if (item.kind === "table")
    return (
      <TableView
        table={tableOfItem(item)}
        label={name}
        mediaAddress={(row, column) =>
          `/api/runs/${run}/media?name=${encodeURIComponent(name)}&step=${step}&row=${row}&column=${column}&generation=${generation}`
        }
      />
    );
  if (item.kind === "model") return <Model item={item} name={name} />;
  if (item.kind === "files") return <TableView table={tableOfFiles(item)} label={name} />;
  return <pre class="figure-scroll">{JSON.stringify(item, null, 2).slice(0, MOST_JSON)}</pre>;
}

function chartOf(item: Item): Chart | null {
  switch (item.kind) {
    case "figure":
      return chartOfFigure(item);
    case "curves":
      return chartOfCurves(item);
    case "confusion_matrix":
      return chartOfConfusion(item);
    case "embeddings":
      return chartOfEmbeddings(item);
    default:
      return null;
  }
}

function Model({ item, name }: { item: ModelItem; name: string }) {
  const [parameters, flops] = [numberOf(item.numParameters), numberOf(item.flops)];
  return (
    <>
      <p class="figure-title">
        {textOf(item.name)}: {formatCount(parameters)} parameters, {formatCount(flops)} FLOPs for a clip
      </p>
      <TableView table={tableOfLayers(item)} label={name} />
    </>
  );
}

function tableOfLayers({ layers }: ModelItem): PlainTable {
  const rows = (arrayOf(layers) ?? []).map((layer) => {
    const parameters = own(layer, "parameters");
    const shapes = typeof parameters === "object" && parameters !== null ? Object.entries(parameters) : [];
    return [
      ...[textOf(own(layer, "name")), textOf(own(layer, "type"))],
      shapes.map(([key, shape]) => `${key} [${(arrayOf(shape) ?? []).map(textOf).join(", ")}]`).join(", "),
      numberOf(own(layer, "flops")),
    ];
  });
  return plainTable(
    [
      ...["layer", "type", "parameters"].map((column) => ({ name: column, type: "text" })),
      { name: "FLOPs", type: "number" },
    ],
    rows,
  );
}

function tableOfFiles({ files }: FilesItem): PlainTable {
  const rows = (arrayOf(files) ?? []).map((file) => [
    ...[textOf(own(file, "name")), textOf(own(file, "path")), numberOf(own(file, "bytes")) / 1e6],
  ]);
  return plainTable(
    [
      { name: "file", type: "text" },
      { name: "path in the run's folder", type: "text" },
      { name: "MB", type: "number" },
    ],
    rows,
  );
}

const plainTable = (columns: PlainTable["columns"], rows: readonly (readonly unknown[])[]): PlainTable => ({
  ...{ columns, numRows: rows.length },
  cell: (row, column) => rows[row]?.[column],
});
