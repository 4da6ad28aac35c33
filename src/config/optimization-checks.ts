/** Rules between the keys of the section `optimization`. */
import { SCHEDULES, type ScheduleOptions } from "../optim/schedule-options.js";
import type { Refuse } from "./problems.js";
import type { Config } from "./schema.js";
import { DEFAULT_WARMUP } from "./sections/optimization.js";

/** Returns what a recipe's schedule declares; nothing for one of the user's. */
export function scheduleProperties({ optimization }: Config): {
  hasOwnWarmup: boolean;
  needsValidation: boolean;
} {
  const { schedule } = optimization;
  const name = typeof schedule === "string" ? schedule : schedule.name;
  // A module of the user's has no name.
  const declared = name === undefined ? {} : (SCHEDULES[name] as ScheduleOptions);
  return { hasOwnWarmup: false, needsValidation: false, ...declared };
}

/** Keys beside `optimizer` that are the options of a name alone, with their defaults. */
const OPTIMIZER_KEYS = { betas: [0.9, 0.999], eps: 1e-8, momentum: 0.9 } as const;

export function checkOptimization(config: Config, refuse: Refuse): void {
  checkOptimizerKeys(config, refuse);
  checkWarmup(config, refuse);
}

/** Options beside an optimizer that has options of its own would be ignored. */
function checkOptimizerKeys({ optimization }: Config, refuse: Refuse): void {
  const { optimizer } = optimization;
  // A name alone, or a module of the user's.
  if (typeof optimizer === "string" || optimizer.name === undefined) return;
  const { name } = optimizer;
  for (const [key, value] of Object.entries(OPTIMIZER_KEYS)) {
    const given = JSON.stringify(optimization[key as keyof typeof OPTIMIZER_KEYS]);
    if (given === JSON.stringify(value)) continue;
    refuse(
      [`optimization.${key}`, "optimization.optimizer"],
      `${given} is not used by the optimizer ${name}; set its own options in optimization.optimizer={name: ${name}, ...}, and leave this out.`,
    );
  }
}

function checkWarmup(config: Config, refuse: Refuse): void {
  const { warmup_fraction, warmup_steps, warmup_epochs } = config.optimization;
  if (warmup_steps !== null && warmup_epochs !== null) {
    refuse(
      ["optimization.warmup_steps", "optimization.warmup_epochs"],
      `${warmup_steps}, and optimization.warmup_epochs is ${warmup_epochs}; set one of them to null.`,
    );
  }
  if (!scheduleProperties(config).hasOwnWarmup) return;
  const given = { warmup_steps, warmup_epochs, warmup_fraction };
  for (const [key, value] of Object.entries(given)) {
    if (value === (key === "warmup_fraction" ? DEFAULT_WARMUP : null)) continue;
    refuse(
      [`optimization.${key}`, "optimization.schedule"],
      `${value}, and this schedule rises by itself; set optimization.schedule.rise_fraction instead, and leave this out.`,
    );
  }
}
