import { describe, expect, it } from "vitest";
import { parseConfig } from "../../config/load.js";
import { TIME_NAMES, type TimeName } from "../../timing/stages.js";
import type { RunFigures } from "../figures.js";
import { extentOf } from "./finding.js";
import { diagnose } from "./verdict.js";

/** Returns figures of a run that computes for 80 ms in a step of 100 clips and never waits. */
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
    ...{
      isEvaluationEstimated: false,
      augmentations: [],
      slowestClips: [],
      numTrainClips: 2000,
      ranks: [],
      numWorkers: 1,
    },
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
const withAugmentations = (config: RunFigures["config"], augmentations: readonly object[]) =>
  ({ ...config, data: { ...config.data, augmentations } }) as RunFigures["config"];
const clipOf = (parts: Partial<NonNullable<RunFigures["clip"]>>) => ({ ...figures().clip!, ...parts });

describe("the verdict", () => {
  it("is computing, without suggestions, if nothing else takes time", () => {
    expect(causes(figures())).toEqual(["kernel"]);
    expect(changes(figures())).toEqual([]);
  });

  it("is too few workers if more would suffice, with their number and the expected gain", () => {
    // 100 clips of 2.55 ms take 255 ms on one thread, 128 on two, 64 on four; computing takes 80 ms.
    const given = figures({ data: 175 }, { clip: clipOf({ resample: 2.4 }) });
    expect(causes(given)).toEqual(["workers", "kernel"]);
    expect(changes(given)).toEqual([
      ["data.workers=4", 3.19],
      ["data.cache_gb=4", 3.19],
    ]);
  });

  it("counts the clips that a step has on average, of which batches by duration may have far fewer than the most", () => {
    const keys = { training: { batch_size: 1000, batch_sec: 100 } };
    const given = figures({ data: 175 }, { clip: clipOf({ resample: 2.4 }) }, keys);
    expect(changes(given)[0]).toEqual(["data.workers=4", 3.19]);
  });

  it("is decoding if all cores together are too slow, with the slowest part", () => {
    const given = figures({ data: 2420 }, { clip: clipOf({ resample: 25 }), numWorkers: 1 });
    expect(diagnose(given).findings[0]).toMatchObject({
      cause: "decoding",
      title: expect.stringMatching(/"resample"/),
    });
    expect(diagnose(given).changes[0]!.key).toBe("data.cache_gb");
  });

  it("on a GPU, suggests to keep clips there if they fit and no augmentation needs decoding threads", () => {
    // 2,000 clips of a second take 0.14 GB.
    const given = (usedGb: number, percent: number, data: object = {}) => {
      const system = { "system/gpu0_memory_gb": usedGb, "system/gpu0_memory_percent": percent };
      const machine = { ...figures().machine, numGpus: 1 };
      const clip = clipOf({ resample: 25 });
      const one = figures({ data: 2420 }, { clip, machine, system }, { data: { train: "x", ...data } });
      return { ...diagnose(one), config: one.config };
    };
    const keyed = ({ changes: all }: ReturnType<typeof given>) =>
      all.map(({ key, value }) => `${key}=${value}`);
    const empty = given(20, 25);
    // Nothing is left to wait for: 2500 ms become 80 ms.
    expect(empty.changes[0]).toMatchObject({ key: "data.cache_on", value: "device", isSafe: true });
    expect(empty.changes[0]!.gain).toBeCloseTo(2500 / 80, 1);
    expect(keyed(given(39.9, 99.9))).toContain("data.cache_on=pinned");
    expect(keyed(given(20, 25, { cache_gb: 0.1 })).join()).not.toMatch(/cache/);
    expect(keyed(given(20, 25, { cache_on: "ram" }))).toContain("data.cache_on=device");
    // After the first epoch, of 20 steps, no thread decodes.
    const onDevice = given(20, 25, { cache_on: "device" });
    expect(onDevice.findings[0]!.title).toMatch(/cuts and augments batches \(data\.cache_on=device\)/);
    expect(onDevice.changes).toEqual([]);
    const noisy = given(20, 25, { augmentations: [{ name: "gain" }, { name: "noise" }] });
    expect(keyed(noisy)).toContain("data.cache_gb=4");
    expect(keyed(noisy).join()).not.toMatch(/cache_on/);
    expect(noisy.findings[0]!.evidence.join("\n")).toMatch(
      /without data\.augmentations\.1 \(noise\), which only decoding threads apply, data\.cache_on=device would/,
    );
    expect(changes(figures({ data: 2420 }, { clip: clipOf({ resample: 25 }) })).join()).not.toMatch(
      /cache_on/,
    );
  });

  it("is the slowest augmentation if it takes more time than any other stage, with what makes it cheaper", () => {
    const list = [
      { name: "gain" },
      { name: "pitch_shift", probability: 0.8 },
      { use: "./own.ts", code: "0" },
    ];
    const times = (own: number, pitch: number) => [
      { place: 0, ms: 0.1 },
      { place: 1, ms: pitch },
      { place: 2, ms: own },
    ];
    const of = (resample: number, ...[own, pitch]: [number, number]) => {
      const clip = clipOf({ resample, augment: own + pitch + 0.1 });
      const given = figures({ data: 1601 }, { clip, augmentations: times(own, pitch), numWorkers: 4 });
      return diagnose({ ...given, config: withAugmentations(given.config, list) });
    };
    const builtIn = of(3, 4, 60);
    expect(builtIn.findings[0]).toMatchObject({
      cause: "augmentation",
      title: "data: augmentation 1 (pitch_shift) is slow",
    });
    expect(builtIn.findings[0]!.evidence).toContain(
      "augmentation 1 (pitch_shift) takes 60 ms of the 67 ms that a clip costs a thread; " +
        "lower data.augmentations.1.probability (0.8), or use speed, which changes pitch and length together, in a fortieth of the time",
    );
    const rarer = builtIn.changes.find(({ key }) => key === "data.augmentations.1.probability")!;
    // 100 clips of 67.2 ms take four threads 1681 ms, of 37.2 ms 931 ms; the step computes for 80 ms.
    expect(rarer).toMatchObject({ value: 0.4, isSafe: false });
    expect(rarer.gain).toBeCloseTo(1681 / 931, 2);
    const own = of(3, 60, 4);
    expect(own.findings[0]!.title).toBe("data: augmentation 2 (./own.ts) is slow");
    expect(own.findings[0]!.evidence.join()).toMatch(
      /\(\.\/own\.ts\) takes 60 ms.*; apply it to fewer clips/,
    );
    expect(own.changes.map(({ key }) => key)).not.toContain("data.augmentations.2.probability");
    // It is named beside a slower stage, and not at all where it is cheap.
    const beside = of(60, 4, 25).findings[0]!;
    expect([beside.title, beside.evidence.join()]).toEqual([
      'data: decoding is slow, mostly "resample"',
      expect.stringMatching(/augmentation 1 \(pitch_shift\) takes 25 ms/),
    ]);
    expect(of(60, 2, 2).findings[0]!.evidence.join()).not.toMatch(/augmentation/);
  });

  it("is the disk if opening and reading take most of a clip's time", () => {
    const given = figures({ data: 300 }, { clip: clipOf({ read: 5 }), numWorkers: 2 });
    expect(causes(given)[0]).toBe("disk");
    // Threads that wait for a disk can share cores.
    expect(changes(given)[0]![0]).toBe("data.workers=8");
  });

  it("is not the loader if its threads are idle part of the time", () => {
    // 100 clips of 0.25 ms are 25 ms of decoding beside 80 ms of computing: the step waited for something else.
    expect(causes(figures({ data: 40 }))).toEqual(["kernel"]);
  });

  it("is not the loader if the wait for data is short", () => {
    expect(causes(figures({ data: 5 }, { clip: clipOf({ read: 5 }) }))).toEqual(["kernel"]);
  });

  it("is evaluation, logging or checkpoints, each with a suggested interval", () => {
    expect(causes(figures({ evaluation: 160 }))[0]).toBe("evaluation");
    // 160 / n may be at most a twentieth of the step: n = 38.
    expect(changes(figures({ evaluation: 160 }, {}, { training: { epochs: 100 } }))).toEqual([
      ["training.evaluate_every_epochs=38", 2.85],
    ]);
    expect(causes(figures({ logging: 80 }))[0]).toBe("logging");
    expect(changes(figures({ logging: 80 }))).toEqual([["logging.every_steps=100", 1.82]]);
    const saving = figures({ checkpoint: 40 }, {}, { checkpoint: { save: [{ every_steps: 5 }] } });
    expect(causes(saving)[0]).toBe("checkpoint");
    expect(changes(saving)).toEqual([['checkpoint.save=[{"every_steps":50}]', 1.43]]);
  });

  it("is CPU overhead if a larger batch takes about as long", () => {
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
    const gpu = { machine: { ...given.machine, numGpus: 1 } };
    const onGpu = (cuda_graphs: string) =>
      changes(figures({}, { scaling: flat, ...gpu }, { training: { device: "cuda", cuda_graphs } })).map(
        ([key]) => key,
      );
    expect(onGpu("off")).toEqual(["training.cuda_graphs=auto", "training.batch_size=400"]);
    expect(onGpu("auto")).toEqual(["training.batch_size=400"]);
    const steep = flat.map(({ batchSize }) => ({ batchSize, ms: 0.8 * batchSize }));
    expect(causes(figures({}, { scaling: steep }))).toEqual(["kernel"]);
  });

  it("is the machine's load, not overhead, if other programs use the CPU", () => {
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
    expect(loaded.findings.map(extentOf)).toEqual([
      "63 % of the CPU",
      expect.stringMatching(/ % of each step$/),
    ]);
    expect(loaded.changes).toEqual([]);
    expect(causes(figures({}, { scaling, ...load(0.1, 0) }))[0]).toBe("overhead");
    expect(causes(figures({}, { scaling, ...load(1.5, 2) }))[0]).toBe("overhead");
  });

  it("is host reads, on a GPU also if they are many and short", () => {
    expect(causes(figures({}, { hostReads: { count: 40, mb: 50, ms: 30 } }))[0]).toBe("host_reads");
    expect(causes(figures({}, { hostReads: { count: 40, mb: 0, ms: 2 } }))).toEqual(["kernel"]);
    const onGpu = { machine: { ...figures().machine, numGpus: 1 }, hostReads: { count: 40, mb: 0, ms: 2 } };
    expect(causes(figures({}, onGpu))[0]).toBe("host_reads");
  });

  it("is the slowest rank and its slow stage if the other ranks wait for it", () => {
    const ranks = [0, 1, 2].map((rank) => ({ rank, busyMs: 80, dataMs: 2, computeMs: 78, waitMs: 60 }));
    ranks[1] = { rank: 1, busyMs: 140, dataMs: 62, computeMs: 78, waitMs: 0 };
    const [first, ...others] = diagnose(figures({ all_reduce: 60 }, { ranks })).findings;
    expect(first!.title).toBe("rank 1 is slower than the others, in its data");
    // The wait for the slow rank is not attributed to the all-reduce.
    expect(others.map(({ cause }) => cause)).toEqual(["kernel"]);
    const even = ranks.map((one) => ({ ...one, busyMs: 80, waitMs: 60 }));
    expect(causes(figures({ all_reduce: 60 }, { ranks: even }))[0]).toBe("all_reduce");
  });

  it("sorts findings by lost time, and changes by expected gain", () => {
    const given = figures({ evaluation: 100, logging: 40 }, {}, { training: { precision: "fp32" } });
    expect(causes(given)).toEqual(["evaluation", "logging", "kernel"]);
    const gains = diagnose(given).changes.map(({ gain }) => gain);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    expect(diagnose(given).changes.map(({ key }) => key)).toContain("training.precision");
  });

  it("is memory bandwidth if operators bound by memory dominate a trace", () => {
    const row = (name: string, selfMs: number) => ({ name, selfMs, totalMs: selfMs, calls: 1, deviceMs: 0 });
    const trace = (conv: number, norm: number) =>
      ({ operators: [row("aten::mkldnn_convolution", conv), row("aten::native_batch_norm", norm)] }) as never;
    expect(causes(figures({}, { trace: trace(10, 60) }))).toEqual(["memory_bandwidth"]);
    const compute = diagnose(figures({}, { trace: trace(60, 10) })).findings[0]!;
    expect(compute.title).toBe("computing, most of all aten::mkldnn_convolution");
  });
});
