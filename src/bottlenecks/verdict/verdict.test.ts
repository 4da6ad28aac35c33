import { describe, expect, it } from "vitest";
import { parseConfig } from "../../config/load.js";
import { TIME_NAMES, type TimeName } from "../../timing/stages.js";
import type { RunFigures } from "../figures.js";
import { diagnose } from "./verdict.js";

/** A run that computes 80 ms of a step of 100 clips and waits for nothing. */
function figures(
  times: Partial<Record<TimeName, number>> = {},
  more: Partial<RunFigures> = {},
  keys: Record<string, object> = {},
): RunFigures {
  const all = {
    ...Object.fromEntries(TIME_NAMES.map((name) => [name, 0])),
    ...{ forward: 25, backward: 50, optimizer: 5 },
    ...times,
  } as Record<TimeName, number>;
  const stepMs = TIME_NAMES.reduce((sum, name) => sum + all[name], 0);
  const config = parseConfig({
    data: { train: "x", ...keys["data"] },
    ...keys,
    training: { batch_size: 100, precision: "bf16", ...keys["training"] },
  });
  return {
    ...{
      config,
      stepMs,
      times: all,
      numSteps: 50,
      clipsPerSec: 1e5 / stepMs,
      evaluationMs: null,
      stepsPerEpoch: 20,
    },
    ...{ isEvaluationEstimated: false, slowestClips: [], numTrainClips: 2000, ranks: [], numWorkers: 1 },
    clip: { open: 0.01, read: 0.02, decode: 0.1, resample: 0.1, augment: 0.01, collate: 0.01 },
    hostReads: { count: 2, mb: 0, ms: 0 },
    machine: { numCores: 4, memoryBytes: 16e9, bf16Unit: "AMX", numGpus: 0 },
    ...{ trace: null, scaling: null, load: null, system: {} },
    ...more,
  };
}

const causes = (given: RunFigures): string[] => diagnose(given).findings.map(({ cause }) => cause);
const changes = (given: RunFigures) =>
  diagnose(given).changes.map(({ key, value, gain }) => [`${key}=${value}`, Math.round(100 * gain) / 100]);
const clipOf = (parts: Partial<NonNullable<RunFigures["clip"]>>) => ({ ...figures().clip!, ...parts });

