import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { NativeError } from "../errors.js";
import { places, setupCommandLine } from "../installation.js";

/**
 * The addon that reads and resamples audio (native/audio). It needs no libtorch, and every thread may load it. Results go to
 * arrays of the caller's, which may be views of shared memory.
 */
interface AudioAddon {
  /** Writes output samples `first` on of a signal that is `input` from its sample `inputFirst` on, and zero elsewhere. */
  resample(
    output: Float32Array,
    first: number,
    input: Float32Array,
    inputFirst: number,
    from: number,
    to: number,
    taps: number,
    starts: Int32Array,
    weights: Float64Array,
  ): void;

  /** False if a sample is infinite or NaN. */
  areFinite(samples: Float32Array): boolean;

  /**
   * Reads interleaved frames from a place of a file into planar `samples` [outputs * count]; 0 outputs is the mean of
   * all channels. Returns the number of frames that there were, and writes the milliseconds of waiting for the file to `readMs`.
   */
  pcmReadFile(
    descriptor: number,
    offset: number,
    encoding: PcmEncoding,
    channels: number,
    count: number,
    outputs: number,
    samples: Float32Array,
    readMs: Float64Array,
  ): number;
  pcmReadMemory(
    bytes: Uint8Array,
    offset: number,
    encoding: PcmEncoding,
    channels: number,
    count: number,
    outputs: number,
    samples: Float32Array,
  ): number;

  /**
   * Decodes frames of FLAC into planar `samples` [outputs * count]; 0 outputs is the mean of all channels. `layout` has the place of the
   * first frame and of the end, channels, bits, samples of the smallest and the largest block, and samples of one channel. Returns
   * the number of frames: fewer where the file is damaged or unusual.
   */
  flacReadFile(
    descriptor: number,
    offset: number,
    layout: Float64Array,
    first: number,
    count: number,
    outputs: number,
    samples: Float32Array,
  ): number;
  flacReadMemory(
    bytes: Uint8Array,
    layout: Float64Array,
    first: number,
    count: number,
    outputs: number,
    samples: Float32Array,
  ): number;

  /** Opens libsndfile for all threads and returns its version. */
  sndfileLoad(path: string): string;
  /** True if libsndfile was built with this format, as sndfile.h numbers it. */
  sndfileSupports(format: number): boolean;
  /**
   * Opens `head` followed by `size` bytes of a file from `offset` on. Writes frames, sample rate, channels and format to
   * `info`. The descriptor may be closed afterwards.
   */
  sndfileOpenFile(
    head: Uint8Array,
    descriptor: number,
    offset: number,
    size: number,
    info: Float64Array,
  ): Recording;
  /** Opens a copy of the bytes. */
  sndfileOpenMemory(bytes: Uint8Array, info: Float64Array): Recording;
  sndfileRead: ReadFrames<Recording>;
  sndfileClose(recording: Recording): void;

  /**
   * Opens the stream `serial` of an Ogg file of Vorbis, with the place of its last page and its position. Writes sample rate and channels
   * to `info`. Returns undefined for an unusual stream. The descriptor may be closed afterwards.
   */
  vorbisOpenFile(
    descriptor: number,
    offset: number,
    size: number,
    serial: number,
    lastPage: number,
    end: number,
    info: Float64Array,
  ): VorbisStream | undefined;
  /** Opens a copy of the bytes. */
  vorbisOpenMemory(
    bytes: Uint8Array,
    serial: number,
    lastPage: number,
    end: number,
    info: Float64Array,
  ): VorbisStream | undefined;
  vorbisRead: ReadFrames<VorbisStream>;
  vorbisClose(stream: VorbisStream): void;

