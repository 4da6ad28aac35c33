import { addon } from "../ops/addon.js";
import { ops } from "../ops/index.js";
import { noGrad, scope } from "../tensor/index.js";
import type { Hardware } from "../train/hardware.js";

/** Dense tensor-core arithmetic of GPUs by their makers' data sheets, in TFLOP/s of bf16 and fp16. */
const GPU_TFLOPS: readonly [pattern: RegExp, tflops: number][] = [
  [/H200|H100.*(SXM|HBM3)/, 989],
  [/H100/, 756],
  [/A100/, 312],
  [/L40S/, 362],
  [/A10G?\b/, 125],
  [/L4\b/, 121],
  [/V100/, 125],
  [/T4\b/, 65],
  [/4090/, 165],
];

const SIZE = 1024;
const TURNS = 12;

export interface Peak {
  flopsPerSec: number;
  /** `measured by a product of two matrices, 1024 x 1024, bf16` */
  source: string;
}

/** What the hardware computes at most, which a model's own arithmetic is a part of. */
export function peakFlops({ device, precision }: Hardware, gpuName: string | null = null): Peak {
  const known =
    device === "cpu" || precision === "fp32"
      ? undefined
      : GPU_TFLOPS.find(([name]) => name.test(gpuName ?? ""));
  if (known !== undefined) return { flopsPerSec: 1e12 * known[1], source: `the data sheet of ${gpuName}` };
  const dtype = { fp32: "float32", bf16: "bfloat16", fp16: "float16" } as const;
  // The product itself, past what JavaScript and the dispatcher cost.
  const size = device === "cpu" ? SIZE : 8 * SIZE;
  const seconds = noGrad(() =>
    scope(() => {
      const a = ops.randn([size, size], { device }).to(dtype[precision]);
      const b = ops.randn([size, size], { device }).to(dtype[precision]);
      let least = Number.POSITIVE_INFINITY;
      for (let turn = 0; turn < TURNS; turn++) {
        const startMs = performance.now();
        scope(() => addon.item(a.mm(b).narrow(0, 0, 1).narrow(1, 0, 1).handle)); // sync
        least = Math.min(least, (performance.now() - startMs) / 1000);
      }
      return least;
    }),
  );
  return {
    flopsPerSec: (2 * size ** 3) / seconds,
    source: `measured by a product of two ${precision} matrices of ${size} x ${size}`,
  };
}
