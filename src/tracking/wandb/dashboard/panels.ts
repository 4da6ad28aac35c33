import { createHash } from "node:crypto";

/** A panel of W&B's workspaces and reports, without its position. */
export interface Panel {
  viewType: string;
  config: Record<string, unknown>;
  /** The keys of the run's history that it shows; system metrics begin with `system/`. */
  keys: readonly string[];
}

/** The axis that the feed adds to every row. */
const STEP_AXIS = "trainer/step";

export function linePlot(title: string, keys: readonly string[], more: Record<string, unknown> = {}): Panel {
  const config = { chartTitle: title, xAxis: STEP_AXIS, metrics: keys, ...more };
  return { viewType: "Run History Line Plot", config, keys: [...keys, STEP_AXIS] };
}

/** A system metric, which has a time but no step. */
export function systemPlot(title: string, keys: readonly string[]): Panel {
  const config = { chartTitle: title, xAxis: "_runtime", metrics: keys };
  return { viewType: "Run History Line Plot", config, keys };
}

/** A system metric with one line per device. */
export function systemPlotOfAll(title: string, pattern: string): Panel {
  const config = {
    ...{ chartTitle: title, xAxis: "_runtime", metrics: [], useMetricRegex: true, metricRegex: pattern },
  };
  return { viewType: "Run History Line Plot", config, keys: [] };
}

/** The best or last value of each run, as a bar. */
export function barPlot(title: string, key: string): Panel {
  return {
    viewType: "Bar Chart",
    config: { chartTitle: title, metrics: [key], vertical: false },
    keys: [key],
  };
}

/** Figures, with a slider for the step. */
export function media(title: string, key: string): Panel {
  const config = { chartTitle: title, mediaKeys: [key], columnCount: 1 };
  return { viewType: "Media Browser", config, keys: [key] };
}

/** The differences between the configurations of runs. */
export function runComparer(): Panel {
  return { viewType: "Run Comparer", config: { diffOnly: "split" }, keys: [] };
}

/** The newest table of each run, with its sounds: `runs.summary["key"]` in W&B's query language. */
export function table(key: string): Panel {
  const runs = tagged({ type: "list", objectType: "run", maxLength: 50 });
  const file = { type: "file", extension: "json", wbObjectType: { type: "table", columnTypes: {} } };
  const ofRuns = (value: unknown): unknown => {
    const tag = { type: "typedDict", propertyTypes: { run: "run" } };
    return tagged({ type: "list", objectType: { type: "tagged", tag, value }, maxLength: 50 });
  };
  const wandb = { type: "typedDict", propertyTypes: { runtime: "number" } };
  const row = { _step: "number", table: file, _wandb: wandb, _runtime: "number", _timestamp: "number" };
  const summary = {
    type: "union",
    members: [
      { type: "typedDict", propertyTypes: { _wandb: wandb } },
      { type: "typedDict", propertyTypes: row },
    ],
  };
  const variable = { nodeType: "var", type: runs, varName: "runs" };
  const summaries = {
    ...{ nodeType: "output", type: ofRuns(summary) },
    fromOp: { name: "run-summary", inputs: { run: variable } },
  };
  const pick = { obj: summaries, key: { nodeType: "const", type: "string", val: key } };
  const exp = {
    ...{ nodeType: "output", type: ofRuns({ type: "union", members: [file, "none"] }) },
    fromOp: { name: "pick", inputs: pick },
    __userInput: true,
  };
  return { viewType: "Weave", config: { panel2Config: { exp } }, keys: [key] };
}

function tagged(value: unknown): unknown {
  const project = { type: "typedDict", propertyTypes: { entityName: "string", projectName: "string" } };
  const runs = {
    type: "typedDict",
    propertyTypes: { project: "project", filter: "string", order: "string" },
  };
  return { type: "tagged", tag: { type: "tagged", tag: project, value: runs }, value };
}

/** Number of columns of W&B's grid. */
const GRID_COLUMNS = 24;
const PANEL_ROWS = 8;

/** Places panels in rows of `columns`; ids depend only on the panels' content, so that they are stable. */
export function placed(panels: readonly Panel[], perRow: number, where: string): Record<string, unknown>[] {
  const width = GRID_COLUMNS / perRow;
  return panels.map(({ viewType, config }, i) => ({
    __id__: shortId(`${where}/${i}/${JSON.stringify(config)}`, 11),
    layout: { x: (i % perRow) * width, y: Math.floor(i / perRow) * PANEL_ROWS, w: width, h: PANEL_ROWS },
    viewType,
    config,
  }));
}

/** Derives lower-case letters and digits from the text. */
export function shortId(text: string, length: number): string {
  const number = BigInt(`0x${createHash("sha256").update(text).digest("hex")}`);
  return number.toString(36).padStart(length, "0").slice(-length);
}
