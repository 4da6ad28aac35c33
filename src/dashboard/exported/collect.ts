/** Asks for all that an exported page shows of a run: the same addresses that its pages ask for. */
import { decodeColumns, encodeColumns } from "../../columns.js";
import type {
  ConsoleLines,
  CorrectionList,
  CurvesMeta,
  ItemAnswer,
  ProfileAnswer,
  RunDetail,
  RunList,
  RunRow,
} from "../api.js";
import type { Ask } from "../route.js";
import { Budget } from "./choose.js";
import { collectClips, type KeptEvaluations } from "./collect-clips.js";
import { PathHider } from "./hide-paths.js";
import {
  askFor,
  askForJson,
  type ExportOptions,
  encodeAnswer,
  jsonBytes,
  type Keep,
  unlessMissing,
} from "./kept-answers.js";

export interface Collected {
  row: RunRow;
  numSounds: number;
  leftOut: readonly string[];
}

const CURVE_BUCKETS = 1000;
/** Series of a question: 1,000 buckets each are under the server's limit. */
const MOST_SERIES = 200;
/** The server's limit for a question, less what is around it. */
const MOST_CHARACTERS = 12_000;
const STAGE_POINTS = 400;
const CONSOLE_LINES = 500;
const ITEM_BYTES = 12e6;
const MOST_ITEMS = 2000;

export async function collectRun(
  ask: Ask,
  run: string,
  options: ExportOptions,
  keep: Keep,
): Promise<Collected> {
  const at = `/api/runs/${run}`;
  const { onProgress } = options;
  onProgress("record");
  const detail = await askForJson<RunDetail>(ask, at);
  const hider = new PathHider();
  const ofLogs = new PathHider(detail.host);
  const put = async (address: string, value: unknown): Promise<void> =>
    keep(await encodeAnswer(address, jsonBytes(value)));

  onProgress("curves");
  await collectCurves(ask, detail, keep);
  keep(await encodeAnswer(`${at}/stages`, await askFor(ask, `${at}/stages?points=${STAGE_POINTS}`)));
  const lines = await consoleTail(ask, at);
  await put(`${at}/console`, ofLogs.data({ lines, next: 1 } satisfies ConsoleLines));
  // A page asks on until it gets no line.
  await put(`${at}/console?after=1`, { lines: [], next: 1 } satisfies ConsoleLines);
  await put(`${at}/profile`, hider.data(await profileOf(ask, at)));

  onProgress("items");
  const items = await collectItems(ask, detail, hider, keep);
  const { kept, numSounds } = await collectClips(ask, detail, { ...options, hider }, keep);
  for (const split of Object.keys(kept))
    await put(`${at}/corrections?split=${encodeURIComponent(split)}`, {
      ...{ corrections: [], file: null, setting: null, refusedBecause: "this page is a copy of the run" },
    } satisfies CorrectionList);

  const exported = exportedDetail(detail, ofLogs, items, kept);
  await put(at, exported);
  await put("/api/runs", {
    ...{ runs: [exported], folder: "", version: "", isWhole: true, gone: [], numUnread: 0, unreadable: [] },
  } satisfies RunList);
  return { row: exported, numSounds, leftOut: leftOutOf(detail, items).map((text) => hider.text(text)) };
}

/** The run without what is not in the page, and without the machine. */
function exportedDetail(
  detail: RunDetail,
  hider: PathHider,
  items: ReadonlySet<string>,
  evaluations: KeptEvaluations,
): RunDetail {
  const isKept = ({ name, step, kind }: RunDetail["items"][number]): boolean =>
    kind === "predictions"
      ? (evaluations[name.split("/")[0]!]?.includes(step) ?? false)
      : items.has(`${name} ${step}`);
  return {
    ...detail,
    ...{ host: "", path: detail.id, search: null, secondsLeft: null },
    ...hider.data({ config: detail.config, command: detail.command, events: detail.events }),
    ...hider.data({ notes: detail.notes, problems: detail.problems }),
    items: detail.items.filter(isKept),
    evaluations,
  };
}

const MOST_NAMED = 50;

