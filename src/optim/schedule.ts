/** The learning rate of each optimizer step, counted from 0. A pure function, so it has no state to save. */
export type Schedule = (step: number) => number;

export interface WarmupCosineOptions {
  learningRate: number;
  numSteps: number;
  /** Number of steps in which the learning rate rises from zero. */
  warmupSteps: number;
  /** Final value of the cosine, as a fraction of the learning rate. By default 0. */
  minFraction?: number;
}

/** Linear warm-up, then half a cosine down to `minFraction` (Loshchilov and Hutter, 2017). */
export function warmupCosine(options: WarmupCosineOptions): Schedule {
  const { learningRate, numSteps, warmupSteps, minFraction = 0 } = options;
  return (step) => {
    if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
    const progress = Math.min(1, (step - warmupSteps) / Math.max(1, numSteps - warmupSteps));
    return learningRate * (minFraction + (1 - minFraction) * 0.5 * (1 + Math.cos(Math.PI * progress)));
  };
}

/** Linear warm-up, then constant. */
export function warmupConstant(options: Pick<WarmupCosineOptions, "learningRate" | "warmupSteps">): Schedule {
  return (step) => options.learningRate * Math.min(1, (step + 1) / Math.max(1, options.warmupSteps));
}
