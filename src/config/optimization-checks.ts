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
  checkAveraging(config, refuse);
}

function checkAveraging({ optimization, training }: Config, refuse: Refuse): void {
  const { swa, ema_decay, schedule } = optimization;
  if (swa === null) return;
  const key = "optimization.swa";
  if (ema_decay !== null)
    refuse(
      [key, "optimization.ema_decay"],
      `given together with optimization.ema_decay ${ema_decay}; set one of them to null.`,
    );
  if (swa.from_epoch > training.epochs) {
    refuse(
      [key, "training.epochs"],
      `from_epoch ${swa.from_epoch} is after the last of ${training.epochs} epochs; take an earlier one.`,
    );
  }
  const name = typeof schedule === "string" ? schedule : schedule.name;
  if (swa.learning_rate !== null && name === "plateau")
    refuse(
      [key, "optimization.schedule"],
      "learning_rate is constant, and plateau changes it; set one of them to null.",
    );
}

/** Options beside an optimizer that has options of its own would be ignored. */
function checkOptimizerKeys({ optimization }: Config, refuse: Refuse): void {
  const { optimizer } = optimization;
  // Names whose options these keys are, and modules of the user's.
  if (optimizer === "adamw" || optimizer === "sgd") return;
  const name = typeof optimizer === "string" ? optimizer : optimizer.name;
  if (name === undefined) return;
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
