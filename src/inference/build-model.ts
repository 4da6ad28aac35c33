import { featureSamples } from "../config/feature-samples.js";
import type { Config } from "../config/schema.js";
import { LogMel } from "../front-ends/log-mel/log-mel.js";
import { buildClassifier, type Classifier } from "../models/index.js";
import { scope } from "../tensor/index.js";
import type { Hardware } from "./hardware.js";

export function buildFeatures(config: Config): LogMel {
  const { features, data } = config;
  return new LogMel({
    sampleRateHz: data.sample_rate_hz,
    numMels: features.num_mels,
    ...featureSamples(config),
    minHz: features.min_hz,
    maxHz: features.max_hz,
    logFloor: features.log_floor,
  });
}

export interface BuiltModel {
  model: Classifier;
  features: LogMel;
}

/** Builds a recipe's model and front end on the hardware, with fresh weights from the default generator. */
export function buildModel(config: Config, numClasses: number, hardware: Hardware): BuiltModel {
  const { model: options, features: featureOptions } = config;
  const { device, channelsLast } = hardware;
  // The scope frees the initial values; parameters outlive it.
  return scope(() => {
    const model = buildClassifier({ ...options, numMels: featureOptions.num_mels, numClasses });
    const features = buildFeatures(config);
    model.to({ device, ...(channelsLast ? { memoryFormat: "channels_last" as const } : {}) });
    features.to({ device });
    return { model, features };
  });
}
