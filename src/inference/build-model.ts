import { numChannelsOf } from "../audio/sample-format.js";
import type { Config } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import { createFrontEnd, type FrontEnd } from "../front-ends/index.js";
import { createEncoder, type Encoder, type Head, Model } from "../models/index.js";
import { Module } from "../nn/index.js";
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

/** Builds a recipe's front end and encoder on the CPU, with fresh weights from the default generator. */
export function buildEncoder(config: Config): { frontEnd: FrontEnd; encoder: Encoder } {
  // The scope frees the initial values; parameters outlive it.
  return scope(() => {
    const frontEnd = buildFrontEnd(config);
    const audioChannels = numChannelsOf(config.data.channels);
    const encoder = createEncoder(config.model, {
      channels: audioChannels * frontEnd.channels,
      audioChannels,
    });
    checkFrames(config, frontEnd, encoder);
    return { frontEnd, encoder };
  });
}

/** Builds a recipe's front end and model on the hardware, with fresh weights from the default generator. */
export function buildModel(config: Config, task: Pick<Task, "head">, hardware: Hardware): BuiltModel {
  const { device, channelsLast } = hardware;
  return scope(() => {
    const { frontEnd, encoder } = buildEncoder(config);
    const head: unknown = task.head(encoder.width);
    if (!(head instanceof Module))
      throw new ConfigError("COMPONENT", `task: head(width) returned ${typeof head}; expected a Module`);
    const model = new Model(encoder, head as Head, frontEnd.learned);
    model.to({ device, ...(channelsLast ? { memoryFormat: "channels_last" as const } : {}) });
    frontEnd.to({ device });
    return { model, frontEnd };
  });
}

/** Refuses clips with fewer frames than the model needs, which a module of the user's may declare only when it is built. */
function checkFrames({ data, model }: Config, frontEnd: FrontEnd, { minFrames }: Encoder): void {
  const numFrames = frontEnd.numFrames(Math.round(data.clip_sec * data.sample_rate_hz));
  if (numFrames >= minFrames) return;
  throw new ConfigError(
    "CONFIG_CONFLICT",
    `data.clip_sec: clips of ${data.clip_sec} s have ${numFrames} frames of features, and model ${model.name ?? model.use} needs ${minFrames}; take longer clips, or a shorter hop of the front end`,
  );
}
