import type { OperatorRow } from "../../profiling/operators.js";
import { isContended } from "../../profiling/system/cpu-load.js";
import type { RunFigures } from "../figures.js";
import { type Change, type Finding, gainOf, ms, percent, shareOf } from "./finding.js";

const LEAST_SHARE = 0.1;
/** Least share of a step's compute that does not grow with the batch. */
const LEAST_FIXED = 0.4;
/** Operators that are bound by arithmetic, not by memory. */
const PRODUCTS = /conv|addmm|aten::mm|bmm|matmul|linear/;
const BATCH_FACTOR = 4;

function computeOf({ times }: RunFigures): number {
  return times.copy + times.forward + times.backward + times.optimizer;
}

/** Finds batches so small that calling operators costs more than computing. */
export function diagnoseOverhead(figures: RunFigures): Finding | null {
  const { scaling, trace, config, machine } = figures;
  if (scaling === null || scaling.length < 2) return null;
  const [small, large] = [scaling[0]!, scaling.at(-1)!];
  const slope = (large.ms - small.ms) / (large.batchSize - small.batchSize);
  const fixedMs = Math.max(0, small.ms - slope * small.batchSize);
  const fixed = fixedMs / small.ms;
  const share = shareOf(figures, fixed * computeOf(figures));
  // On a loaded machine, small and large steps wait for the CPU alike: their times do not compare.
  const isLoaded = figures.load !== null && isContended(figures.load);
  if (isLoaded || fixed < LEAST_FIXED || share < LEAST_SHARE) return null;
  const factor = large.batchSize / small.batchSize;
  const savedMs = computeOf(figures) * (1 - large.ms / factor / small.ms);
  return {
    cause: "overhead",
    title: "CPU overhead: batches are too small to keep the machine busy",
    share,
    evidence: [
      `${small.batchSize} clips compute in ${ms(small.ms)}, ${large.batchSize} in ${ms(large.ms)}: ${percent(fixed)} of a step does not depend on its size`,
      ...(trace === null
        ? []
        : [
            `${Math.round(trace.numOperators)} operators a step, ${Math.round((1000 * trace.operatorMs) / trace.numOperators)} us each`,
          ]),
    ],
    changes: [
      ...(machine.numGpus > 0 && config.training.device !== "cpu" && config.training.cuda_graphs === "off"
        ? [
            {
              key: "training.cuda_graphs",
              value: "auto",
              gain: gainOf(figures, fixed * computeOf(figures)),
              why: "launches a step by one call, with the same bits",
              isSafe: true,
            },
          ]
        : []),
      {
        key: "training.batch_size",
        value: BATCH_FACTOR * config.training.batch_size,
        gain: gainOf(figures, savedMs),
        why: "measured; affects results: find the learning rate again (--find-lr)",
        isSafe: false,
      },
    ],
  };
}

/** Finds reads of tensor values by the program, which wait for a GPU and copy on any device. */
export function diagnoseHostReads(figures: RunFigures): Finding | null {
  const { hostReads, trace, machine, config } = figures;
  const isGpu = machine.numGpus > 0 && config.training.device !== "cpu";
  const share = shareOf(figures, hostReads.ms);
  if (share < LEAST_SHARE && !(isGpu && hostReads.count > 20 && share > 0.02)) return null;
  const where = trace?.hostReads.byModule.filter(({ module }) => module !== "(no module)") ?? [];
  return {
    cause: "host_reads",
    title: "host reads: the program reads tensor values inside steps",
    share,
    evidence: [
      `${hostReads.count.toFixed(1)} reads of ${hostReads.mb.toFixed(1)} MB a step take ${ms(hostReads.ms)} of ${ms(figures.stepMs)} (${percent(share)})`,
      ...where.slice(0, 3).map(({ module, count }) => `${count.toFixed(1)} of them in ${module}`),
      "no setting removes them: avoid item() and toArray() in forward, or call them only on logged steps",
    ],
    changes: [],
  };
}

/** Describes the computation itself by its slowest operators. */
export function diagnoseCompute(figures: RunFigures): Finding | null {
  const { trace } = figures;
  const share = shareOf(figures, computeOf(figures));
  if (share < LEAST_SHARE) return null;
  const rows = trace?.operators ?? [];
  const timeIn = (row: OperatorRow): number => (row.deviceMs > 0 ? row.deviceMs : row.selfMs);
  const total = rows.reduce((sum, row) => sum + timeIn(row), 0);
  const inProducts = rows
    .filter(({ name }) => PRODUCTS.test(name))
    .reduce((sum, row) => sum + timeIn(row), 0);
  const top = [...rows].sort((a, b) => timeIn(b) - timeIn(a)).slice(0, 3);
  const isMemory = rows.length > 0 && inProducts < 0.5 * total;
  const evidence = [
    `computing takes ${ms(computeOf(figures))} of ${ms(figures.stepMs)} (${percent(share)})`,
    ...top.map((row) => `${row.name}: ${percent(timeIn(row) / total)} of operators' time`),
    ...(isMemory
      ? [`${percent(1 - inProducts / total)} is in operators that move memory rather than multiply`]
      : []),
  ];
  const changes = cheaperArithmetic(figures);
  if (isMemory) return { cause: "memory_bandwidth", title: "memory bandwidth", share, evidence, changes };
  const title = top[0] === undefined ? "computing" : `computing, most of all ${top[0].name}`;
  return { cause: "kernel", title, share, evidence, changes };
}

function cheaperArithmetic(figures: RunFigures): Change[] {
  const { config, machine } = figures;
  const { precision, channels_last } = config.training;
  const compute = computeOf(figures);
  return [
    ...(precision === "fp32" && machine.bf16Unit !== null
      ? [
          {
            key: "training.precision",
            value: "bf16",
            gain: gainOf(figures, 0.45 * compute),
            why: `${machine.bf16Unit} computes bf16; weights stay float32, activations are rounded`,
            isSafe: true,
          },
        ]
      : []),
    ...(channels_last === false
      ? [
          {
            key: "training.channels_last",
            value: true,
            gain: gainOf(figures, 0.25 * compute),
            why: "convolutions run faster with channels innermost; nothing but rounding changes",
            isSafe: true,
          },
        ]
      : []),
  ];
}
