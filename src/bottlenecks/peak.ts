import type { Hardware } from "../inference/hardware.js";
import { addon } from "../tensor/addon.js";
import { noGrad, scope } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";

const SIZE = 1024;
const TURNS = 12;

export interface Peak {
  flopsPerSec: number;
  /** `measured by a product of two bf16 matrices of 1024 x 1024` */
  source: string;
}

/** Measures the peak arithmetic of the hardware, which MFU is relative to. */
export function peakFlops({ device, precision }: Hardware): Peak {
  const dtype = { fp32: "float32", bf16: "bfloat16", fp16: "float16" } as const;
  // Large enough that the overhead of JavaScript and the dispatcher does not count.
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
