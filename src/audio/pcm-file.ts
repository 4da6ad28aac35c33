import { DataError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import { audioAddon, type PcmEncoding } from "./addon.js";
import {
  type AudioReader,
  allocateSamples,
  type ByteSource,
  type ChannelChoice,
  channelsRead,
  type OpenRequest,
} from "./reader.js";
import { cutOff } from "./sndfile/encoded.js";

/** Milliseconds that a call of the addon waited for a file. */
const readMs = new Float64Array(1);

/** Where the samples of a file are, and how they are coded. */
export interface PcmLayout {
  sampleRateHz: number;
  numChannels: number;
  /** Bytes of one sample of every channel. */
  frameBytes: number;
  encoding: PcmEncoding;
  /** Place of the first sample in the file. */
  dataOffset: number;
  /** Bytes of audio; the file has all of them. */
  dataBytes: number;
  /** The length that the header states, where it is a placeholder and the audio was measured instead; else null. */
  placeholder: number | null;
}

/** A file of PCM or float samples, which are read by stretches. */
export class PcmFile implements AudioReader {
  readonly name: string;
  readonly sampleRateHz: number;
  readonly numChannels: number;
  readonly numFrames: number;
  readonly #source: ByteSource;
  readonly #layout: PcmLayout;
  readonly #isPipe: boolean;

  /** @param format the container, for messages: `WAV`, `AIFF` */
  constructor(
    { source, name, isPipe }: OpenRequest,
    readonly format: string,
    layout: PcmLayout,
  ) {
    this.#isPipe = isPipe;
    this.#source = source;
    this.#layout = layout;
    this.name = name;
    this.sampleRateHz = layout.sampleRateHz;
    this.numChannels = layout.numChannels;
    this.numFrames = Math.floor(layout.dataBytes / layout.frameBytes);
  }

  get durationSec(): number {
    return this.numFrames / this.sampleRateHz;
  }

  get warning(): string | null {
    const { placeholder } = this.#layout;
    if (placeholder === null || this.#isPipe) return null;
    return `${this.name}: the header states ${placeholder} bytes of audio, a placeholder of a writer that was cut off or wrote to a pipe; read to the file's end, ${this.durationSec.toFixed(3)} s`;
  }

  read(first: number, count: number, channels: ChannelChoice = "mix", into?: Float32Array): Float32Array {
    const { dataOffset, dataBytes, frameBytes } = this.#layout;
    const numRead = channelsRead(channels, this);
    const samples = into ?? allocateSamples(numRead * count, this);
    const offset = dataOffset + first * frameBytes;
    const done = this.#readFrames(offset, count, channels === "mix" ? 0 : numRead, samples);
    if (done < count) {
      const found = offset - dataOffset + done * frameBytes;
      throw cutOff(this.name, this.format, `${dataBytes} bytes of audio`, `${found}`);
    }
    return samples;
  }

  /** Returns the number of frames that the file has there. */
  #readFrames(offset: number, count: number, outputs: number, samples: Float32Array): number {
    const { encoding, numChannels } = this.#layout;
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
