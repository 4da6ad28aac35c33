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

/** The period in which a schedule falls, in steps. */
export interface SchedulePeriod {
  learningRate: number;
  numSteps: number;
  /** First step of the fall. By default 0. */
  fromStep?: number;
}

/**
 * Falls to `minFraction` as a power of the remaining fraction of the steps. Equals `PolynomialLR` of PyTorch where
 * `minFraction` is 0, and with a power of 1 `LinearLR` from 1 to `minFraction`.
 */
export function polynomial(options: SchedulePeriod & { power?: number; minFraction?: number }): Schedule {
  const { learningRate, numSteps, fromStep = 0, power = 1, minFraction = 0 } = options;
  return (step) => {
    const progress = Math.min(1, (step - fromStep) / Math.max(1, numSteps - fromStep));
    return learningRate * (minFraction + (1 - minFraction) * (1 - progress) ** power);
  };
}

/** Multiplies the learning rate by `gamma` every so many steps. Equals `StepLR` of PyTorch, and with one step `ExponentialLR`. */
export function stepDecay(options: { learningRate: number; everySteps: number; gamma?: number }): Schedule {
  const { learningRate, everySteps, gamma = 0.1 } = options;
  return (step) => learningRate * gamma ** Math.floor(step / everySteps);
}

/** Multiplies the learning rate by `gamma` at the given steps. Equals `MultiStepLR` of PyTorch. */
export function multiStep(options: {
  learningRate: number;
  atSteps: readonly number[];
  gamma?: number;
}): Schedule {
  const { learningRate, atSteps, gamma = 0.1 } = options;
  return (step) => learningRate * gamma ** atSteps.filter((at) => at <= step).length;
}

export interface OneCycleOptions {
  /** The largest one. */
  learningRate: number;
  numSteps: number;
  /** Fraction of the steps in which the learning rate rises. By default 0.3. */
  riseFraction?: number;
  /** First and last learning rate, as fractions of the largest one. By default 0.04 and 4e-6. */
  initialFraction?: number;
  finalFraction?: number;
  shape?: "cosine" | "linear";
}

/** A rise and a fall (Smith and Topin, 2018). Equals `OneCycleLR(cycle_momentum=False)` of PyTorch. */
export function oneCycle(options: OneCycleOptions): Schedule {
  const { learningRate, numSteps, riseFraction = 0.3, shape = "cosine" } = options;
  const { initialFraction = 0.04, finalFraction = 4e-6 } = options;
  const [peak, last] = [riseFraction * numSteps - 1, numSteps - 1];
  const between = (from: number, to: number, progress: number): number => {
    const reached = Math.min(1, progress);
    return shape === "linear"
      ? from + (to - from) * reached
      : to + ((from - to) / 2) * (1 + Math.cos(Math.PI * reached));
  };
  return (step) =>
    learningRate *
    (step <= peak
      ? between(initialFraction, 1, step / peak)
      : between(1, finalFraction, (step - Math.max(0, peak)) / Math.max(1e-9, last - Math.max(0, peak))));
}

/** Rises linearly to a schedule's first value, at `warmupSteps`, and then follows it. */
export function withWarmup(schedule: Schedule, learningRate: number, warmupSteps: number): Schedule {
  return (step) => (step < warmupSteps ? (learningRate * (step + 1)) / warmupSteps : schedule(step));
}
