/** Finds the events of one recording while a thread decodes it. */
import { isFinitePrediction, notFinite } from "../inference/finite.js";
import type { TimelineModel } from "../inference/timeline/model-timelines.js";
import type { DecodeAhead, OpenedRecording } from "./decode-ahead.js";
import type { EmbeddingFile } from "./embedding-files.js";
import { EventFinder, type EventRule, type FoundEvent } from "./events.js";
import { byOnset, type FoundRecording, inSeconds } from "./found-recording.js";
import type { Recording } from "./inputs.js";

/** A model with the rules by which its scores become events. */
export interface Detector {
  model: TimelineModel;
  sampleRateHz: number;
  /** By label. */
  rules: readonly EventRule[];
}

export interface RecordingEvents {
  signal: AbortSignal;
  embeddings: EmbeddingFile | null;
  onOpen(opened: OpenedRecording): void;
  /** @param samples at the model's rate that are done */
  onProgress(samples: number, opened: OpenedRecording): void;
}

/**
 * Reads the next recording of `decoder`.
 *
 * @throws DataError for a recording that cannot be decoded or has no finite scores; the signal's reason
 */
export async function findEvents(
  { model, sampleRateHz, rules }: Detector,
  recording: Recording,
  decoder: DecodeAhead,
  { signal, embeddings, onOpen, onProgress }: RecordingEvents,
): Promise<FoundRecording> {
  const timeline = model.start((windows, rows) => embeddings?.add(windows, rows));
  const finder = new EventFinder(rules, model.grid);
  const found: FoundEvent[] = [];
  let info: OpenedRecording | null = null;
  const take = (frames: ReturnType<typeof timeline.push>): void => {
    if (!isFinitePrediction(frames.scores)) throw notFinite(recording.file);
    found.push(...finder.push(frames));
  };
  await decoder.read(
    {
      open(opened) {
        info = opened;
        onOpen(opened);
      },
      block(samples) {
        take(timeline.push(samples));
        onProgress(timeline.numSamples, info!);
      },
    },
    signal,
  );
  take(timeline.end());
  found.push(...finder.end(timeline.numSamples));
  // A thread reports that it opened a recording before it reports its end.
  const { sampleRateHz: fileRateHz, numFrames } = info as unknown as OpenedRecording;
  const { labels } = model.rules;
  const events = found
    .toSorted(byOnset)
    .map((event) => inSeconds(event, labels, sampleRateHz, numFrames / fileRateHz));
  return { recording, sampleRateHz: fileRateHz, numFrames, events };
}
