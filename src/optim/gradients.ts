import { addon } from "../tensor/addon.js";

/** Gradients by their handles, which operators accept as a list of tensors. */
export class Gradients implements Disposable {
  /** One handle per parameter that has a gradient. */
  readonly handles: Int32Array;
  /** One handle per parameter, 0 for no gradient. @internal */
  readonly found: Int32Array;
  /** Indices of the parameters that have a gradient; null if every parameter has one. */
  readonly #places: Int32Array | null;

  /** @param found one handle per parameter, 0 for no gradient */
  constructor(found: Int32Array) {
    const isComplete = !found.includes(0);
    this.found = found;
    this.#places = isComplete ? null : Int32Array.from(found.keys()).filter((i) => found[i] !== 0);
    this.handles = isComplete ? found : found.filter((handle) => handle !== 0);
  }

  get numFound(): number {
    return this.handles.length;
  }

  /** Returns those of the given indices whose parameters have a gradient; null stands for all parameters. @internal */
  placesIn(places: Int32Array | null): Int32Array | null {
    if (places === null || this.#places === null) return places ?? this.#places;
    return places.filter((place) => this.found[place] !== 0);
  }

  [Symbol.dispose](): void {
    addon.releaseMany(this.handles, this.handles.length);
  }
}
