/** The one way to recordings: finds the reader of a file by its first bytes. */
import { DataError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import { parseAiffHeader } from "./aiff-header.js";
import { type Demuxer, FfmpegFile } from "./containers/ffmpeg-file.js";
import { checkMp4Tables } from "./containers/mp4-tables.js";
import { openWebm } from "./containers/webm-file.js";
import { examineOnce } from "./examinations.js";
import { FlacFile } from "./flac-file.js";
import { type ReaderName, recognizeFormat } from "./formats.js";
import { PcmFile, type PcmLayout } from "./pcm-file.js";
import type { AudioReader, ByteSource } from "./reader.js";
import { examineAiff, examineAu, examineCaf, examineRifx, examineW64, examineWav } from "./sndfile/chunks.js";
import { AS_IT_IS, type EncodedAudio, type Examine } from "./sndfile/encoded.js";
import { examineFlac } from "./sndfile/flac.js";
import { examineMp3 } from "./sndfile/mp3.js";
import { examineOgg } from "./sndfile/ogg.js";
import { SndfileReader } from "./sndfile/reader.js";
import { type OpenOptions, withSource } from "./source.js";
import { withoutTags } from "./tags.js";
import { notAudio } from "./unreadable.js";
import { VorbisFile } from "./vorbis-file.js";
import { parseWavHeader } from "./wav-header.js";

/** A recording to open. */
export interface OpenRequest {
  source: ByteSource;
  /** The path, with the member of a tar; for messages. */
  name: string;
  /** True for a pipe, whose writer could not state a length in its header. */
  isPipe: boolean;
  /** The format's name, for messages. */
  format: string;
}

type Open = (request: OpenRequest) => AudioReader;

/** Readers by the names that `recognizeFormat` returns. */
const READERS: Record<ReaderName, Open> = {
  wav: openWav,
  aiff: openAiff,
  au: decoded(examineAu),
  caf: decoded(examineCaf),
  flac: openFlac,
  mp3: decoded(examineMp3),
  ogg: openOgg,
  rifx: decoded(examineRifx),
  w64: decoded(examineW64),
  webm: ({ source, name, format }) => openWebm(source, name, format),
  mp4: openMp4,
  aac: demuxed("aac"),
  ac3: demuxed("ac3"),
  amr: demuxed("amr"),
  ape: demuxed("ape"),
  asf: demuxed("asf"),
  tta: demuxed("tta"),
  wv: demuxed("wv"),
};

/** A format that libsndfile decodes, after its container was examined. */
function decoded(examine: Examine): Open {
  return ({ source, name, isPipe }) => {
    const encoded = examineOnce(
      source,
      () => examine(source, name),
      ({ head }) => head.length,
    );
    return new SndfileReader(source, name, encoded, isPipe);
  };
}

/** A format that FFmpeg decodes. */
function demuxed(demuxer: Demuxer): Open {
  return ({ source, name, format }) => new FfmpegFile(source, name, format, demuxer);
}

/** FFmpeg takes the length from one of several tables, and does not compare them. */
function openMp4({ source, name, format }: OpenRequest): AudioReader {
  examineOnce(
    source,
    () => {
      checkMp4Tables(source, name, format);
      return {};
    },
    () => 0,
  );
  return new FfmpegFile(source, name, format, "mov");
}

/** Examines a file once, however often it is opened. */
function examined<Found extends { encoded: EncodedAudio }>(source: ByteSource, examine: () => Found): Found {
  return examineOnce(source, examine, ({ encoded }) => encoded.head.length);
}

/** PCM and float are read here, faster than by libsndfile; it decodes codecs such as mu-law and ADPCM. */
function openWav({ source, name, isPipe }: OpenRequest): AudioReader {
  const { layout, encoded } = examined(source, () => findSamples(source, name));
  if (layout !== null) return new PcmFile({ source, name, isPipe, format: "WAV" }, layout);
  try {
    return new SndfileReader(source, name, encoded, isPipe);
  } catch (error) {
    // The error about the header names the codec.
    if (error instanceof DataError && error.code === "CORRUPT") parseWavHeader(source, name);
    throw error;
  }
}

/** Returns where the samples of a WAV file are, or null as layout of a file of another codec. */
function findSamples(source: ByteSource, name: string): { layout: PcmLayout | null; encoded: EncodedAudio } {
  try {
    return { layout: parseWavHeader(source, name), encoded: AS_IT_IS };
  } catch (error) {
    if (!(error instanceof DataError) || error.code !== "CODEC") throw error;
    try {
      return { layout: null, encoded: examineWav(source, name) };
    } catch (second) {
      throw second instanceof DataError && second.code === "CORRUPT" ? error : second;
    }
  }
}

/** PCM and float are read here; libsndfile decodes compressed audio and reads unusual headers. */
function openAiff({ source, name, isPipe }: OpenRequest): AudioReader {
  const { encoded, layout } = examined(source, () => ({
    encoded: examineAiff(source, name),
    layout: parseAiffHeader(source),
  }));
  return layout === null
    ? new SndfileReader(source, name, encoded, isPipe)
    : new PcmFile({ source, name, isPipe, format: "AIFF" }, layout);
}

/** The addon decodes frames, faster than libsndfile, which reads unusual and damaged files. */
function openFlac({ source, name, isPipe }: OpenRequest): AudioReader {
  const { encoded, layout } = examined(source, () => examineFlac(source, name));
  const openOther = (): AudioReader => new SndfileReader(source, name, encoded, isPipe);
  return layout === null ? openOther() : new FlacFile(source, name, layout, openOther);
}

/** The addon decodes Vorbis, faster than libsndfile, which reads Opus, FLAC in Ogg, and unusual files. */
function openOgg({ source, name, isPipe }: OpenRequest): AudioReader {
  const { encoded, vorbis } = examined(source, () => examineOgg(source, name));
  const openOther = (): AudioReader => new SndfileReader(source, name, encoded, isPipe);
  return (vorbis === null ? null : VorbisFile.open(source, name, vorbis, openOther)) ?? openOther();
}

/** Enough to recognize a format. */
const HEAD_BYTES = 1024;

/**
 * Opens a recording. Close it after use; its source must stay open until then.
 *
 * @param name for messages
 * @throws DataError for what is not audio, is in a format that is not read, or is damaged
 */
export function openAudio(given: ByteSource, name: string, isPipe = false): AudioReader {
  const source = withoutTags(given);
  const head = source.read(0, Math.min(HEAD_BYTES, source.size));
  if (head.length === 0)
    throw new DataError(
      "EMPTY",
      `${name}: ${given.size === 0 ? "an empty file" : "an ID3 tag and nothing behind it"}, expected audio; copy or record it again`,
    );
  const format = recognizeFormat(head);
  if (format === null || format.reader === null) throw notAudio(head, name);
  return READERS[format.reader]({ source, name, isPipe, format: format.name });
}

/**
 * Opens a file, runs `use` on it and closes it.
 *
 * @throws DataError naming the path, for a file that cannot be read
 */
export function withAudio<T>(path: string, options: OpenOptions, use: (audio: AudioReader) => T): T {
  return withSource(path, options, ({ source, name, isPipe }) => {
    const audio = openAudio(source, name, isPipe);
    decodeClock.mark("open");
    try {
      return use(audio);
    } finally {
      audio.close();
    }
  });
}
