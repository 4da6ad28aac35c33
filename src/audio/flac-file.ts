import { decodeClock } from "../timing/decode-clock.js";
import { audioAddon } from "./addon.js";
import {
  type AudioReader,
  allocateSamples,
  type ByteSource,
  type ChannelChoice,
  channelsRead,
  type OpenRequest,
} from "./reader.js";
import type { FlacLayout } from "./sndfile/flac.js";

/** A FLAC file, whose frames the addon decodes. */
export class FlacFile implements AudioReader {
  readonly name: string;
  readonly format = "FLAC";
  readonly sampleRateHz: number;
  readonly numChannels: number;
  readonly numFrames: number;
  readonly warning = null;
  readonly #source: ByteSource;
  readonly #layout: Float64Array;
  readonly #openOther: () => AudioReader;
  #other: AudioReader | null = null;

  /** @param openOther opens libsndfile's reader, which reads what is unusual and names what is damaged */
  constructor(
    { source, name }: OpenRequest,
    { sampleRateHz, numChannels, bits, minBlock, maxBlock, numSamples, audioStart }: FlacLayout,
    openOther: () => AudioReader,
  ) {
    this.#source = source;
    this.name = name;
    this.#openOther = openOther;
    this.sampleRateHz = sampleRateHz;
    this.numChannels = numChannels;
    this.numFrames = numSamples;
    this.#layout = Float64Array.of(
      ...[audioStart, source.size, numChannels, bits, minBlock, maxBlock, numSamples],
    );
  }

  get durationSec(): number {
    return this.numFrames / this.sampleRateHz;
  }

  read(first: number, count: number, channels: ChannelChoice = "mix", into?: Float32Array): Float32Array {
    const numRead = channelsRead(channels, this);
    const samples = into ?? allocateSamples(numRead * count, this);
    const { origin } = this.#source;
    const layout = this.#layout;
    const rest = [first, count, channels === "mix" ? 0 : numRead, samples] as const;
    const done =
      origin instanceof Uint8Array
        ? audioAddon().flacReadMemory(origin, layout, ...rest)
        : audioAddon().flacReadFile(origin.file, origin.offset, layout, ...rest);
    decodeClock.mark("decode");
    if (done === count) return samples;
    this.#other ??= this.#openOther();
    return this.#other.read(first, count, channels, samples);
  }

  close(): void {
    this.#other?.close();
  }
}
