import { DataError } from "../../errors.js";
import { decodeClock } from "../../timing/decode-clock.js";
import { audioAddon, type FfmpegDecoder } from "../addon.js";
import { pickChannels } from "../channels.js";
import { type AudioReader, allocateSamples, type ByteSource, type ChannelChoice, channelsRead } from "../reader.js";
import { requireFfmpeg } from "./ffmpeg-libraries.js";

/** FFmpeg's name of a container's demuxer. Contents are not guessed: a playlist would make it open other files. */
export type Demuxer = "mov" | "matroska" | "aac" | "amr" | "asf" | "wv" | "ape" | "tta" | "ac3" | "avi";

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
  readonly #decoder: FfmpegDecoder;
  /** Kept while native code reads from it. */
  readonly #origin: ByteSource["origin"];

  /** @throws DataError without FFmpeg's libraries, and for a damaged file */
  constructor(
    source: ByteSource,
    readonly name: string,
    readonly format: string,
    demuxer: Demuxer,
  ) {
    requireFfmpeg(name, format);
    this.#origin = source.origin;
    const info = new Float64Array(3);
    this.#decoder = this.#explain(() => {
      const addon = audioAddon();
      const decoder =
        this.#origin instanceof Uint8Array
          ? addon.openFfmpegMemory(this.#origin, demuxer)
          : addon.openFfmpegFile(this.#origin.file, this.#origin.offset, source.size, demuxer);
      addon.describeFfmpeg(decoder, info);
      return decoder;
    });
    [this.sampleRateHz, this.numChannels, this.numFrames] = info as unknown as [number, number, number];
  }

  get durationSec(): number {
    return this.numFrames / this.sampleRateHz;
  }

  read(first: number, count: number, channels: ChannelChoice = "mix"): Float32Array {
    const numRead = channelsRead(channels, this);
    const interleaved = allocateSamples(count * this.numChannels, this);
    this.#explain(() => audioAddon().readFfmpeg(this.#decoder, first, count, interleaved));
    decodeClock.mark("decode");
    return pickChannels(interleaved, this.numChannels, channels, numRead);
  }

  close(): void {
    audioAddon().closeFfmpeg(this.#decoder);
  }

  #explain<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "DECODE") throw error;
      throw new DataError(
        "CORRUPT",
        `${this.name}: ${this.format} that cannot be decoded: ${message}; copy it again from its source, or keep what it has ` +
          "(ffmpeg -i in out.flac)",
        { cause: error },
      );
    }
  }
}
