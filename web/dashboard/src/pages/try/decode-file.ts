import { decodeWav, type Sound } from "../../audio/wav.js";

/** Decoded samples take 11 MB a minute. */
const LONGEST_SEC = 30 * 60;
const MOST_BYTES = 500 * 2 ** 20;

/**
 * Decodes a file. WAV of 16 bits keeps its own rate, so that it is resampled as in training; the browser decodes all else.
 *
 * @param rateHz of the model, to which the browser resamples
 * @throws Error that says what to do
 */
export async function decodeFile(file: File, rateHz: number): Promise<Sound> {
  if (file.size > MOST_BYTES) throw new Error(`${file.name}: larger than 500 MB; use woodshed predict`);
  const bytes = await file.arrayBuffer();
  const sound = await decodeBytes(bytes, file.name, rateHz);
  if (sound.durationSec > LONGEST_SEC)
    throw new Error(
      `${file.name}: longer than ${LONGEST_SEC / 60} minutes; use woodshed predict or woodshed detect`,
    );
  if (sound.durationSec === 0) throw new Error(`${file.name}: has no samples`);
  return sound;
}

async function decodeBytes(bytes: ArrayBuffer, name: string, rateHz: number): Promise<Sound> {
  try {
    return decodeWav(bytes);
  } catch {
    // Another format.
  }
  try {
    const audio = await new OfflineAudioContext(1, 1, rateHz).decodeAudioData(bytes);
    return {
      sampleRateHz: rateHz,
      channels: Array.from({ length: audio.numberOfChannels }, (_, i) => audio.getChannelData(i)),
      durationSec: audio.duration,
    };
  } catch {
    throw new Error(
      `${name}: this browser cannot decode it. Convert it, for example with ffmpeg -i ${name} sound.wav, or use woodshed predict`,
    );
  }
}
