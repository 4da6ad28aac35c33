import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import { World } from "../distributed/world.js";
import type { Task } from "../tasks/task.js";
import { createTaskOf } from "./create-task.js";
import type { Hardware } from "./hardware.js";

/** A recipe and everything that it resolves to on this rank. */
export interface Session {
  readonly config: Config;
  readonly data: Dataset;
  /** Fitted to the training clips. */
  readonly task: Task;
  readonly hardware: Hardware;
  /** The ranks that share the work. */
  readonly world: World;
}

/** Creates the task of a recipe for its data. */
export function openSession(
  config: Config,
  data: Dataset,
  hardware: Hardware,
  world: World = World.solo(),
): Session {
  return { config, data, task: createTaskOf(config, data), hardware, world };
}
