import { DataError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import { audioAddon } from "./addon.js";
import {
  type AudioReader,
  allocateSamples,
  type ByteSource,
  type ChannelChoice,
  channelsRead,
} from "./reader.js";
import { parseWavHeader, truncated, type WavFormat } from "./wav-header.js";

/** Milliseconds that a call of the addon waited for a file. */
const readMs = new Float64Array(1);

/** A WAV file of PCM or float samples: its header, and its samples by stretches. */
export class WavFile implements AudioReader {
  readonly name: string;
  readonly format = "WAV";
  readonly sampleRateHz: number;
  readonly numChannels: number;
  readonly numFrames: number;
  readonly #source: ByteSource;
  readonly #header: WavFormat;
  readonly #isPipe: boolean;

  /**
   * @param isPipe a pipe's header cannot state a length, which is no reason to warn
   */
  constructor(source: ByteSource, name: string, isPipe = false) {
    this.#isPipe = isPipe;
    this.#source = source;
    this.#header = parseWavHeader(source, name);
    this.name = name;
    this.sampleRateHz = this.#header.sampleRateHz;
    this.numChannels = this.#header.numChannels;
    this.numFrames = Math.floor(this.#header.dataBytes / this.#header.frameBytes);
  }

  get durationSec(): number {
    return this.numFrames / this.sampleRateHz;
  }

  get warning(): string | null {
    const { placeholder } = this.#header;
    if (placeholder === null || this.#isPipe) return null;
    return `${this.name}: the header states ${placeholder} bytes of audio, a placeholder of a writer that was cut off or wrote to a pipe; read to the file's end, ${this.durationSec.toFixed(3)} s`;
  }

  read(first: number, count: number, channels: ChannelChoice = "mix"): Float32Array {
    const { dataOffset, dataBytes, frameBytes } = this.#header;
    const numRead = channelsRead(channels, this);
    const samples = allocateSamples(numRead * count, this);
    const offset = dataOffset + first * frameBytes;
    const done = this.#readFrames(offset, count, channels === "mix" ? 0 : numRead, samples);
    if (done < count) throw truncated(this.name, dataBytes, offset - dataOffset + done * frameBytes);
    return samples;
  }

  /** Returns the number of frames that the file has there. */
  #readFrames(offset: number, count: number, outputs: number, samples: Float32Array): number {
    const { encoding, numChannels } = this.#header;
    const { origin } = this.#source;
    if (origin instanceof Uint8Array) {
      const done = audioAddon().pcmReadMemory(origin, offset, encoding, numChannels, count, outputs, samples);
      decodeClock.mark("decode");
      return done;
    }
    const place = origin.offset + offset;
    try {
      const { file } = origin;
      const done = audioAddon().pcmReadFile(
        file,
        place,
        encoding,
        numChannels,
        count,
        outputs,
        samples,
        readMs,
      );
      decodeClock.mark("decode", readMs[0]);
      return done;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "READ") throw error;
      throw new DataError("FILE", `${this.name}: cannot be read (${message}); check its disk`, {
        cause: error,
      });
    }
  }

  /** Does nothing: the file belongs to its source. */
  close(): void {}
}