/** The items that are not in the page, by name. */
function leftOutOf({ items }: RunDetail, kept: ReadonlySet<string>): string[] {
  const steps = new Map<string, number[]>();
  for (const { name, step, kind } of items)
    if (kind !== "predictions" && !kept.has(`${name} ${step}`))
      steps.set(name, [...(steps.get(name) ?? []), step]);
  const named = [...steps].map(([name, all]) =>
    all.length === 1 ? `${name} at step ${all[0]}` : `${name} at ${all.length} steps`,
  );
  return named.length <= MOST_NAMED
    ? named
    : [...named.slice(0, MOST_NAMED), `${named.length - MOST_NAMED} more names`];
}

/** Keeps the curve of each metric by itself: pages ask for them in other groups. */
async function collectCurves(ask: Ask, { key, metrics }: RunDetail, keep: Keep): Promise<void> {
  for (const names of groupsOf(metrics.map(({ name }) => name))) {
    const series = names.map((name) => `${key}:${encodeURIComponent(name)}`);
    const { bytes } = await askFor(ask, `/api/curves?series=${series.join(",")}&buckets=${CURVE_BUCKETS}`);
    const { meta, columns } = decodeColumns<CurvesMeta>(bytes);
    for (const [i, one] of meta.series.entries()) {
      const own = columns.filter(({ name }) => name.startsWith(`${i}/`));
      const file = encodeColumns({
        meta: { series: [one] } satisfies CurvesMeta,
        columns: own.map((column) => ({ ...column, name: column.name.replace(/^\d+/, "0") })),
      });
      keep(
        await encodeAnswer(`/api/curves?series=${series[i]}`, {
          ...{ type: "application/octet-stream", bytes: file },
        }),
      );
    }
  }
}

function groupsOf(names: readonly string[]): string[][] {
  const groups: string[][] = [];
  let length = MOST_CHARACTERS;
  for (const name of names) {
    const needed = encodeURIComponent(name).length + 14;
    if (length + needed > MOST_CHARACTERS || groups.at(-1)!.length === MOST_SERIES) {
      groups.push([]);
      length = 0;
    }
    groups.at(-1)!.push(name);
    length += needed;
  }
  return groups;
}

async function consoleTail(ask: Ask, at: string): Promise<ConsoleLines["lines"]> {
  let tail: ConsoleLines["lines"] = [];
  for (let after = 0; ; ) {
    const { lines, next } = await askForJson<ConsoleLines>(ask, `${at}/console?after=${after}`);
    tail = [...tail, ...lines].slice(-CONSOLE_LINES);
    if (next <= after) return tail;
    after = next;
  }
}

/** The trace that the page opens with is the only one. */
async function profileOf(ask: Ask, at: string): Promise<ProfileAnswer> {
  const profile = await askForJson<ProfileAnswer>(ask, `${at}/profile`);
  const { trace, flame } = profile;
  return {
    ...profile,
    traces: trace === null ? [] : [trace],
    flame: flame === null ? null : { ...flame, steps: [flame.step] },
  };
}

/** Keeps items, the newest first, while they fit. Returns those that are kept, by name and step. */
async function collectItems(
  ask: Ask,
  { key, items }: RunDetail,
  hider: PathHider,
  keep: Keep,
): Promise<ReadonlySet<string>> {
  const budget = new Budget(ITEM_BYTES);
  const kept = new Set<string>();
  const newest = new Set<string>();
  const heads = items.filter(({ kind }) => kind !== "predictions").reverse();
  for (const { name, step } of heads.slice(0, MOST_ITEMS)) {
    const address = `/api/runs/${key}/item?name=${encodeURIComponent(name)}`;
    const answer = await askForJson<ItemAnswer>(ask, `${address}&step=${step}`).catch(unlessMissing);
    if (answer === null) continue;
    const value = jsonBytes({ ...answer, item: hider.data(answer.item) });
    const encoded = await encodeAnswer(`${address}&step=${step}`, value);
    if (!budget.take(encoded.base64.length)) continue;
    keep(encoded);
    kept.add(`${name} ${step}`);
    // Asked for without a step, the newest is answered.
    if (newest.has(name)) continue;
    newest.add(name);
    const first = await encodeAnswer(address, value);
    if (budget.take(first.base64.length)) keep(first);
  }
  return kept;
}
