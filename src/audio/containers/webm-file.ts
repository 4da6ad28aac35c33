import { DataError } from "../../errors.js";
import type { AudioReader, ByteSource, ChannelChoice, Examined } from "../reader.js";
import { AS_IT_IS } from "../sndfile/encoded.js";
import { SndfileReader } from "../sndfile/reader.js";
import { memorySource } from "../source.js";
import { FfmpegFile } from "./ffmpeg-file.js";
import { writeOggOpus } from "./ogg.js";
import { type OpusHead, parseOpusHead } from "./opus-packets.js";
import { indexOpus, readWebmTrack, type WebmIndex } from "./webm-index.js";

/** Memory of a packet's entry in an index. */
const ENTRY_BYTES = 20;

/** Examines a WebM or Matroska file. @param format for messages */
export function examineWebm(source: ByteSource, name: string, format: string): Examined {
  const track = readWebmTrack(source, name);
  if (track.codec !== "A_OPUS" || track.isEncoded) {
    const formatAndCodec = `${format} with ${track.codec.replace(/^A_/, "")}`;
    return {
      numBytes: 0,
      open: (request) => new FfmpegFile(request.source, request.name, formatAndCodec, "matroska"),
    };
  }
  const index = indexOpus(source, track, name);
  return {
    numBytes: ENTRY_BYTES * index.offsets.length,
    open: (request) => new WebmOpusFile(request.source, request.name, format, index),
  };
}

const OPUS_HZ = 48_000;
/** Samples at 48 kHz that are decoded before a stretch, for the decoder's state: with 80 ms crops differ by up to 0.016. */
const PREROLL = OPUS_HZ;
/** Rates that an Opus decoder can produce; libsndfile takes the one in the header if it is one of them. */
const DECODER_HZ: readonly number[] = [8000, 12_000, 16_000, 24_000, OPUS_HZ];

/**
 * The Opus track of a WebM file, as browsers record it. The packets of a stretch are wrapped as an Ogg stream in memory, so
 * that its samples equal those of an Ogg Opus file with the same packets.
 *
 * Packets are counted: timestamps are in whole milliseconds, and recordings of browsers have neither a length nor an index.
 */
export class WebmOpusFile implements AudioReader {
  readonly sampleRateHz: number;
  readonly numChannels: number;
  readonly numFrames: number;
  readonly warning = null;
  readonly #source: ByteSource;
  readonly #head: OpusHead;
  readonly #index: WebmIndex;
  /** Samples at 48 kHz in a sample of the decoder. */
  readonly #ratio: number;

  /** @throws DataError for a damaged file, or one without audio */
  constructor(
    source: ByteSource,
    readonly name: string,
    readonly format: string,
    index: WebmIndex,
  ) {
    const head = parseOpusHead(index.track.codecPrivate);
    if (head === null)
      throw new DataError(
        "CORRUPT",
        `${name}: a damaged ${format} file: its Opus track has no header; record it again`,
      );
    this.#source = source;
    this.#head = head;
    this.#index = index;
    this.sampleRateHz = DECODER_HZ.includes(head.inputRateHz) ? head.inputRateHz : OPUS_HZ;
    this.#ratio = OPUS_HZ / this.sampleRateHz;
    this.numChannels = head.numChannels;
    const played = this.#index.starts.at(-1)! - head.preSkip - this.#index.discarded;
    this.numFrames = Math.max(0, Math.floor(played / this.#ratio));
    if (this.numFrames === 0)
      throw new DataError("EMPTY", `${name}: no audio, its length is 0; record it again`);
  }

  get durationSec(): number {
    return this.numFrames / this.sampleRateHz;
  }

  read(first: number, count: number, channels: ChannelChoice = "mix", into?: Float32Array): Float32Array {
    const { starts } = this.#index;
    const { preSkip } = this.#head;
    const from = preSkip + first * this.#ratio;
    const to = from + count * this.#ratio;
    const firstPacket = Math.max(0, lastAtMost(starts, Math.max(0, from - PREROLL)));
    const endPacket = Math.min(starts.length - 1, lastAtMost(starts, to - 1) + 1);
    const start = starts[firstPacket]!;
    const packets: Buffer[] = [];
    for (let i = firstPacket; i < endPacket; i++) packets.push(this.#packet(i));
    const ends = starts.slice(firstPacket + 1, endPacket + 1).map((end) => end - start);
    const ogg = writeOggOpus(
      { headBytes: this.#index.track.codecPrivate, packets, ends, length: to - start },
      0,
    );
    const audio = new SndfileReader(memorySource(ogg), this.name, AS_IT_IS, true);
    try {
      return audio.read((from - start) / this.#ratio, count, channels, into);
    } finally {
      audio.close();
    }
  }

  close(): void {}

  #packet(i: number): Buffer {
    const { offsets, sizes } = this.#index;
    // A copy: the bytes of a source live until its next read.
    return Buffer.from(this.#source.read(offsets[i]!, sizes[i]!));
  }
}

/** Index of the last of ascending numbers that is at most `value`, or -1. */
function lastAtMost(numbers: ArrayLike<number>, value: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
