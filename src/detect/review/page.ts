/*
 * The page of `woodshed detect --review`, in one file without references to others: the parts in web/review, the pictures and
 * sounds, and a list of the events. A picture and its sound are a script element each that the page reads when it shows them.
 */
import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { SampleFormat } from "../../audio/sample-format.js";
import { DataError } from "../../errors.js";
import { packageRoot } from "../../package-root.js";
import { yieldToEventLoop } from "../../yield-to-event-loop.js";
import { unfinishedName } from "../replace-file.js";
import { leastCertain, type ReviewEvent, type ReviewRecording, reviewEvents } from "./reviewed-events.js";
import { type StretchMedia, soundRateHz, stretchMedia } from "./stretch-media.js";

export interface ReviewPageOptions {
  /** Name of the model. */
  title: string;
  /** The model's labels. */
  labels: readonly string[];
  format: SampleFormat;
  /** Events with a picture and a sound: those with the lowest scores. */
  mostEvents: number;
  /** Size of the pictures and sounds, by default 60 MB. */
  mostBytes?: number;
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** A page that was written. */
export interface ReviewPage {
  numEvents: number;
  /** Events that the page shows. */
  numShown: number;
  /** True if the size of the page is the reason for fewer events. */
  isFull: boolean;
  /** Errors about recordings that could not be read again, one for each. */
  problems: string[];
  bytes: number;
}

const MOST_BYTES = 60e6;

/**
 * Writes a page; a kill leaves the old one or the new one. Recordings are read again in stretches.
 *
 * @throws the signal's reason; the system's error for a page that cannot be written
 */
export async function writeReviewPage(
  path: string,
  recordings: readonly ReviewRecording[],
  options: ReviewPageOptions,
): Promise<ReviewPage> {
  const [head, tail] = await pageParts();
  const unfinished = unfinishedName(path);
  const file = openSync(unfinished, "w");
  try {
    let bytes = 0;
    const write = (text: string): void => {
      const buffer = Buffer.from(text);
      for (let done = 0; done < buffer.length; ) done += writeSync(file, buffer, done);
      bytes += buffer.length;
    };
    write(head);
    const events = reviewEvents(recordings);
    const { shown, problems, isFull } = await writeMedia(recordings, events, options, write);
    const data = pageData(path, recordings, events, shown, problems, options);
    write(`${element("data", data)}\n${tail}`);
    renameSync(unfinished, path);
    const ofRecordings = new Set(problems.values());
    return {
      ...{ numEvents: events.length, numShown: shown.length, isFull },
      ...{ problems: [...ofRecordings], bytes },
    };
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Writes pictures and sounds until the page is full. @returns the events that have them, or a problem instead */
async function writeMedia(
  recordings: readonly ReviewRecording[],
  events: readonly ReviewEvent[],
  { format, mostEvents, mostBytes = MOST_BYTES, signal, onProgress }: ReviewPageOptions,
  write: (text: string) => void,
): Promise<{ shown: number[]; problems: Map<number, string>; isFull: boolean }> {
  const chosen = leastCertain(events, mostEvents);
  const problems = new Map<number, string>();
  let left = mostBytes;
  for (const [done, place] of chosen.entries()) {
    onProgress(done, chosen.length);
    await yieldToEventLoop();
    signal.throwIfAborted();
    const event = events[place]!;
    try {
      const media = stretchMedia(recordings[event.recording]!.path, event, format);
      const text = `${element(`media-${place}`, mediaData(media))}\n`;
      left -= text.length;
      if (left < 0) return { shown: chosen.slice(0, done), problems, isFull: true };
      write(text);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.set(place, error.message);
    }
  }
  return { shown: chosen, problems, isFull: false };
}

function mediaData({ picture, sound }: StretchMedia): Record<string, string | null> {
  return {
    picture: picture === null ? null : picture.toString("base64"),
    sound: Buffer.from(sound).toString("base64"),
  };
}

/** Microseconds. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function pageData(
  path: string,
  recordings: readonly ReviewRecording[],
  events: readonly ReviewEvent[],
  shown: readonly number[],
  problems: ReadonlyMap<number, string>,
  { title, labels: ofModel, format: { sampleRateHz } }: ReviewPageOptions,
): Record<string, unknown> {
  const labels = [...new Set([...ofModel, ...events.map(({ label }) => label)])];
  const placeOf = new Map(labels.map((label, place) => [label, place]));
  const found = {
    labels,
    recordings: recordings.map((one) => [one.path, rounded(one.durationSec)]),
    events: events.map(({ recording, label, onsetSec, offsetSec, score, fromSec, toSec }) => [
      ...[recording, placeOf.get(label)!],
      ...[onsetSec, offsetSec, score, fromSec, toSec].map(rounded),
    ]),
  };
  return {
    // The page keeps decisions under this name: the same events written again have the same.
    id: createHash("sha256").update(JSON.stringify(found)).digest("hex").slice(0, 16),
    ...{ title, folder: resolve(dirname(path)), sampleRateHz, soundRateHz: soundRateHz(sampleRateHz) },
    ...{ ...found, shown: [...shown].sort((a, b) => a - b), problems: Object.fromEntries(problems) },
  };
}

/** Returns data as an element that a page reads; escaped so that no text in it closes the element. */
function element(id: string, data: unknown): string {
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return `<script type="application/json" id="${id}">${json}</script>`;
}

/** Files of web/review/style, in their order: rules of later ones count more. */
const STYLES = ["base", "list", "event", "widths"];

/** Returns the page before and after its data. */
async function pageParts(): Promise<[head: string, tail: string]> {
  const folder = join(packageRoot, "web", "review");
  const page = readFileSync(join(folder, "page.html"), "utf8");
  const style = STYLES.map((name) => readFileSync(join(folder, "style", `${name}.css`), "utf8")).join("\n");
  const [head, tail] = page.replace("/* STYLE */", () => style).split("<!-- DATA -->");
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [join(folder, "main.js")],
    ...{ bundle: true, write: false, format: "iife", charset: "utf8", logLevel: "silent" },
  });
  return [head!, tail!.replace("/* SCRIPT */", () => outputFiles[0]!.text)];
}
