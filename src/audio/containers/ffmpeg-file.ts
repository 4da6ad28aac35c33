import { DataError } from "../../errors.js";
import { audioAddon, type Container } from "../addon.js";
import { decodeSamples } from "../native-samples.js";
import type { AudioReader, ByteSource, ChannelChoice } from "../reader.js";
import { requireFfmpeg } from "./ffmpeg-libraries.js";

/** FFmpeg's name of a container's demuxer. Contents are not guessed: a playlist would make it open other files. */
export type Demuxer = "mov" | "matroska" | "aac" | "amr" | "asf" | "wv" | "ape" | "tta" | "ac3";

/**
 * A recording that FFmpeg decodes: M4A with AAC or ALAC, WebM with Vorbis, WMA and others.
 *
 * Where every packet's time is exact, as in M4A, a stretch is decoded from the start of its segment (30 s at first, then
 * 10 s); other containers are decoded from their start. A stretch equals the slice of the whole to the bit.
 */
export class FfmpegFile implements AudioReader {
  readonly sampleRateHz: number;
  readonly numChannels: number;
  readonly numFrames: number;
  readonly warning = null;
  readonly #container: Container;

  /** @throws DataError without FFmpeg's libraries, and for a damaged file */
  constructor(
    { origin, size }: ByteSource,
    readonly name: string,
    readonly format: string,
    demuxer: Demuxer,
  ) {
    requireFfmpeg(name, format);
    const info = new Float64Array(3);
    this.#container = this.#explain(() =>
      origin instanceof Uint8Array
        ? audioAddon().ffmpegOpenMemory(origin, demuxer, info)
        : audioAddon().ffmpegOpenFile(origin.file, origin.offset, size, demuxer, info),
    );
    const [sampleRateHz = 0, numChannels = 0, numFrames = 0] = info;
    this.sampleRateHz = sampleRateHz;
    this.numChannels = numChannels;
    this.numFrames = numFrames;
  }

  get durationSec(): number {
    return this.numFrames / this.sampleRateHz;
  }

  read(first: number, count: number, channels: ChannelChoice = "mix", into?: Float32Array): Float32Array {
    return decodeSamples(this, { count, channels, into }, true, (...outputs) =>
      this.#explain(() => audioAddon().ffmpegRead(this.#container, first, count, ...outputs)),
    );
  }

  close(): void {
    audioAddon().ffmpegClose(this.#container);
  }

  #explain<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "DECODE") throw error;
      throw new DataError(
        "CORRUPT",
        `${this.name}: damaged: this ${this.format} file ${message}. Copy it again from its source; to use what can be decoded, convert it (ffmpeg -i in out.wav)`,
        { cause: error },
      );
    }
  }
}
