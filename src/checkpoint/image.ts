import { CheckpointError } from "../errors.js";
import { arrayOver, keep, noGrad, scope, Tensor } from "../tensor/index.js";
import { op } from "../tensor/ops.js";
import { layoutSafetensors, type SafetensorsLayout, type TensorPlace } from "./safetensors.js";

const copyAll = op("aten::_foreach_copy_");

const REMEDY = "a state dict must have the same names, shapes and dtypes at every save";

/**
 * A safetensors file in memory, including its header. The memory is allocated once and reused: capturing
 * the tensors again is one copy at memory speed, and writing the file needs nothing of libtorch.
 */
export class FileImage {
  /** The complete file; shared, so that another thread can write it. */
  readonly memory: SharedArrayBuffer;
  readonly #layout: SafetensorsLayout;
  /** Tensors over `memory`. */
  readonly #views = new Map<string, Tensor>();

  /** @param tensors have the names, dtypes and shapes of every later capture */
  constructor(tensors: ReadonlyMap<string, Tensor>, metadata: Readonly<Record<string, string>> = {}) {
    this.#layout = layoutSafetensors(tensors, metadata);
    this.memory = new SharedArrayBuffer(this.#layout.bytes);
    new Uint8Array(this.memory).set(this.#layout.head);
    for (const [name, place] of this.#layout.places) {
      const values = arrayOver(this.memory, place.dtype, place.offset, place.bytes);
      this.#views.set(name, keep(Tensor.view(values, place.shape, place.dtype)));
    }
  }

  /**
   * Copies the tensors' values from any device. Waits for the device.
   *
   * @throws CheckpointError for tensors of other names, shapes or dtypes than the first
   */
  capture(tensors: ReadonlyMap<string, Tensor>): void {
    const from = [...this.#layout.places].map(([name, place]) => alike(name, place, tensors.get(name)));
    const added = [...tensors.keys()].find((name) => !this.#layout.places.has(name));
    if (added !== undefined)
      throw new CheckpointError("STATE", `${added}: was not in the state when saving began; ${REMEDY}`);
    scope(() => noGrad(() => void copyAll([...this.#views.values()], from))); // sync
  }

  dispose(): void {
    for (const view of this.#views.values()) view.dispose();
  }
}

function alike(name: string, { shape, dtype }: TensorPlace, tensor: Tensor | undefined): Tensor {
  if (tensor !== undefined && tensor.dtype === dtype && tensor.shape.join() === shape.join()) return tensor;
  const found = tensor === undefined ? "missing" : `[${tensor.shape.join(", ")}] ${tensor.dtype}`;
  throw new CheckpointError("STATE", `${name}: is ${found}, was [${shape.join(", ")}] ${dtype}; ${REMEDY}`);
}
