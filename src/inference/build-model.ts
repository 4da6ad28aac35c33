import type { Config } from "../config/schema.js";
import { createFrontEnd, type FrontEnd } from "../front-ends/index.js";
import { createEncoder, Model } from "../models/index.js";
import type { Task } from "../tasks/task.js";
import { scope } from "../tensor/index.js";
import type { Hardware } from "./hardware.js";

/** A front end, and the model of its features. */
export interface BuiltModel {
  model: Model;
  frontEnd: FrontEnd;
}

/** Builds a recipe's front end, on the CPU. */
export function buildFrontEnd({ front_end, data }: Config): FrontEnd {
  return createFrontEnd(front_end, { sampleRateHz: data.sample_rate_hz });
}

/** Builds a recipe's front end and model on the hardware, with fresh weights from the default generator. */
export function buildModel(config: Config, task: Pick<Task, "head">, hardware: Hardware): BuiltModel {
  const { device, channelsLast } = hardware;
  // The scope frees the initial values; parameters outlive it.
  return scope(() => {
    const frontEnd = buildFrontEnd(config);
    const encoder = createEncoder(config.model, { channels: frontEnd.channels });
    const model = new Model(encoder, task.head(encoder.width));
    model.to({ device, ...(channelsLast ? { memoryFormat: "channels_last" as const } : {}) });
    frontEnd.to({ device });
    return { model, frontEnd };
  });
}
