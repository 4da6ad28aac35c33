import { DataError } from "../../errors.js";
import { audioAddon, type Recording } from "../addon.js";
import { decodeSamples } from "../native-samples.js";
import type { AudioReader, ByteSource, ChannelChoice } from "../reader.js";
import { damaged, type EncodedAudio } from "./encoded.js";
import { formatName, isLossy } from "./formats.js";
import { sndfileLibrary } from "./library.js";

/** A recording that libsndfile decodes. */
export class SndfileReader implements AudioReader {
  readonly name: string;
  readonly format: string;
  readonly sampleRateHz: number;
  readonly numChannels: number;
  readonly numFrames: number;
  readonly warning: string | null;
  readonly #recording: Recording;
  readonly #isLossy: boolean;

  /**
   * @param isPipe a pipe's header cannot state a length, which is no reason to warn
   * @throws DataError for what cannot be decoded, NativeError if libsndfile is missing
   */
  constructor(source: ByteSource, name: string, encoded: EncodedAudio, isPipe: boolean) {
    sndfileLibrary();
    const info = new Float64Array(4);
    this.#recording = openRecording(source, name, encoded, info);
    const [numFrames = 0, sampleRateHz = 0, numChannels = 0, format = 0] = info;
    this.name = name;
    this.format = formatName(format);
    this.sampleRateHz = sampleRateHz;
    this.numChannels = numChannels;
    this.numFrames = Math.min(numFrames, encoded.mostFrames);
    this.#isLossy = isLossy(format);
    this.warning =
      encoded.measured === null || isPipe
        ? null
        : `${name}: ${encoded.measured}; read to the file's end, ${this.durationSec.toFixed(3)} s`;
    const error = this.#findError(encoded.leastFrames);
    if (error === null) return;
    this.close();
    throw error;
  }

  #findError(leastFrames: number): DataError | null {
    const { name, numFrames, sampleRateHz, format } = this;
    if (numFrames === 0 || sampleRateHz === 0)
      return new DataError("EMPTY", `${name}: holds no audio (${format}); record or export it again`);
    if (numFrames >= leastFrames) return null;
    return damaged(
      name,
      format,
      `promises ${leastFrames} samples of each channel or more, the decoder finds ${numFrames}`,
    );
  }

  get durationSec(): number {
    return this.numFrames / this.sampleRateHz;
  }

  read(first: number, count: number, channels: ChannelChoice = "mix", into?: Float32Array): Float32Array {
    // Formats with losses have no checksums of their own; samples of the others may be any numbers.
    return decodeSamples(this, { count, channels, into }, this.#isLossy, (...outputs) => {
      const done = audioAddon().sndfileRead(this.#recording, first, count, ...outputs);
      if (done < count) throw this.#shorter(first + done);
    });
  }

  close(): void {
    audioAddon().sndfileClose(this.#recording);
  }

  #shorter(end: number): DataError {
    const seconds = (frames: number): string => (frames / this.sampleRateHz).toFixed(3);
    return new DataError(
      "TRUNCATED",
      `${this.name}: truncated or damaged: this ${this.format} file promises ${this.numFrames} samples (${seconds(this.numFrames)} s), decoding ends at ${end} (${seconds(end)} s). Copy it again from its source; to use what can be decoded, convert it (ffmpeg -i in out.wav)`,
    );
  }
}

function openRecording(
  source: ByteSource,
  name: string,
  { head, skip, end }: EncodedAudio,
  info: Float64Array,
): Recording {
  const { origin } = source;
  const size = Math.min(source.size, end) - skip;
  try {
    if (!(origin instanceof Uint8Array))
      return audioAddon().sndfileOpenFile(head, origin.file, origin.offset + skip, size, info);
    const rest = origin.subarray(skip, skip + size);
    const bytes = head.length === 0 ? rest : Buffer.concat([head, rest]);
    return audioAddon().sndfileOpenMemory(bytes, info);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "OPEN") throw error;
    const reason = (error as Error).message.replace(/\.$/, "");
    throw new DataError(
      "CORRUPT",
      `${name}: cannot be decoded: ${reason}. Copy it again from its source, or convert it (ffmpeg -i in out.wav)`,
      { cause: error },
    );
  }
}
