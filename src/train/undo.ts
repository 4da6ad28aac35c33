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
  readonly #tensors: Tensor[];
  readonly #before: Tensor[];
  #random: Tensor | null = null;

  /** @param tensors that change before the step is known to succeed */
  constructor(tensors: readonly Tensor[], device: Device) {
    this.#device = device;
    this.#tensors = [...tensors];
    this.#before = noGrad(() => this.#tensors.map((tensor) => keep(tensor.clone())));
  }

  note(): void {
    scope(() => noGrad(() => void copyAll(this.#before, this.#tensors)));
    this.#random?.dispose();
    this.#random = keep(getRandomState(this.#device));
  }

  apply(): void {
    scope(() => noGrad(() => void copyAll(this.#tensors, this.#before)));
    setRandomState(this.#random!, this.#device);
  }

  dispose(): void {
    for (const tensor of this.#before) tensor.dispose();
    this.#random?.dispose();
  }
}
