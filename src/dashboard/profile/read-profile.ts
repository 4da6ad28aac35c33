/** Reads what profiling recorded of a run: the verdict from the times of its stages, and the tables of its traces. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism, hostname, totalmem } from "node:os";
import { join } from "node:path";
import { figuresOf, type Machine } from "../../bottlenecks/figures.js";
import { extentOf } from "../../bottlenecks/verdict/finding.js";
import { diagnose } from "../../bottlenecks/verdict/verdict.js";
import { overrideConfig } from "../../config/load.js";
import type { Config } from "../../config/schema.js";
import { defaultNumWorkers } from "../../data/loader.js";
import { RunStore } from "../../tracking/store/store.js";
import type { ProfileAnswer } from "../api.js";
import { readTraceStep } from "./trace-reader.js";

const FOLDER = "traces";
const MOST_SUMMARY_BYTES = 16 * 2 ** 20;
const MOST_ROWS = 200;
const SUMMARY = /^(rank\d{1,6}-step\d{1,12})\.summary\.json$/;
const TRACE = /^(rank\d{1,6}-step\d{1,12})\.trace\.json\.gz$/;

export interface ProfileRequest {
  /** `rank0-step13`; null for the first. */
  trace: string | null;
  /** A step of the trace for the flame chart; null for one of median length. */
  step: number | null;
}

/** @param folder of a run, without symbolic links */
export async function readProfile(folder: string, { trace, step }: ProfileRequest): Promise<ProfileAnswer> {
  const traces = tracesIn(folder);
  const chosen = trace === null ? (traces[0] ?? null) : (traces.find(({ name }) => name === trace) ?? null);
  const verdict = verdictOf(folder);
  const tables = chosen === null ? null : readTables(join(folder, FOLDER, `${chosen.name}.summary.json`));
  let flame: ProfileAnswer["flame"] = null;
  let problem: string | null = null;
  if (chosen?.hasEvents) {
    try {
      flame = await readTraceStep(join(folder, FOLDER, `${chosen.name}.trace.json.gz`), step);
    } catch (error) {
      problem = (error as Error).message;
    }
  }
  return {
    ...verdict,
    traces: traces.map(({ name }) => name),
    trace: chosen?.name ?? null,
    operators: tables?.operators ?? [],
    modules: tables?.modules ?? [],
    peak: tables?.peak ?? null,
    flame,
    flameProblem: problem,
  };
}

/** Traces of a run by their first step, then by rank. */
function tracesIn(folder: string): { name: string; hasEvents: boolean }[] {
  const place = join(folder, FOLDER);
  // Without following a link out of the run.
  if (!lstatSync(place, { throwIfNoEntry: false })?.isDirectory()) return [];
  const files = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isFile());
  const withEvents = new Set(files.flatMap(({ name }) => TRACE.exec(name)?.[1] ?? []));
  const names = new Set([...files.flatMap(({ name }) => SUMMARY.exec(name)?.[1] ?? []), ...withEvents]);
  const numbers = (name: string): number[] => (name.match(/\d+/g) ?? []).map(Number);
  return [...names]
    .sort((a, b) => numbers(a)[1]! - numbers(b)[1]! || numbers(a)[0]! - numbers(b)[0]!)
    .slice(0, 1000)
    .map((name) => ({ name, hasEvents: withEvents.has(name) }));
}

type VerdictPart = Pick<
  ProfileAnswer,
  "verdict" | "findings" | "changes" | "stepMs" | "clipsPerSec" | "stages" | "clip"
>;

const NO_VERDICT: VerdictPart = {
  ...{ verdict: null, findings: [], changes: [], stepMs: null, clipsPerSec: null, stages: [], clip: null },
};

