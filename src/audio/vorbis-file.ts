import { audioAddon, type VorbisStream } from "./addon.js";
import { decodeSamples } from "./native-samples.js";
import type { AudioReader, ByteSource, ChannelChoice } from "./reader.js";
import { damaged } from "./sndfile/encoded.js";
import type { VorbisLayout } from "./sndfile/ogg.js";

const FORMAT = "Ogg Vorbis";

/** A Vorbis file, whose packets the addon decodes. */
export class VorbisFile implements AudioReader {
  readonly format = FORMAT;
  readonly sampleRateHz: number;
  readonly numChannels: number;
  readonly warning = null;
  readonly #stream: VorbisStream;
  readonly #openOther: () => AudioReader;
  #other: AudioReader | null = null;

  private constructor(
    readonly name: string,
    readonly numFrames: number,
    stream: VorbisStream,
    [sampleRateHz = 0, numChannels = 0]: Float64Array,
    openOther: () => AudioReader,
  ) {
    this.#stream = stream;
    this.#openOther = openOther;
    this.sampleRateHz = sampleRateHz;
    this.numChannels = numChannels;
  }

  /**
   * Opens a file, or returns null for an unusual one.
   *
   * @param openOther opens libsndfile's reader, which reads what is unusual and names what is damaged
   * @throws DataError for a page with a wrong checksum
   */
  static open(
    { origin, size }: ByteSource,
    name: string,
    { serial, lastPage, numFrames }: VorbisLayout,
    openOther: () => AudioReader,
  ): VorbisFile | null {
    const info = new Float64Array(2);
    const rest = [serial, lastPage, numFrames, info] as const;
    const stream = explain(name, () =>
      origin instanceof Uint8Array
        ? audioAddon().vorbisOpenMemory(origin, ...rest)
        : audioAddon().vorbisOpenFile(origin.file, origin.offset, size, ...rest),
    );
    return stream === undefined ? null : new VorbisFile(name, numFrames, stream, info, openOther);
  }

  get durationSec(): number {
    return this.numFrames / this.sampleRateHz;
  }

  read(first: number, count: number, channels: ChannelChoice = "mix", into?: Float32Array): Float32Array {
    let isWhole = true;
    const stretch = { count, channels, into };
    const samples = decodeSamples(this, stretch, true, (...outputs) => {
      const done = explain(this.name, () => audioAddon().vorbisRead(this.#stream, first, count, ...outputs));
      isWhole = done === count;
      // Samples that were not decoded hold anything.
      if (!isWhole) outputs[2][0] = 0;
    });
    if (isWhole) return samples;
    this.#other ??= this.#openOther();
    return this.#other.read(first, count, channels, samples);
  }

  close(): void {
    this.#other?.close();
    audioAddon().vorbisClose(this.#stream);
  }
}

/** Names the file in errors about damage. */
function explain<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === "DAMAGED" ? damaged(name, FORMAT, message) : error;
  }
}
