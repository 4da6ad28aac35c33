import type { FrameGrid } from "../inference/timeline/frame-grid.js";
import type { FrameScores } from "../inference/timeline/frame-merger.js";
import { MedianFilter } from "./median-filter.js";

/** A sound in a recording, in samples at the model's rate. */
export interface FoundEvent {
  /** Place of the label in the model's outputs. */
  label: number;
  first: number;
  /** The sample after the last. */
  end: number;
  /** The largest score of its frames. */
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
 * Finds events in scores of frames that arrive in order. For each label: frames whose score reaches the threshold sound; a
 * median filter smooths them; stretches of sounding frames are events; events with a short gap between them are joined; short
 * ones are left out. Memory does not grow with the frames.
 */
export class EventFinder {
  readonly #grid: FrameGrid;
  readonly #labels: LabelEvents[];

  /** @param rules by label */
  constructor(rules: readonly EventRule[], grid: FrameGrid) {
    this.#grid = grid;
    this.#labels = rules.map((rule, label) => new LabelEvents(label, rule));
  }

  /** Returns the events that these frames complete, by label. */
  push({ first, count, scores }: FrameScores): FoundEvent[] {
    const width = this.#labels.length;
    return this.#labels.flatMap((events, label) => {
      const found: FoundEvent[] = [];
      for (let i = 0; i < count; i++)
        events.push(scores[i * width + label]!, first + i, (frame) => this.#grid.start(frame), found);
      return found;
    });
  }

  /** Returns the last events. @param numSamples of the recording */
  end(numSamples: number): FoundEvent[] {
    const start = (frame: number): number => Math.min(numSamples, this.#grid.start(frame));
    return this.#labels.flatMap((events) => events.end(start));
  }
}

/** The first sample of a frame. */
type Start = (frame: number) => number;

class LabelEvents {
  readonly #label: number;
  readonly #rule: EventRule;
  readonly #filter: MedianFilter;
  /** The event that sounds, or that a gap may still join; its end is the end of the last frame that sounds. */
  #open: FoundEvent | null = null;

  constructor(label: number, rule: EventRule) {
    this.#label = label;
    this.#rule = rule;
    this.#filter = new MedianFilter(rule.medianFrames);
  }

  push(score: number, frame: number, start: Start, found: FoundEvent[]): void {
    const half = (this.#rule.medianFrames - 1) / 2;
    const isOn = this.#filter.push(score >= this.#rule.threshold, score);
    if (isOn !== null) this.#add(isOn, frame - half, start, found);
  }

  end(start: Start): FoundEvent[] {
    const found: FoundEvent[] = [];
    const { numFrames } = this.#filter;
    const rest = this.#filter.end();
    for (const [i, one] of rest.entries()) this.#add(one, numFrames - rest.length + i, start, found);
    // The last frame may be cut off by the recording's end.
    if (this.#open !== null)
      this.#close({ ...this.#open, end: Math.min(this.#open.end, start(numFrames)) }, found);
    return found;
  }

  #add(filtered: { isOn: boolean; score: number }, frame: number, start: Start, found: FoundEvent[]): void {
    const first = start(frame);
    if (filtered.isOn) {
      const { score } = filtered;
      const end = start(frame + 1);
      if (this.#open === null) this.#open = { label: this.#label, first, end, score };
      else this.#open = { ...this.#open, end, score: Math.max(this.#open.score, score) };
    } else if (this.#open !== null && start(frame + 1) - this.#open.end > this.#rule.mergeSamples)
      this.#close(this.#open, found);
  }

  #close(event: FoundEvent, found: FoundEvent[]): void {
    if (event.end - event.first >= this.#rule.minSamples) found.push(event);
    this.#open = null;
  }
}
