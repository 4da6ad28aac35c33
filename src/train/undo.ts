import {
  type Device,
  getRandomState,
  keep,
  noGrad,
  scope,
  setRandomState,
  type Tensor,
} from "../tensor/index.js";
import { op } from "../tensor/ops.js";

const copyAll = op("aten::_foreach_copy_");

/** Restores tensors and the random state, so that a failed step changes nothing. */
export class Undo {
  readonly #device: Device;
  /** Tensors of one dtype, which a GPU copies in one kernel, and their values before. */
  readonly #groups: { tensors: Tensor[]; before: Tensor[] }[];
  #random: Tensor | null = null;

  /** @param tensors that change before the step is known to succeed */
  constructor(tensors: readonly Tensor[], device: Device) {
    this.#device = device;
    this.#groups = [...new Set(tensors.map(({ dtype }) => dtype))].map((dtype) => {
      const alike = tensors.filter((tensor) => tensor.dtype === dtype);
      return { tensors: alike, before: noGrad(() => alike.map((tensor) => keep(tensor.clone()))) };
    });
  }

  note(): void {
    for (const { tensors, before } of this.#groups) scope(() => noGrad(() => void copyAll(before, tensors)));
    this.forget();
    this.#random = keep(getRandomState(this.#device));
  }

  /** Nothing is to be restored until the next `note`. */
  forget(): void {
    this.#random?.dispose();
    this.#random = null;
  }

  apply(): void {
    if (this.#random === null) return;
    for (const { tensors, before } of this.#groups) scope(() => noGrad(() => void copyAll(tensors, before)));
    setRandomState(this.#random, this.#device);
  }

  dispose(): void {
    for (const { before } of this.#groups) for (const tensor of before) tensor.dispose();
    this.forget();
  }
}
