import { decodeClock } from "../timing/decode-clock.js";
import {
  type AudioReader,
  allocateSamples,
  type ByteSource,
  type ChannelChoice,
  channelsRead,
} from "./reader.js";
import { parseWavHeader, truncated, type WavFormat } from "./wav-header.js";
import { decodeFrames } from "./wav-samples.js";

/** Encoded bytes are decoded by blocks of this size, so that memory does not grow with the file. */
const BLOCK_BYTES = 1 << 18;

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
    const { dataOffset, frameBytes } = this.#header;
    const samples = allocateSamples(channelsRead(channels, this) * count, this);
    const blockFrames = Math.max(1, Math.floor(BLOCK_BYTES / frameBytes));
    for (let done = 0; done < count; ) {
      const frames = Math.min(blockFrames, count - done);
      const offset = dataOffset + (first + done) * frameBytes;
      const bytes = this.#source.read(offset, frames * frameBytes);
      if (bytes.length < frames * frameBytes)
        throw truncated(this.name, this.#header.dataBytes, offset - dataOffset + bytes.length);
      decodeClock.mark("read");
      decodeFrames(bytes, this.#header, frames, channels, { samples, stride: count, first: done });
      decodeClock.mark("decode");
      done += frames;
    }
    return samples;
  }

  /** Does nothing: the file belongs to its source. */
  close(): void {}
}
