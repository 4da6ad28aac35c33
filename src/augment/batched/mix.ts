import { ops } from "../../tensor/ops.js";
import { drawStretch } from "../mix/cutmix.js";
import { drawFrom, type Range } from "../range.js";
import type { BatchedAugmentation } from "./define.js";
import { perClip, placesOf, wholeColumns } from "./rows.js";

/** Adds another training clip to each. */
export function mixup({ share }: { share: Range }): BatchedAugmentation {
  return {
    mixes: true,
    apply(wave, randoms, partners) {
      const shares = randoms.map((random) => drawFrom(share, random));
      const own = shares.map((one) => 1 - one);
      const mixed = wave
        .to("float64")
        .mul(perClip(own, wave.device))
        .add(partners!.to("float64").mul(perClip(shares, wave.device)));
      return { wave: mixed.to("float32"), shares: shares.map((one) => [1 - one, one] as const) };
    },
  };
}

/** Replaces a stretch of each clip by that of another training clip. */
export function cutmix({ share }: { share: Range }): BatchedAugmentation {
  return {
    mixes: true,
    apply(wave, randoms, partners) {
      const { device } = wave;
      const samples = wave.shape[2]!;
      const stretches = randoms.map((random) => drawStretch(share, samples, random));
      const places = placesOf(samples, device);
      const ends = stretches.map(({ first, count }) => first + count);
      const [first, end] = wholeColumns([stretches.map((one) => one.first), ends], device);
      const isReplaced = places.ge(first!).logicalAnd(places.lt(end!));
      return {
        wave: ops.where(isReplaced, partners!, wave),
        shares: stretches.map(({ count }) => [1 - count / samples, count / samples] as const),
      };
    },
  };
}