  /** Opens FFmpeg's libraries (libavutil, libavcodec, libavformat) for all threads and returns its version. */
  ffmpegLoad(util: string, codec: string, format: string): string;
  /**
   * Opens `size` bytes of a file from `offset` on with a demuxer of FFmpeg. Writes sample rate, channels and frames to `info`. The
   * descriptor may be closed afterwards.
   */
  ffmpegOpenFile(
    descriptor: number,
    offset: number,
    size: number,
    demuxer: string,
    info: Float64Array,
  ): Container;
  /** Opens a copy of the bytes. */
  ffmpegOpenMemory(bytes: Uint8Array, demuxer: string, info: Float64Array): Container;
  /**
   * Reads frames into planar `samples` [outputs * count]; 0 outputs is the mean of all channels. Writes the largest magnitude to
   * `largest`.
   */
  ffmpegRead(
    container: Container,
    first: number,
    count: number,
    outputs: number,
    samples: Float32Array,
    largest: Float32Array,
  ): void;
  ffmpegClose(container: Container): void;
}

/**
 * Reads frames into planar `samples` [outputs * count]; 0 outputs is the mean of all channels. Writes the largest magnitude to
 * `largest`, and returns the number of frames: fewer where the recording ends or is damaged.
 */
export type ReadFrames<Decoder> = (
  decoder: Decoder,
  first: number,
  count: number,
  outputs: number,
  samples: Float32Array,
  largest: Float32Array,
) => number;

/** Encodings of samples that are numbers as they are. */
export type PcmEncoding = LittleEndian | "signed8" | `${Exclude<LittleEndian, "pcm8">}be`;

/** Encodings of WAV files. */
export type LittleEndian = "pcm8" | "pcm16" | "pcm24" | "pcm32" | "float32" | "float64";

/** A decoder of libsndfile; the garbage collector frees one that was not closed. */
export type Recording = { readonly __recording: unique symbol };

/** A decoder of Vorbis; the garbage collector frees one that was not closed. */
export type VorbisStream = { readonly __vorbisStream: unique symbol };

/** A decoder of FFmpeg; the garbage collector frees one that was not closed. */
export type Container = { readonly __container: unique symbol };

/** The functions that this version of Woodshed calls. */
const FUNCTIONS = [
  "resample",
  "areFinite",
  "pcmReadFile",
  "pcmReadMemory",
  "flacReadFile",
  "flacReadMemory",
  "sndfileLoad",
  "sndfileSupports",
  "sndfileOpenFile",
  "sndfileOpenMemory",
  "sndfileRead",
  "sndfileClose",
  "vorbisOpenFile",
  "vorbisOpenMemory",
  "vorbisRead",
  "vorbisClose",
  "ffmpegLoad",
  "ffmpegOpenFile",
  "ffmpegOpenMemory",
  "ffmpegRead",
  "ffmpegClose",
] as const satisfies readonly (keyof AudioAddon)[];

export const audioAddonPath: string = join(places().build, "woodshed_audio.node");

/** Loads an addon of audio. @throws NativeError with the command that mends it */
export function loadAudioAddon(path: string): AudioAddon {
  const rebuild = `Run \`${setupCommandLine()}\`; it builds what is missing.`;
  if (!existsSync(path))
    throw new NativeError("LOAD", `The audio addon is not built: ${path} does not exist.\n${rebuild}`);
  let loaded: AudioAddon;
  try {
    loaded = createRequire(import.meta.url)(path) as AudioAddon;
  } catch (error) {
    const message = `The audio addon ${path} did not load: ${(error as Error).message}\nDelete it and run \`${setupCommandLine()}\`.`;
    throw new NativeError("LOAD", message, { cause: error });
  }
  const missing = FUNCTIONS.filter((name) => typeof loaded[name] !== "function");
  if (missing.length > 0) {
    throw new NativeError(
      "LOAD",
      `The audio addon ${path} is of another version of Woodshed: it has no ${missing.join(", ")}.\n${rebuild}`,
    );
  }
  return loaded;
}

let loaded: AudioAddon | undefined;

/** The audio addon, loaded at its first use. @throws NativeError with the command that mends it */
export function audioAddon(): AudioAddon {
  loaded ??= loadAudioAddon(audioAddonPath);
  return loaded;
}
