import { EventFinder, type EventRule, type FoundEvent } from "../detect/events.js";
import { byOnset, inSeconds } from "../detect/found-recording.js";
import type { FrameGrid } from "../inference/timeline/frame-grid.js";
import type { FrameScores } from "../inference/timeline/frame-merger.js";

/** The onset of an event whose offset is not known yet. */
export interface StreamOnset {
  kind: "onset";
  label: string;
  /** Seconds from the start of the stream. */
  onsetSec: number;
}

/** A whole event. Its onset was reported before. */
export interface StreamOffset {
  kind: "offset";
  label: string;
  onsetSec: number;
  offsetSec: number;
  /** The largest score of its frames. */
  score: number;
}

/** A report about an event, made as soon as nothing that follows can change it. */
export type StreamEvent = StreamOnset | StreamOffset;

/** How scores become events in time. */
export interface LiveRules {
  labels: readonly string[];
  /** By label. */
  rules: readonly EventRule[];
  grid: FrameGrid;
  /** The model's. */
  sampleRateHz: number;
}

/** Reports the events of a stream: those that an `EventFinder` finds in the same scores of a file, and their onsets before. */
export class LiveEvents {
  readonly #finder: EventFinder;
  readonly #options: LiveRules;
  /** First sample of the event whose onset was reported, by label. */
  readonly #reported = new Map<number, number>();

  constructor(options: LiveRules) {
    this.#finder = new EventFinder(options.rules, options.grid);
    this.#options = options;
  }

  /** Adds frames that sound may follow. */
  push(frames: FrameScores): StreamEvent[] {
    const found = this.#whole(this.#finder.push(frames), Number.POSITIVE_INFINITY);
    return [...found, ...this.#finder.certain.flatMap((event) => this.#onset(event))];
  }

  /** Adds frames after the last samples, the last of which the end of the stream may shorten. */
  pushLast(frames: FrameScores): StreamEvent[] {
    return this.#whole(this.#finder.push(frames), Number.POSITIVE_INFINITY);
  }

  /** @param numSamples of the stream at the model's rate */
  end(numSamples: number, durationSec: number): StreamEvent[] {
    return this.#whole(this.#finder.end(numSamples), durationSec);
  }

  #whole(found: readonly FoundEvent[], durationSec: number): StreamEvent[] {
    const { labels, sampleRateHz } = this.#options;
    return found
      .toSorted(byOnset)
      .flatMap((event): StreamEvent[] => [
        ...this.#onset(event),
        { kind: "offset", ...inSeconds(event, labels, sampleRateHz, durationSec) },
      ]);
  }

  #onset({ label, first }: FoundEvent): StreamOnset[] {
    if (this.#reported.get(label) === first) return [];
    this.#reported.set(label, first);
    const { labels, sampleRateHz } = this.#options;
    return [{ kind: "onset", label: labels[label]!, onsetSec: first / sampleRateHz }];
  }
}
