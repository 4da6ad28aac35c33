/**
 * Replays Optuna's journal (JournalFileBackend, Optuna 5.0), so that the dashboard reads a study without Python and while its
 * search runs. A line is one operation; later lines only add to what earlier ones made, so a reader continues where it stopped.
 *
 * The file may come from anywhere: lines that cannot be understood are skipped and counted, and sizes are limited.
 */

import {
  Distributions,
  LIMITS,
  numberOf,
  objectOf,
  parseObject,
  type StoredStudy,
  type StoredTrial,
  setAll,
  setParameter,
  setReport,
  setSystemAttrs,
  type TrialState,
} from "./stored-study.js";

/** Operations, as Optuna's JournalOperation numbers them. */
const OP = {
  createStudy: 0,
  deleteStudy: 1,
  studyUserAttr: 2,
  studySystemAttr: 3,
  createTrial: 4,
  trialParameter: 5,
  trialState: 6,
  trialReport: 7,
  trialUserAttr: 8,
  trialSystemAttr: 9,
} as const;

/** By Optuna's TrialState. */
const STATES: readonly TrialState[] = ["running", "complete", "pruned", "failed", "waiting"];

type Line = Readonly<Record<string, unknown>>;

/** The studies of a journal, as far as it was read. */
export class Journal {
  /** By Optuna's id; a deleted study is null. */
  readonly #studies: (StoredStudy | null)[] = [];
  /** By Optuna's trial id, over all studies. */
  readonly #trials: { trial: StoredTrial; study: StoredStudy }[] = [];
  readonly #distributions = new Distributions();
  numLines = 0;
  /** Lines that could not be understood, or went beyond a limit. */
  numSkipped = 0;

  get studies(): readonly StoredStudy[] {
    return this.#studies.filter((study) => study !== null);
  }

  /** Applies a complete line of the file. */
  apply(text: string): void {
    this.numLines++;
    const line = parseObject(text);
    if (line === null || !this.#apply(line)) this.numSkipped++;
  }

  /** Returns false for a line that makes no sense. */
  #apply(line: Line): boolean {
    switch (line["op_code"]) {
      case OP.createStudy:
        return this.#createStudy(line);
      case OP.deleteStudy:
        return this.#withStudy(line, (_, id) => {
          this.#studies[id] = null;
        });
      case OP.studyUserAttr:
        return this.#withStudy(line, ({ userAttrs }) => setAll(userAttrs, line["user_attr"]));
      case OP.studySystemAttr:
        return this.#withStudy(line, (study) => {
          const names = objectOf(line["system_attr"])["study:metric_names"];
          if (Array.isArray(names)) study.metricNames = names.map(String).slice(0, 16);
        });
      case OP.createTrial:
        return this.#createTrial(line);
      case OP.trialParameter:
        return this.#withTrial(line, (trial, study) => this.#setParameter(trial, study, line));
      case OP.trialState:
        return this.#withTrial(line, (trial) => setState(trial, line));
      case OP.trialReport:
        return this.#withTrial(line, (trial) => setReport(trial, line["step"], line["intermediate_value"]));
      case OP.trialUserAttr:
        return this.#withTrial(line, ({ userAttrs }) => setAll(userAttrs, line["user_attr"]));
      case OP.trialSystemAttr:
        return this.#withTrial(line, (trial) => setSystemAttrs(trial, line["system_attr"]));
      default:
        return false;
    }
  }

  #createStudy(line: Line): boolean {
    const name = String(line["study_name"]).slice(0, 500);
    const directions = line["directions"];
    if (!Array.isArray(directions) || directions.length === 0 || directions.length > 16) return false;
    // Two machines may create it at the same moment: the second line has no effect and no id.
    if (this.studies.some((study) => study.name === name)) return true;
    if (this.#studies.length >= 1000) return false;
    this.#studies.push({
      name,
      directions: directions.map((direction) => (direction === 2 ? "maximize" : "minimize")),
      metricNames: [],
      userAttrs: new Map(),
      trials: [],
      distributions: new Map(),
    });
    return true;
  }

  #createTrial(line: Line): boolean {
    return this.#withStudy(line, (study) => {
      if (this.#trials.length >= LIMITS.trials) return false;
      const trial: StoredTrial = {
        number: study.trials.length,
        state: STATES[Number(line["state"] ?? 0)] ?? "failed",
        values: valuesOf(line["values"] ?? line["value"]),
        parameters: new Map(),
        reported: new Map(),
        userAttrs: new Map(),
        constraints: new Map(),
        retryHistory: [],
        startedMs: timeOf(line["datetime_start"]),
        endedMs: timeOf(line["datetime_complete"]),
        changedAt: this.numLines,
      };
      const distributions = objectOf(line["distributions"]);
      for (const [name, value] of Object.entries(objectOf(line["params"])))
        this.#setParameter(trial, study, {
          param_name: name,
          param_value_internal: value,
          distribution: distributions[name],
        });
      for (const [step, value] of Object.entries(objectOf(line["intermediate_values"])))
        setReport(trial, step, value);
      setAll(trial.userAttrs, line["user_attrs"]);
      setSystemAttrs(trial, line["system_attrs"]);
      study.trials.push(trial);
      this.#trials.push({ trial, study });
      return true;
    });
  }

  #setParameter(trial: StoredTrial, study: StoredStudy, line: Line): void {
    const distribution = this.#distributions.of(line["distribution"]);
    setParameter(trial, study, String(line["param_name"]), line["param_value_internal"], distribution);
  }

  #withStudy(line: Line, body: (study: StoredStudy, id: number) => unknown): boolean {
    const id = Number(line["study_id"]);
    const study = this.#studies[id];
    return study !== undefined && study !== null && body(study, id) !== false;
  }

  /** Finished trials do not change, as in Optuna: a second result of another machine has no effect. */
  #withTrial(line: Line, body: (trial: StoredTrial, study: StoredStudy) => void): boolean {
    const found = this.#trials[Number(line["trial_id"])];
    if (found === undefined) return false;
    const { trial, study } = found;
    if (trial.state !== "running" && trial.state !== "waiting") return true;
    body(trial, study);
    trial.changedAt = this.numLines;
    return true;
  }
}

function setState(trial: StoredTrial, line: Line): void {
  const state = STATES[Number(line["state"])];
  if (state === undefined) return;
  trial.state = state;
  if (line["values"] !== null && line["values"] !== undefined) trial.values = valuesOf(line["values"]);
  if (state === "running") trial.startedMs = timeOf(line["datetime_start"]) ?? trial.startedMs;
  else trial.endedMs = timeOf(line["datetime_complete"]);
}

function valuesOf(value: unknown): (number | null)[] {
  if (value === null || value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).slice(0, 16).map(numberOf);
}

/** Optuna writes local times without a zone. */
function timeOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}
