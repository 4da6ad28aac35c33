import { addon } from "../../tensor/addon.js";
import { keep, Tensor } from "../../tensor/index.js";
import { type OnCall, recordCalls } from "../../tensor/recorder.js";
import { watchUploads } from "../../tensor/upload.js";

/** A tensor that a step copies from the host. */
interface Copied {
  values: Buffer;
  copy: Tensor;
}

/**
 * Records what a step asked of its device: the operators in order, with shapes, types and numbers, and the tensors that it copied from
 * the host. A step can be replayed only if another one asks for the same.
 */
export class ObservedStep implements Disposable {
  /** `aten::add.Tensor(float32[2,3], 1)` */
  readonly calls: string[] = [];
  readonly copies: Copied[] = [];
  /** True if the step before asked for the same. */
  isRepeated = false;
  /** Why no graph can hold the step; null if nothing is known against it. */
  obstacle: string | null = null;

  /** Runs a step and observes it. */
  static of(device: string, body: () => void): ObservedStep {
    const found = new ObservedStep();
    const before = numReads();
    const record: OnCall = ({ spec }, values) => {
      const host = device === "cpu" ? undefined : values.flat().find(isOfHost);
      if (host !== undefined)
        found.obstacle ??= `${spec.name} reads a tensor of the host, of shape [${host.shape.join(", ")}]`;
      found.calls.push(`${spec.name}(${values.map(describe).join(", ")})`);
    };
    const copyOnce = (tensor: Tensor, copy: () => Tensor): Tensor => {
      const { buffer, byteOffset, byteLength } = tensor.toArray();
      return recordCalls(
        () => {},
        () => {
          const copied = copy();
          const values = Buffer.from(buffer.slice(byteOffset, byteOffset + byteLength));
          found.copies.push({ values, copy: keep(copied.detach()) });
          return copied;
        },
      );
    };
    const hostReads = (): number => numReads() - before - found.copies.length;
    try {
      recordCalls(record, () => watchUploads(copyOnce, body));
    } catch (error) {
      found[Symbol.dispose]();
      throw error;
    }
    if (hostReads() > 0) found.obstacle ??= "it reads values of tensors, for which the device is waited for";
    return found;
  }

  /** Returns why a graph of this step would not do for `other`; null if it does. */
  differenceTo(other: ObservedStep): string | null {
    const place = this.calls.findIndex((call, i) => call !== other.calls[i]);
    if (place >= 0 || this.calls.length !== other.calls.length) {
      const at = place >= 0 ? place : this.calls.length;
      return `its operators differ from step to step: ${this.calls[at] ?? "nothing"}, then ${other.calls[at] ?? "nothing"}`;
    }
    if (this.copies.length !== other.copies.length) return "it copies other values from the host each time";
    const changed = this.copies.findIndex(({ values }, i) => !values.equals(other.copies[i]!.values));
    if (changed < 0) return null;
    return `it copies values from the host that change from step to step, of shape [${this.copies[changed]!.copy.shape.join(", ")}]`;
  }

  /** Runs `body`, whose copies from the host are those that this step made. */
  withCopies(body: () => void): void {
    let next = 0;
    watchUploads(() => this.copies[next++]!.copy.detach(), body);
  }

  [Symbol.dispose](): void {
    for (const { copy } of this.copies) copy.dispose();
    this.copies.length = 0;
  }
}

function isOfHost(value: unknown): value is Tensor {
  return value instanceof Tensor && value.device === "cpu";
}

/** A list of handles is that of parameters, gradients or states, of which only the number matters. */
function describe(value: unknown): string {
  if (value instanceof Tensor) return `${value.dtype}[${value.shape.join()}]`;
  if (value instanceof Int32Array) return `${value.length} tensors`;
  if (Array.isArray(value)) return `[${value.map(describe).join(", ")}]`;
  return typeof value === "object" && value !== null ? "object" : String(value);
}

/** Number of times that this thread read values of tensors. */
function numReads(): number {
  const counts = new Float64Array(3);
  addon.hostReads(counts);
  return counts[0]!;
}
