/** Training clips before and after augmentation, as the first epochs of a run have them. */
import { numChannelsOf } from "../../audio/sample-format.js";
import { spectrogramPicture } from "../../audio/spectrogram-picture.js";
import { encodeWav16 } from "../../audio/wav.js";
import type { Config } from "../../config/schema.js";
import { augmentationList } from "../../data/augmentation-files.js";
import { type Applied, numPartners } from "../../data/augmentations.js";
import { type Clip, clipName } from "../../data/clip.js";
import { type CropOptions, decodeClip, type Mixing } from "../../data/decode.js";
import { PURPOSES, permutation } from "../../data/random.js";
import type { FrontEnd } from "../../front-ends/index.js";
import { buildFrontEnd } from "../../inference/build-model.js";
import { clipSamplesOf } from "../../inference/loaders.js";
import { sampleFormatOf, waveShape } from "../../inference/sample-format.js";
import { noGrad, scope, Tensor } from "../../tensor/index.js";

/** A version of a clip, with the features that the model gets. */
export interface Version {
  wav: Uint8Array;
  /** PNG. */
  picture: Uint8Array;
  /** Labels, with their shares if clips were mixed: `0.7 dog + 0.3 rain`. */
  labels: string;
  /** Changes, in order: `noise: snr_db 12.1, color pink`. */
  changes: readonly string[];
}

/** A clip before augmentation, and in each epoch. */
export interface ListenedClip {
  name: string;
  before: Version;
  epochs: readonly Version[];
}

/** Changes features as training does, and names the changes. */
export interface FeatureChanger {
  apply(features: Tensor, epoch: number, clips: Int32Array): Tensor;
  namesOf(epoch: number, clip: number): readonly string[];
}

/**
 * Returns some training clips, chosen by the recipe's seed.
 *
 * @throws DataError naming a clip that cannot be read
 */
export function listenedClips(
  config: Config,
  clips: readonly Clip[],
  features: FeatureChanger,
  count: { clips: number; epochs: number },
): ListenedClip[] {
  const { data, seed } = config;
  const frontEnd = buildFrontEnd(config);
  const list = augmentationList(data.augmentations, data.sample_rate_hz);
  const { gain_db: gainDb, random_crop: randomCrop } = data.augment;
  const shared = { ...sampleFormatOf(config), seed };
  const numChannels = numChannelsOf(data.channels);
  const unchanged: CropOptions = { ...shared, augment: { gainDb: 0, randomCrop } };
  const changed: CropOptions = { ...shared, augment: { gainDb, randomCrop, list } };
  const numMixed = 1 + numPartners(list);
  const chosen = permutation(clips.length, PURPOSES.listening, seed).subarray(0, count.clips);
  const versionOf = (index: number, epoch: number, isChanged: boolean): Version => {
    const samples = new Float32Array(numChannels * clipSamplesOf(config));
    const applied: Applied[] = [];
    const mixing: Mixing = {
      numClips: clips.length,
      clipAt: (other) => clips[other]!,
      mixture: { clips: new Int32Array(numMixed), shares: new Float32Array(numMixed), numMixed },
    };
    const options = isChanged ? changed : unchanged;
    decodeClip(clips[index]!, index, epoch, options, samples, isChanged ? mixing : null, applied);
    const change = (given: Tensor): Tensor =>
      isChanged ? features.apply(given, epoch, Int32Array.of(index)) : given;
    return {
      wav: encodeWav16(mixed(samples, numChannels), data.sample_rate_hz),
      picture: pictureOf(samples, waveShape(config, 1, clipSamplesOf(config)), frontEnd, change),
      labels: isChanged ? mixedLabels(mixing, clips) : clips[index]!.label,
      changes: isChanged ? [...applied.map(describeChange), ...features.namesOf(epoch, index)] : [],
    };
  };
  try {
    return Array.from(chosen, (index) => ({
      name: clipName(clips[index]!),
      before: versionOf(index, 0, false),
      epochs: Array.from({ length: count.epochs }, (_, epoch) => versionOf(index, epoch, true)),
    }));
  } finally {
    frontEnd.dispose();
  }
}

/** Returns the mean of the channels. */
function mixed(samples: Float32Array, numChannels: number): Float32Array {
  const length = samples.length / numChannels;
  return Float32Array.from({ length }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < numChannels; c++) sum += samples[c * length + i]!;
    return sum / numChannels;
  });
}

function pictureOf(
  samples: Float32Array,
  shape: number[],
  frontEnd: FrontEnd,
  change: (features: Tensor) => Tensor,
): Buffer {
  const features = noGrad(() =>
    scope(() => change(frontEnd.forward(Tensor.view(samples, shape))).toFloat32Array()),
  ); // [1, C, F]
  return spectrogramPicture(features, frontEnd.channels);
}

function mixedLabels({ mixture: { clips: indices, shares } }: Mixing, clips: readonly Clip[]): string {
  const parts = new Map<string, number>();
  for (const [i, clip] of indices.entries()) {
    const { label } = clips[clip]!;
    if (shares[i]! > 0) parts.set(label, (parts.get(label) ?? 0) + shares[i]!);
  }
  if (parts.size === 1) return [...parts.keys()][0]!;
  return [...parts].map(([label, share]) => `${short(share)} ${label}`).join(" + ");
}

function describeChange({ name, drawn }: Applied): string {
  const values = Object.entries(drawn).map(
    ([key, value]) => `${key} ${typeof value === "number" ? short(value) : String(value)}`,
  );
  return values.length === 0 ? name : `${name}: ${values.join(", ")}`;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
