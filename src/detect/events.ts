import { MedianStream } from "../events/median-stream.js";
import type { FrameGrid } from "../inference/timeline/frame-grid.js";
import type { FrameScores } from "../inference/timeline/frame-merger.js";

/** A sound in a recording, in samples at the model's rate. */
export interface FoundEvent {
  /** Place of the label in the model's outputs. */
  label: number;
  first: number;
  /** The sample after the last. */
  end: number;
  /** The largest score of its frames, after the median filter. */
  score: number;
}

/** How the scores of one label become events, in samples. */
export interface EventRule {
  /** The score from which on the label sounds. */
  threshold: number;
  /** Frames of the median filter, odd; 1 for none. */
  medianFrames: number;
  /** Gaps up to this long are joined. */
  mergeSamples: number;
  /** Shorter events are left out, after gaps are joined. */
  minSamples: number;
}

/**
 * Finds events in scores of frames that arrive in order. For each label: a median filter smooths the scores; runs of frames that
 * reach the threshold are events; events with a short gap between them are joined; short ones are left out. Memory does not
 * grow with the frames.
 */
export class EventFinder {
  readonly #grid: FrameGrid;
  readonly #labels: LabelEvents[];
  #numFrames = 0;

  /** @param rules by label */
  constructor(rules: readonly EventRule[], grid: FrameGrid) {
    this.#grid = grid;
    this.#labels = rules.map((rule, label) => new LabelEvents(label, rule));
  }

  /** Returns the events that these frames complete, by label. */
  push({ first, count, scores }: FrameScores): FoundEvent[] {
    const width = this.#labels.length;
    const start: Start = (frame) => this.#grid.start(frame);
    this.#numFrames += count;
    return this.#labels.flatMap((events, label) => {
      const found: FoundEvent[] = [];
      for (let i = 0; i < count; i++) events.push(scores[i * width + label]!, first + i, start, found);
      return found;
    });
  }

  /**
   * The events that still sound and are long enough to be found whatever follows, by label: their onsets are certain. At the end of
   * a recording, whose last frame may be cut off, `end` decides.
   */
  get certain(): FoundEvent[] {
    return this.#labels.flatMap((events) => events.certain((frame) => this.#grid.start(frame)));
  }

  /** Returns the last events. @param numSamples of the recording */
  end(numSamples: number): FoundEvent[] {
    const start: Start = (frame) => (frame < this.#numFrames ? this.#grid.start(frame) : numSamples);
    return this.#labels.flatMap((events) => events.end(start));
  }
}

/** Returns the first sample of a frame. */
type Start = (frame: number) => number;

class LabelEvents {
  readonly #label: number;
  readonly #rule: EventRule;
  readonly #filter: MedianStream;
  /** The event that sounds, or that a gap may still join, in frames. */
  #open: { first: number; end: number; score: number } | null = null;

  constructor(label: number, rule: EventRule) {
    this.#label = label;
    this.#rule = rule;
    this.#filter = new MedianStream(rule.medianFrames);
  }

  /** Returns the open event, if it is long enough. */
  certain(start: Start): FoundEvent[] {
    if (this.#open === null) return [];
    const [first, end] = [start(this.#open.first), start(this.#open.end)];
    if (end - first < this.#rule.minSamples) return [];
    return [{ label: this.#label, first, end, score: this.#open.score }];
  }

  push(score: number, frame: number, start: Start, found: FoundEvent[]): void {
    const half = (this.#rule.medianFrames - 1) / 2;
    const filtered = this.#filter.push(score);
    if (filtered !== null) this.#add(filtered, frame - half, start, found);
  }

  end(start: Start): FoundEvent[] {
    const found: FoundEvent[] = [];
    const rest = this.#filter.end();
    const first = this.#filter.numFrames - rest.length;
    for (const [i, filtered] of rest.entries()) this.#add(filtered, first + i, start, found);
    this.#close(start, found);
    return found;
  }

  #add(score: number, frame: number, start: Start, found: FoundEvent[]): void {
    const open = this.#open;
    const isOn = score >= this.#rule.threshold;
    if (isOn && open === null) this.#open = { first: frame, end: frame + 1, score };
    else if (isOn && open !== null) {
      open.end = frame + 1;
      open.score = Math.max(open.score, score);
    } else if (open !== null && start(frame + 1) - start(open.end) > this.#rule.mergeSamples)
      this.#close(start, found);
  }

  #close(start: Start, found: FoundEvent[]): void {
    found.push(...this.certain(start));
    this.#open = null;
  }
}