function verdictOf(folder: string): VerdictPart {
  using store = RunStore.open(folder);
  const info = store.info();
  let config: Config;
  try {
    // Reading a recorded configuration runs none of its code.
    config = overrideConfig(info.config as Config, []);
  } catch {
    // It is of another version.
    return NO_VERDICT;
  }
  const { workers } = config.data;
  const numWorkers = workers === "auto" ? defaultNumWorkers(config.training.distributed.world_size) : workers;
  const isHere = info.host === hostname();
  const figures = figuresOf(store, config, {
    machine: machineOf(store),
    numWorkers,
    // The load of another machine cannot be told from its processes.
    ...(isHere ? {} : { load: null }),
  });
  if (figures === null) return NO_VERDICT;
  const { findings, changes } = diagnose(figures);
  const { stepMs, clipsPerSec, times, clip } = figures;
  return {
    verdict: findings[0]?.title ?? null,
    findings: findings.map((one) => ({ title: one.title, extent: extentOf(one), evidence: one.evidence })),
    changes: changes.map(({ key, value, gain, why, isSafe }) => ({ key, value, gain, why, isSafe })),
    stepMs,
    clipsPerSec,
    stages: Object.entries(times)
      .filter(([, ms]) => ms >= 0.0005)
      .map(([name, ms]) => ({ name, ms }))
      .sort((a, b) => b.ms - a.ms),
    clip: clip === null ? null : Object.entries(clip).map(([name, ms]) => ({ name, ms })),
  };
}

/** This machine, as far as it is known without loading libtorch. */
function machineOf(store: RunStore): Machine {
  const gpus = store.metricNames().filter((name) => /^system\/gpu\d+_/.test(name));
  const numGpus = new Set(gpus.map((name) => name.split("_")[0])).size;
  return {
    numCores: availableParallelism(),
    memoryBytes: totalmem(),
    bf16Unit: numGpus > 0 ? "the GPU" : bf16UnitOfCpu(),
    numGpus,
  };
}

function bf16UnitOfCpu(): string | null {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "latin1"))?.[1]?.split(" ") ?? [];
    return flags.includes("amx_bf16") ? "AMX" : flags.includes("avx512_bf16") ? "AVX-512 BF16" : null;
  } catch {
    // Not Linux.
    return null;
  }
}

type Tables = Pick<ProfileAnswer, "operators" | "modules" | "peak">;

/** The tables that the tracer wrote beside a trace; null if they are missing or damaged. */
function readTables(path: string): Tables | null {
  const summary = objectOf(readJson(path));
  if (summary === null) return null;
  const rows = (key: string): Record<string, unknown>[] => {
    const value = summary[key];
    return Array.isArray(value)
      ? value.slice(0, MOST_ROWS).flatMap((row) => {
          const object = objectOf(row);
          return object === null ? [] : [object];
        })
      : [];
  };
  const memory = objectOf(summary["memory"]);
  return {
    operators: rows("operators").map((row) => ({
      name: textOf(row["name"]),
      calls: numberOf(row["calls"]),
      selfMs: numberOf(row["selfMs"]),
      totalMs: numberOf(row["totalMs"]),
      deviceMs: numberOf(row["deviceMs"]),
    })),
    modules: rows("modules").map((row) => ({
      name: textOf(row["name"]),
      type: textOf(row["type"]),
      calls: numberOf(row["calls"]),
      forwardMs: numberOf(row["forwardMs"]),
      forwardSelfMs: numberOf(row["forwardSelfMs"]),
      backwardMs: numberOf(row["backwardMs"]),
      keptBytes: numberOf(row["keptBytes"]),
    })),
    peak:
      memory === null
        ? null
        : {
            bytes: numberOf(memory["bytes"]),
            module: textOf(memory["module"]),
            stage: textOf(memory["stage"]),
            operator: textOf(memory["operator"]),
          },
  };
}

function readJson(path: string): unknown {
  try {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile() || stat.size > MOST_SUMMARY_BYTES) return null;
      return JSON.parse(readFileSync(file, "utf8"));
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value.slice(0, 500) : "");
const numberOf = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) ? value : 0;
