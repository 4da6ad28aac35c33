/** The one way to recordings: finds the reader of a file by its first bytes, once for a file that does not change. */
import { DataError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import { parseAiffHeader } from "./aiff-header.js";
import { type Demuxer, FfmpegFile } from "./containers/ffmpeg-file.js";
import { checkMp4Tables } from "./containers/mp4-tables.js";
import { examineWebm } from "./containers/webm-file.js";
import { examineOnce } from "./examinations.js";
import { FlacFile } from "./flac-file.js";
import { type ReaderName, recognizeFormat } from "./formats.js";
import { PcmFile, type PcmLayout } from "./pcm-file.js";
import type { AudioReader, ByteSource, Examined } from "./reader.js";
import { examineAiff, examineAu, examineCaf, examineRifx, examineW64, examineWav } from "./sndfile/chunks.js";
import { AS_IT_IS, type EncodedAudio, type Examine } from "./sndfile/encoded.js";
import { examineFlac } from "./sndfile/flac.js";
import { examineMp3 } from "./sndfile/mp3.js";
import { examineOgg } from "./sndfile/ogg.js";
import { SndfileReader } from "./sndfile/reader.js";
import { type OpenOptions, sourceFrom, withSource } from "./source.js";
import { endOfTags } from "./tags.js";
import { notAudio } from "./unreadable.js";
import { VorbisFile } from "./vorbis-file.js";
import { parseWavHeader } from "./wav-header.js";

/** Examines a recording, whose name and format are for messages. */
type ExamineRecording = (source: ByteSource, name: string, format: string) => Examined;

/** Readers by the names that `recognizeFormat` returns. */
const READERS: Record<ReaderName, ExamineRecording> = {
  wav: examineWavFile,
  aiff: examineAiffFile,
  au: decoded(examineAu),
  caf: decoded(examineCaf),
  flac: examineFlacFile,
  mp3: decoded(examineMp3),
  ogg: examineOggFile,
  rifx: decoded(examineRifx),
  w64: decoded(examineW64),
  webm: examineWebm,
  mp4: examineMp4,
  aac: demuxed("aac"),
  ac3: demuxed("ac3"),
  amr: demuxed("amr"),
  ape: demuxed("ape"),
  asf: demuxed("asf"),
  tta: demuxed("tta"),
  wv: demuxed("wv"),
};

/** A format that libsndfile decodes, after its container was examined. */
function decoded(examine: Examine): ExamineRecording {
  return (source, name) => decodedBySndfile(examine(source, name));
}

function decodedBySndfile(encoded: EncodedAudio): Examined {
  return {
    numBytes: encoded.head.length,
    open: ({ source, name, isPipe }) => new SndfileReader(source, name, encoded, isPipe),
  };
}

/** A format that FFmpeg decodes. */
function demuxed(demuxer: Demuxer): ExamineRecording {
  return (_source, _name, format) => ({
    numBytes: 0,
    open: ({ source, name }) => new FfmpegFile(source, name, format, demuxer),
  });
}

/** FFmpeg takes the length from one of several tables, and does not compare them. */
function examineMp4(source: ByteSource, name: string, format: string): Examined {
  checkMp4Tables(source, name, format);
  return demuxed("mov")(source, name, format);
}

/** PCM and float are read here, faster than by libsndfile; it decodes codecs such as mu-law and ADPCM. */
function examineWavFile(source: ByteSource, name: string): Examined {
  const { layout, encoded } = findSamples(source, name);
  if (layout !== null) return { numBytes: 0, open: (request) => new PcmFile(request, "WAV", layout) };
  const { numBytes, open } = decodedBySndfile(encoded);
  return {
    numBytes,
    open(request) {
      try {
        return open(request);
      } catch (error) {
        // The error about the header names the codec.
        if (error instanceof DataError && error.code === "CORRUPT")
          parseWavHeader(request.source, request.name);
        throw error;
      }
    },
  };
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
function examineAiffFile(source: ByteSource, name: string): Examined {
  const encoded = examineAiff(source, name);
  const layout = parseAiffHeader(source);
  if (layout === null) return decodedBySndfile(encoded);
  return { numBytes: 0, open: (request) => new PcmFile(request, "AIFF", layout) };
}

/** The addon decodes frames, faster than libsndfile, which reads unusual and damaged files. */
function examineFlacFile(source: ByteSource, name: string): Examined {
  const { encoded, layout } = examineFlac(source, name);
  const other = decodedBySndfile(encoded);
  if (layout === null) return other;
  return { ...other, open: (request) => new FlacFile(request, layout, () => other.open(request)) };
}

/** The addon decodes Vorbis, faster than libsndfile, which reads Opus, FLAC in Ogg, and unusual files. */
function examineOggFile(source: ByteSource, name: string): Examined {
  const { encoded, vorbis } = examineOgg(source, name);
  const other = decodedBySndfile(encoded);
  if (vorbis === null) return other;
  return {
    ...other,
    open(request) {
      const openOther = (): AudioReader => other.open(request);
      return VorbisFile.open(request.source, request.name, vorbis, openOther) ?? openOther();
    },
  };
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
  const { start, found } = examineOnce(
    given,
    () => examine(given, name),
    ({ found: { numBytes } }) => numBytes,
  );
  return found.open({ source: start === 0 ? given : sourceFrom(given, start), name, isPipe });
}

/** Returns the place of a recording behind the tags of its file, and what its reader found. */
function examine(given: ByteSource, name: string): { start: number; found: Examined } {
  const start = endOfTags(given);
  const source = start === 0 ? given : sourceFrom(given, start);
  const head = source.read(0, Math.min(HEAD_BYTES, source.size));
  if (head.length === 0)
    throw new DataError(
      "EMPTY",
      `${name}: ${given.size === 0 ? "an empty file" : "an ID3 tag and nothing behind it"}, expected audio; copy or record it again`,
    );
  const format = recognizeFormat(head);
  if (format === null || format.reader === null) throw notAudio(head, name);
  return { start, found: READERS[format.reader](source, name, format.name) };
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
