/** The study as a run of its own in W&B: a table with links to the trials' runs, and Optuna's figures. */
import { basename } from "node:path";
import { hashConfig } from "../config/hash.js";
import type { Item, TableColumn } from "../items.js";
import { finishTimeoutMs, openTrackers } from "../tracking/open.js";
import { createRunFolder } from "../tracking/store/folder.js";
import { collectProvenance } from "../tracking/store/provenance.js";
import { RunRecorder } from "../tracking/store/recorder.js";
import { Trackers } from "../tracking/trackers.js";
import type { SearchPlan } from "./plan.js";
import { finishedTrials, type PlanStudy } from "./plan-study.js";
import { parameterKeys, type SearchSummary } from "./results.js";
import type { FrozenTrial } from "./trial.js";

export interface StudyFigure {
  name: string;
  title: string;
  /** Missing where the study has too few trials or parameters for it. */
  figure?: { data: readonly Record<string, unknown>[]; layout: Record<string, unknown> };
}

/** Logs the results of the study as one more run beside those of its trials. */
export async function logSummaryRun(
  plan: SearchPlan,
  study: PlanStudy,
  summary: SearchSummary,
  say: (message: string) => void,
): Promise<void> {
  const { wandb } = plan.config.logging;
  const config = plan.configWith(
    {},
    {
      logging: {
        wandb: { group: wandb.group ?? plan.studyName, job_type: "search", system_metrics_sec: null },
      },
      // The run has no model.
      registry: { mlflow: { enabled: false } },
    },
  );
  const trackers = new Trackers(
    [new RunRecorder({ warn: say }), ...openTrackers(config, { say, warn: say })],
    { warn: say, finishTimeoutMs: finishTimeoutMs(config) },
  );
  const folder = createRunFolder(plan.folder, "summary");
  trackers.start({
    id: `${plan.studyName}-${basename(folder)}`,
    name: plan.studyName,
    folder,
    config,
    configHash: hashConfig(config),
    provenance: collectProvenance({}),
    resumedAtStep: null,
    trackerIds: {},
  });
  const trials = finishedTrials(await study.trials());
  for (const [step, trial] of trials.entries()) trackers.log(step, metricsOf(plan, trial));
  const last = Math.max(0, trials.length - 1);
  trackers.show(last, "trials", tableOf(plan, trials));
  for (const { name, figure } of await study.broker.call<StudyFigure[]>("figures")) {
    if (figure !== undefined) trackers.show(last, `search/${name}`, { kind: "figure", ...figure });
  }
  await trackers.finish("finished", summaryValues(plan, summary));
}

/** The summary of the study's run: numbers under the same keys for every search, so that studies can be compared. */
export function summaryValues(
  { objectives }: SearchPlan,
  { best, asItIs, ...counts }: SearchSummary,
): Record<string, number> {
  const valuesOf = (prefix: string, trial: FrozenTrial | null | undefined): [string, number][] =>
    objectives.flatMap(({ metric }, i): [string, number][] => {
      const value = trial?.values?.[i];
      return value === undefined ? [] : [[`${prefix}/${metric}`, value]];
    });
  return Object.fromEntries([
    ["num_trials", counts.numTrials],
    ["num_complete", counts.numComplete],
    ["num_pruned", counts.numPruned],
    ["num_failed", counts.numFailed],
    ["epochs_saved_fraction", counts.epochsSavedFraction],
    ...(best[0] === undefined ? [] : ([["best/trial", best[0].number]] as [string, number][])),
    ...valuesOf("best", best[0]),
    ...valuesOf("recipe", asItIs),
  ]);
}

function metricsOf({ objectives }: SearchPlan, trial: FrozenTrial): Record<string, number> {
  return Object.fromEntries([
    ["search/trial", trial.number],
    ...objectives.flatMap(({ metric }, i) =>
      trial.values === null ? [] : [[`search/${metric}`, trial.values[i]!]],
    ),
  ]) as Record<string, number>;
}

export function tableOf(plan: SearchPlan, trials: readonly FrozenTrial[]): Item {
  const { objectives } = plan;
  const text = (name: string): TableColumn => ({ name, type: "text" });
  const number = (name: string): TableColumn => ({ name, type: "number" });
  const keys = parameterKeys(plan, trials);
  const isNumber = (key: string): boolean =>
    trials.every(({ params }) => ["number", "undefined"].includes(typeof params[key])) &&
    plan.space[key]?.type !== "categorical";
  return {
    kind: "table",
    columns: [
      ...[number("trial"), text("state"), ...objectives.map(({ metric }) => number(metric))],
      ...keys.map((key) => (isNumber(key) ? number(key) : text(key))),
      ...[number("epochs"), number("seconds"), text("run"), text("link")],
    ],
    rows: trials.map((trial) => {
      const { startedMs, endedMs, userAttrs } = trial;
      const sec = startedMs === null || endedMs === null ? null : (endedMs - startedMs) / 1000;
      return [
        ...[trial.number, trial.state.toLowerCase()],
        ...objectives.map((_, i) => trial.values?.[i] ?? null),
        ...keys.map((key) => {
          const value = trial.params[key] ?? null;
          return typeof value === "number" || value === null ? value : String(value);
        }),
        ...[(userAttrs["epochs"] as number | undefined) ?? null, sec],
        ...[String(userAttrs["run"] ?? ""), String(userAttrs["url"] ?? "")],
      ];
    }),
  };
}
