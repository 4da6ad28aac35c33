/** A frame after the filter, with its own score. */
export interface FilteredFrame {
  isOn: boolean;
  score: number;
}

/**
 * A median filter of frames that are on or off, as scipy.ndimage.median_filter with `mode="reflect"`: before the first frame and
 * after the last, the frames repeat in reverse. Frames arrive one by one, and leave half a filter later.
 */
export class MedianFilter {
  readonly #half: number;
  /** The last frames, in a ring. */
  readonly #ring: FilteredFrame[];
  #numOn = 0;
  #numFrames = 0;

  /** @param length in frames, odd; 1 changes nothing */
  constructor(length: number) {
    this.#half = (length - 1) / 2;
    this.#ring = Array.from({ length }, () => ({ isOn: false, score: 0 }));
  }

  /** Frames that arrived. */
  get numFrames(): number {
    return this.#numFrames;
  }

  /** Adds a frame; returns the filtered frame half a filter before it, null before the first. */
  push(isOn: boolean, score: number): FilteredFrame | null {
    const length = this.#ring.length;
    const frame = this.#numFrames++;
    const slot = this.#ring[frame % length]!;
    this.#numOn += Number(isOn) - Number(slot.isOn);
    slot.isOn = isOn;
    slot.score = score;
    const middle = frame - this.#half;
    if (middle < 0) return null;
    const numOn = middle < this.#half ? this.#countReflected(middle) : this.#numOn;
    return this.#filtered(middle, numOn);
  }

  /** Returns the frames that are left. */
  end(): FilteredFrame[] {
    const numFrames = this.#numFrames;
    const first = Math.max(0, numFrames - this.#half);
    return Array.from({ length: numFrames - first }, (_, i) =>
      this.#filtered(first + i, this.#countReflected(first + i)),
    );
  }

  #filtered(frame: number, numOn: number): FilteredFrame {
    return { isOn: numOn > this.#half, score: this.#ring[frame % this.#ring.length]!.score };
  }

  /** Counts the frames that are on around one near an end. */
  #countReflected(middle: number): number {
    let numOn = 0;
    for (let frame = middle - this.#half; frame <= middle + this.#half; frame++) {
      let inside = frame;
      while (inside < 0 || inside >= this.#numFrames)
        inside = inside < 0 ? -inside - 1 : 2 * this.#numFrames - 1 - inside;
      if (this.#ring[inside % this.#ring.length]!.isOn) numOn++;
    }
    return numOn;
  }
}
