/** The contract of audio readers: an open recording of any format, whose samples are read by stretches. */
import { DataError } from "../errors.js";

/**
 * Channels to read: `mix` is the mean of all, `first` the first alone, `stereo` two (a mono recording twice), a number
 * exactly that many.
 */
export type ChannelChoice = "mix" | "first" | "stereo" | number;

/** An open recording. */
export interface AudioReader {
  /** The path, with the member of a tar; for messages. */
  readonly name: string;
  /** For messages: `WAV`, `FLAC`, `Ogg Vorbis`. */
  readonly format: string;
  readonly sampleRateHz: number;
  readonly numChannels: number;
  /** Samples of one channel. */
  readonly numFrames: number;
  readonly durationSec: number;
  /** A message about a file that does not state the length of its audio; null for other files. */
  readonly warning: string | null;
  /**
   * Reads frames `first` to `first + count`, and decodes no more of the file than that needs.
   *
   * @param channels `mix` if left out
   * @param into memory for the samples, which is returned; new memory if left out. After an error it holds anything
   * @returns planar samples [channels * count], full scale 1
   * @throws DataError for a file with other channels, or a damaged one
   */
  read(first: number, count: number, channels?: ChannelChoice, into?: Float32Array): Float32Array;
  /** Frees what the reader holds besides its source. It cannot be read afterwards. */
  close(): void;
}

/** An open file of a recording that was examined. */
export interface OpenRequest {
  source: ByteSource;
  /** The path, with the member of a tar; for messages. */
  name: string;
  /** True for a pipe, whose writer could not state a length in its header, which is no reason to warn. */
  isPipe: boolean;
}

/** Findings of the examination of a file. Every later opening of a file that does not change uses them, so they keep no source. */
export interface Examined {
  /** @throws DataError for a file that cannot be decoded */
  open(request: OpenRequest): AudioReader;
  /** Memory that they take, where that depends on the file. */
  numBytes: number;
}

/** A part of a file that native code reads by itself. */
export interface FileRange {
  /** Descriptor of the open file. */
  file: number;
  /** Place of the first byte. */
  offset: number;
}

/** Random access to the bytes of a file or of an upload. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** Where the bytes are, for native code. */
  readonly origin: FileRange | Uint8Array;
  /** A text that changes when the file does; null for bytes that may change without a trace, such as memory. */
  readonly identity: string | null;
  /** Returns `length` bytes from `offset`, fewer at the end. They are valid until the next read of any source. */
  read(offset: number, length: number): Buffer;
}

/**
 * Returns how many channels `choice` reads from a recording.
 *
 * @throws DataError for a recording that has other channels
 */
export function channelsRead(
  choice: ChannelChoice,
  { name, numChannels }: Pick<AudioReader, "name" | "numChannels">,
): number {
  if (choice === "mix" || choice === "first") return 1;
  const wanted = choice === "stereo" ? 2 : choice;
  if (numChannels === wanted || (choice === "stereo" && numChannels === 1)) return wanted;
  const expected =
    choice === "stereo" ? "1 or 2 channels for stereo" : `${wanted} channel${wanted === 1 ? "" : "s"}`;
  throw new DataError(
    "CHANNELS",
    `${name}: expected ${expected}, the file has ${numChannels}; read the mean of its channels ("mix") or the first one ("first"), or convert it (ffmpeg -i in -ac ${wanted} out.wav)`,
  );
}

/** Beyond this, memory comes from the system with zeros in it. */
const MAX_UNCLEARED_SAMPLES = 1 << 26;

/**
 * Returns memory for samples, all of which the caller writes: it holds anything. The C library reuses memory of earlier arrays,
 * which for crops of seconds takes a fraction of the time of new memory of the system.
 *
 * @throws DataError naming the recording where memory for `numSamples` cannot be allocated
 */
export function allocateSamples(
  numSamples: number,
  { name, sampleRateHz }: Pick<AudioReader, "name" | "sampleRateHz">,
): Float32Array {
  try {
    if (numSamples > MAX_UNCLEARED_SAMPLES) return new Float32Array(numSamples);
    return new Float32Array(Buffer.allocUnsafeSlow(4 * numSamples).buffer);
  } catch (error) {
    const seconds = (numSamples / sampleRateHz).toFixed(0);
    throw new DataError(
      "TOO_LONG",
      `${name}: ${seconds} s of audio do not fit in memory; read it by stretches`,
      { cause: error },
    );
  }
}
