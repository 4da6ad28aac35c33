/** Reads the studies of Optuna's SQLite storage; of trials that ended, once. */
import { lstatSync } from "node:fs";
import { OptunaRows, type Row } from "./optuna-rows.js";
import { identityOf, readSnapshot } from "./sqlite-snapshot.js";
import {
  Distributions,
  numberOf,
  parseValue,
  type StoredStudies,
  type StoredStudy,
  type StoredTrial,
  type StudySource,
  setParameter,
  setReport,
  setSystemAttrs,
  type TrialState,
} from "./stored-study.js";

const STATES: Readonly<Record<string, TrialState>> = {
  RUNNING: "running",
  COMPLETE: "complete",
  PRUNED: "pruned",
  FAIL: "failed",
  WAITING: "waiting",
};

interface KnownTrial {
  id: number;
  /** Its rows in the tables, as text. */
  text: string;
  trial: StoredTrial;
}

interface KnownStudy {
  study: StoredStudy;
  /** By number. */
  trials: Map<number, KnownTrial>;
}

export class DatabaseFile implements StudySource {
  readonly #path: string;
  #identity: string | null = null;
  #known = new Map<number, KnownStudy>();
  #read: StoredStudies = { studies: [], numRestarts: 0, position: 0, numSkipped: 0, changedMs: 0 };
  readonly #distributions = new Distributions();

  constructor(path: string) {
    this.#path = path;
  }

  /** Returns whether a file is a storage of Optuna; false for one that cannot be read. */
  static isStorage(path: string): boolean {
    try {
      return lstatSync(path).isFile() && readSnapshot(path, (database) => OptunaRows.isStorage(database));
    } catch {
      return false;
    }
  }

  async read(): Promise<StoredStudies> {
    const { identity, changedMs } = identityOf(this.#path);
    if (identity !== null && identity === this.#identity) return this.#read;
    try {
      this.#read = readSnapshot(this.#path, (database) => this.#readAll(new OptunaRows(database), changedMs));
    } catch (error) {
      // A writer holds it for longer than usual: what was read before is shown until it is done.
      const isBusy = (error as { code?: string }).code === "SQLITE_BUSY";
      if (isBusy && this.#read.position > 0) return this.#read;
      throw error;
    }
    this.#identity = identity;
    return this.#read;
  }

  #readAll(rows: OptunaRows, changedMs: number): StoredStudies {
    const next = { ...this.#read, changedMs, position: this.#read.position + 1, numSkipped: 0 };
    // Earlier versions of Optuna wrote local times.
    const zone = Number.parseInt(rows.libraryVersion(), 10) >= 5 ? "Z" : "";
    const known = new Map<number, KnownStudy>();
    for (const row of rows.studies()) {
      const id = row["study_id"] as number;
      const study = studyOf(rows, row);
      if (study === null) {
        next.numSkipped++;
        continue;
      }
      const before = this.#known.get(id);
      const place = { id, study, zone, position: next.position };
      let trials = this.#trialsOf(rows, place, before);
      if (before !== undefined && isReplaced(before, study, trials)) {
        next.numRestarts++;
        Object.assign(study, { trials: [], distributions: new Map() });
        trials = this.#trialsOf(rows, place, undefined);
      }
      known.set(id, { study, trials });
    }
    if ([...this.#known.keys()].some((id) => !known.has(id))) next.numRestarts++;
    this.#known = known;
    return { ...next, studies: [...known.values()].map(({ study }) => study) };
  }

  #trialsOf(
    rows: OptunaRows,
    { id, study, zone, position }: { id: number; study: StoredStudy; zone: string; position: number },
    before: KnownStudy | undefined,
  ): Map<number, KnownTrial> {
    const trials = new Map<number, KnownTrial>();
    if (before !== undefined) study.distributions = before.study.distributions;
    for (const row of rows.trialsOf(id)) {
      const number = row["number"];
      if (typeof number !== "number" || !Number.isSafeInteger(number) || trials.has(number)) continue;
      const known = before?.trials.get(number);
      const head = JSON.stringify(row);
      // Optuna changes nothing of a trial that ended.
      const isSame = known !== undefined && isEnded(known.trial) && known.text === head;
      const now = isSame ? known : this.#trialOf(rows, { row, head, study, zone, position }, known);
      trials.set(number, now);
      study.trials.push(now.trial);
    }
    return trials;
  }

  #trialOf(
    rows: OptunaRows,
    {
      row,
      head,
      study,
      zone,
      position,
    }: { row: Row; head: string; study: StoredStudy; zone: string; position: number },
    known: KnownTrial | undefined,
  ): KnownTrial {
    const id = row["trial_id"] as number;
    const trial: StoredTrial = {
      number: row["number"] as number,
      state: STATES[String(row["state"])] ?? "failed",
      values: rows
        .ofTrial("trial_values", id)
        .slice(0, 16)
        .map(({ value }) => numberOf(value)),
      parameters: new Map(),
      reported: new Map(),
      userAttrs: attributesOf(rows.ofTrial("trial_user_attributes", id)),
      constraints: new Map(),
      retryHistory: [],
      startedMs: timeOf(row["datetime_start"], zone),
      endedMs: timeOf(row["datetime_complete"], zone),
      changedAt: position,
    };
    for (const { param_name, param_value, distribution_json } of rows.ofTrial("trial_params", id))
      setParameter(trial, study, String(param_name), param_value, this.#distributions.of(distribution_json));
    for (const { step, intermediate_value } of rows.ofTrial("trial_intermediate_values", id))
      setReport(trial, step, intermediate_value);
    setSystemAttrs(trial, Object.fromEntries(attributesOf(rows.ofTrial("trial_system_attributes", id))));
    const { changedAt: _, ...facts } = trial;
    const text = isEnded(trial)
      ? head
      : JSON.stringify({ head, facts }, (_key, value) => (value instanceof Map ? [...value] : value));
    return known !== undefined && known.text === text ? known : { id, text, trial };
  }
}

const isEnded = ({ state }: StoredTrial): boolean => state !== "running" && state !== "waiting";

/** True if a study has the id of another one, which was deleted: what was read of that one holds no longer. */
function isReplaced(
  { study: before, trials: known }: KnownStudy,
  study: StoredStudy,
  trials: ReadonlyMap<number, KnownTrial>,
): boolean {
  return before.name !== study.name || [...known].some(([number, { id }]) => trials.get(number)?.id !== id);
}

function studyOf(rows: OptunaRows, row: Row): StoredStudy | null {
  const id = row["study_id"];
  const directions = typeof id === "number" ? rows.ofStudy("study_directions", id) : [];
  if (directions.length === 0 || directions.length > 16) return null;
  const names = attributesOf(rows.ofStudy("study_system_attributes", id as number)).get("study:metric_names");
  return {
    name: String(row["study_name"]).slice(0, 500),
    directions: directions.map(({ direction }) => (direction === "MAXIMIZE" ? "maximize" : "minimize")),
    metricNames: Array.isArray(names) ? names.map(String).slice(0, 16) : [],
    userAttrs: attributesOf(rows.ofStudy("study_user_attributes", id as number)),
    trials: [],
    distributions: new Map(),
  };
}

function attributesOf(rows: readonly Row[]): Map<string, unknown> {
  return new Map(rows.map(({ key, value_json }) => [String(key), parseValue(String(value_json))]));
}

/** @param zone empty for local times */
function timeOf(value: unknown, zone: string): number | null {
  if (typeof value !== "string") return null;
  const ms = Date.parse(`${value.replace(" ", "T").slice(0, 23)}${zone}`);
  return Number.isNaN(ms) ? null : ms;
}
