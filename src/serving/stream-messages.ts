/** Messages of the server to the client of a stream, in JSON, with names as `woodshed detect` writes them. */
import { FrameGrid } from "../inference/timeline/frame-grid.js";
import type { StreamEvent } from "../streaming/live-events.js";
import type { StreamModel, StreamResult } from "../streaming/stream-state.js";
import type { RequestError } from "./request-error.js";

/** Decimals of scores, as in the tables of `woodshed detect`. */
const SCORE_DIGITS = 1e6;

/** The first message. */
export function openMessage({ labels, format, sizes }: StreamModel): object {
  const { sampleRateHz } = format;
  const { hopFrames, frameSamples } = new FrameGrid(sizes.windowSamples, sizes.modelFrames, sizes.hopSamples);
  return {
    type: "open",
    labels,
    sample_rate_hz: sampleRateHz,
    window_sec: sizes.windowSamples / sampleRateHz,
    hop_sec: (hopFrames * frameSamples) / sampleRateHz,
  };
}

/** Frames first: they are the evidence of the events. */
export function resultMessages({ frames, events }: StreamResult): object[] {
  const rows = frames.map(({ startSec, endSec, scores }) => ({
    start_sec: startSec,
    end_sec: endSec,
    scores: Array.from(scores, rounded),
  }));
  return [...(rows.length === 0 ? [] : [{ type: "frames", frames: rows }]), ...events.map(eventMessage)];
}

function eventMessage(event: StreamEvent): object {
  const { kind, label, onsetSec } = event;
  const onset = { type: kind, label, start_sec: onsetSec };
  return kind === "onset" ? onset : { ...onset, end_sec: event.offsetSec, score: rounded(event.score) };
}

/** The last message of a stream that ended as it should. */
export function endMessage(durationSec: number): object {
  return { type: "end", duration_sec: durationSec };
}

export function errorMessage({ code, message }: RequestError): object {
  return { type: "error", error: { code, message } };
}

function rounded(score: number): number {
  return Math.round(score * SCORE_DIGITS) / SCORE_DIGITS;
}