describe("the verdict", () => {
  it("is computing, where nothing keeps the run from it, and has then nothing to change", () => {
    expect(causes(figures())).toEqual(["kernel"]);
    expect(changes(figures())).toEqual([]);
  });

  it("is too few workers, where more would keep up, and counts how many and what it brings", () => {
    // 100 clips of 2.55 ms: 255 ms of one thread, 128 of two, 64 of four, beside 80 of computing.
    const given = figures({ data: 175 }, { clip: clipOf({ resample: 2.4 }) });
    expect(causes(given)).toEqual(["workers", "kernel"]);
    expect(changes(given)).toEqual([
      ["data.workers=4", 3.19],
      ["data.cache_gb=4", 3.19],
    ]);
  });

  it("is decoding, where all cores could not keep up, and names the part", () => {
    const given = figures({ data: 2420 }, { clip: clipOf({ resample: 25 }), numWorkers: 1 });
    expect(diagnose(given).findings[0]).toMatchObject({
      cause: "decoding",
      title: expect.stringMatching(/"resample"/),
    });
    expect(diagnose(given).changes[0]!.key).toBe("data.cache_gb");
  });

  it("is the disk, where clips are opened and read for most of their time", () => {
    const given = figures({ data: 300 }, { clip: clipOf({ read: 5 }), numWorkers: 2 });
    expect(causes(given)[0]).toBe("disk");
    // Threads that wait for a disk need no core each.
    expect(changes(given)[0]![0]).toBe("data.workers=8");
  });

  it("does not blame threads that have time to spare", () => {
    // 100 clips of 0.25 ms are 25 ms of decoding beside 80 of computing: something else made the step wait.
    expect(causes(figures({ data: 40 }))).toEqual(["kernel"]);
  });

  it("takes no wait for data as the data's fault that is too short to matter", () => {
    expect(causes(figures({ data: 5 }, { clip: clipOf({ read: 5 }) }))).toEqual(["kernel"]);
  });

  it("is evaluation, logging, checkpoints, each with how much rarer", () => {
    expect(causes(figures({ evaluation: 160 }))[0]).toBe("evaluation");
    // 160 / n may be a twentieth of the step: n = 38.
    expect(changes(figures({ evaluation: 160 }, {}, { training: { epochs: 100 } }))).toEqual([
      ["training.evaluate_every_epochs=38", 2.85],
    ]);
    expect(causes(figures({ logging: 80 }))[0]).toBe("logging");
    expect(changes(figures({ logging: 80 }))).toEqual([["logging.every_steps=100", 1.82]]);
    const saving = figures({ checkpoint: 40 }, {}, { checkpoint: { save: [{ every_steps: 5 }] } });
    expect(causes(saving)[0]).toBe("checkpoint");
    expect(changes(saving)).toEqual([['checkpoint.save=[{"every_steps":50}]', 1.43]]);
  });

  it("is CPU overhead, where twice the clips take about as long", () => {
    const flat = [
      { batchSize: 100, ms: 80 },
      { batchSize: 400, ms: 104 },
    ];
    const given = figures({}, { scaling: flat });
    expect(causes(given)[0]).toBe("overhead");
    expect(diagnose(given).changes[0]).toMatchObject({
      key: "training.batch_size",
      value: 400,
      isSafe: false,
    });
    expect(changes(given)[0]![1]).toBeCloseTo((4 * 80) / 104, 1);
    const steep = flat.map(({ batchSize }) => ({ batchSize, ms: 0.8 * batchSize }));
    expect(causes(figures({}, { scaling: steep }))).toEqual(["kernel"]);
  });

  it("is other programs, where they use the CPU, and does not blame small batches then", () => {
    const scaling = [
      { batchSize: 100, ms: 80 },
      { batchSize: 400, ms: 104 },
    ];
    const load = (otherCores: number, idleCores: number) => ({
      load: { hostCores: 4, ownCores: 4 - otherCores - idleCores, otherCores, idleCores },
    });
    const loaded = diagnose(figures({}, { scaling, ...load(2.5, 0.1) }));
    expect(loaded.findings.map(({ cause }) => cause)).toEqual(["machine_load", "kernel"]);
    expect(loaded.findings[0]!.evidence[0]).toMatch(
      /other programs use 2\.5 of 4 cores \(63 %\), training 1\.4/,
    );
    expect(loaded.changes).toEqual([]);
    expect(causes(figures({}, { scaling, ...load(0.1, 0) }))[0]).toBe("overhead");
    expect(causes(figures({}, { scaling, ...load(1.5, 2) }))[0]).toBe("overhead");
  });

  it("is reads by the host, on a GPU also many short ones", () => {
    expect(causes(figures({}, { hostReads: { count: 40, mb: 50, ms: 30 } }))[0]).toBe("host_reads");
    expect(causes(figures({}, { hostReads: { count: 40, mb: 0, ms: 2 } }))).toEqual(["kernel"]);
    const onGpu = { machine: { ...figures().machine, numGpus: 1 }, hostReads: { count: 40, mb: 0, ms: 2 } };
    expect(causes(figures({}, onGpu))[0]).toBe("host_reads");
  });

  it("is the rank that works while the others wait, and what it is slow in", () => {
    const ranks = [0, 1, 2].map((rank) => ({ rank, busyMs: 80, dataMs: 2, computeMs: 78, waitMs: 60 }));
    ranks[1] = { rank: 1, busyMs: 140, dataMs: 62, computeMs: 78, waitMs: 0 };
    const [first, ...others] = diagnose(figures({ all_reduce: 60 }, { ranks })).findings;
    expect(first!.title).toBe("rank 1 is slower than the others, in its data");
    // Waiting for it is no fault of the sums.
    expect(others.map(({ cause }) => cause)).toEqual(["kernel"]);
    const even = ranks.map((one) => ({ ...one, busyMs: 80, waitMs: 60 }));
    expect(causes(figures({ all_reduce: 60 }, { ranks: even }))[0]).toBe("all_reduce");
  });

  it("puts the larger waste first, and the more promising change first whatever it is of", () => {
    const given = figures({ evaluation: 100, logging: 40 }, {}, { training: { precision: "fp32" } });
    expect(causes(given)).toEqual(["evaluation", "logging", "kernel"]);
    const gains = diagnose(given).changes.map(({ gain }) => gain);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    expect(diagnose(given).changes.map(({ key }) => key)).toContain("training.precision");
  });

  it("names memory bandwidth by the operators of a trace", () => {
    const row = (name: string, selfMs: number) => ({ name, selfMs, totalMs: selfMs, calls: 1, deviceMs: 0 });
    const trace = (conv: number, norm: number) =>
      ({ operators: [row("aten::mkldnn_convolution", conv), row("aten::native_batch_norm", norm)] }) as never;
    expect(causes(figures({}, { trace: trace(10, 60) }))).toEqual(["memory_bandwidth"]);
    const compute = diagnose(figures({}, { trace: trace(60, 10) })).findings[0]!;
    expect(compute.title).toBe("computing, most of all aten::mkldnn_convolution");
  });
});
