import type { DeviceStreams, Mark } from "../tensor/device-streams.js";
import { keep, noGrad, scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";

/** Buffers of the device for one batch. */
interface Slot {
  tensors: Tensor[];
  /** Set after the copies of the batch. */
  copied: Mark;
  /** Set after the work that reads the batch. */
  read: Mark;
}

/**
 * Copies batches to the device on a stream of their own, while the step before computes. Two slots take turns:
 *
 *   copies   ... | wait: step 1 has read slot 0 | copy batch 2 to slot 0 | wait: step 2 has read slot 1 | copy batch 3 ...
 *   steps    ... | step 1 reads slot 1 ... | wait: batch 2 is copied | step 2 reads slot 0 ...
 *
 * The host waits for none of it.
 */
export class UploadRing {
  readonly #streams: DeviceStreams;
  readonly #slots: readonly [Slot, Slot];
  /** Slot of the last batch; null before the first. */
  #last: Slot | null = null;

  constructor(streams: DeviceStreams) {
    this.#streams = streams;
    const slot = (): Slot => ({ tensors: [], copied: streams.newMark(), read: streams.newMark() });
    this.#slots = [slot(), slot()];
  }

  /**
   * Copies a batch's tensors of the host; returns the copies. The values are read before it returns, so that the caller may change
   * them. The copies are valid for work that is queued before the next call.
   */
  upload(batch: readonly Tensor[]): Tensor[] {
    const streams = this.#streams;
    // All work that reads the last batch is queued by now.
    if (this.#last !== null) streams.set(this.#last.read);
    const slot = this.#last === this.#slots[0] ? this.#slots[1] : this.#slots[0];
    this.#last = slot;
    streams.onCopies(() => {
      streams.waitFor(slot.read);
      noGrad(() => this.#fill(slot, batch));
      streams.set(slot.copied);
    });
    streams.waitFor(slot.copied);
    return slot.tensors;
  }

  /** Copies on the stream of copies, of whose memory the buffers are: what was freed there is written after the wait above. */
  #fill(slot: Slot, batch: readonly Tensor[]): void {
    const fits =
      slot.tensors.length === batch.length &&
      slot.tensors.every(
        (own, i) => own.dtype === batch[i]!.dtype && own.shape.join() === batch[i]!.shape.join(),
      );
    if (!fits) {
      for (const tensor of slot.tensors) tensor.dispose();
      slot.tensors = [];
      for (const { shape, dtype } of batch)
        slot.tensors.push(keep(ops.empty(shape, { dtype, device: this.#streams.device })));
    }
    scope(() => {
      const nonBlocking = true;
      for (const [i, own] of slot.tensors.entries()) own.copy_(this.#streams.pin(batch[i]!), nonBlocking);
    });
  }

  /** Frees the buffers, once the work that is queued has read them. */
  dispose(): void {
    const streams = this.#streams;
    if (this.#last !== null) streams.set(this.#last.read);
    streams.onCopies(() => {
      for (const { tensors, read } of this.#slots) {
        // Whoever gets the memory next gets it on the stream of copies, after this wait.
        streams.waitFor(read);
        for (const tensor of tensors) tensor.dispose();
        tensors.length = 0;
      }
    });
    this.#last = null;
  }
}
