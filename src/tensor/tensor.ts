import { types } from "node:util";
import { NativeError, ShapeError } from "../errors.js";
import { addon } from "./addon.js";
import { allocateArray, byteSize, type Device, type DType, dtypeOfArray, type TypedArray } from "./dtype.js";
import { format, type NestedNumbers } from "./format.js";
import { adopt, forget, keep, type Owned, registerTensorClass } from "./scope.js";

/**
 * A libtorch tensor. JavaScript holds an integer handle; the values live in libtorch, on any device.
 *
 * Every operator of libtorch that takes a tensor first is a method (`x.matmul(w)`, `x.add_(y)`,
 * `x.sum([0, 1], { keepdim: true })`); see `src/tensor/methods.generated.ts` for all of them.
 */
export class Tensor implements Owned {
  /** 0 once the tensor is freed. */
  #handle: number;
  /** Set by `keep`: no scope frees this tensor. @internal */
  isKept = false;

  /** @internal */
  constructor(handle: number) {
    this.#handle = handle;
    adopt(this);
  }

  /** The integer that the addon knows this tensor by. @internal */
  get handle(): number {
    if (this.#handle === 0) {
      throw new NativeError(
        "FREED",
        "Tensor: this tensor was freed at the end of its scope or by dispose(); return it from the scope or keep() it",
      );
    }
    return this.#handle;
  }

  /** Marks the tensor as freed and returns its handle for release; 0 if it was already freed. @internal */
  detachHandle(): number {
    const handle = this.#handle;
    this.#handle = 0;
    return handle;
  }

  /** Replaces this object's native tensor by another's, for everyone who holds this object. @internal */
  replaceWith(other: Tensor): void {
    const requiresGrad = this.requiresGrad;
    if (this.isKept) forget(this);
    addon.release(this.#handle);
    this.#handle = addon.alias(other.handle);
    if (requiresGrad) this.requiresGrad = true;
    if (this.isKept) {
      this.isKept = false;
      keep(this);
    }
  }

  /** Creates a tensor from a copy of a typed array or of nested arrays of numbers (float32 by default). */
  static from(
    values: TypedArray | NestedNumbers,
    options: { shape?: readonly number[]; dtype?: DType } = {},
  ): Tensor {
    // Read once: a getter may return another value the second time, or transfer the array's memory.
    const { shape: wantedShape, dtype: wantedDtype } = options;
    if (ArrayBuffer.isView(values)) {
      const dtype = wantedDtype ?? dtypeOfArray(values);
      return Tensor.#fromView(values, dtype, wantedShape ?? [values.length], true);
    }
    const shape = wantedShape ?? shapeOf(values);
    const dtype = wantedDtype ?? "float32";
    const flat = Array.isArray(values)
      ? ((values as unknown[]).flat(Number.POSITIVE_INFINITY) as (number | bigint)[])
      : [values];
    const array = allocateArray("float64", flat.length);
    if (dtype === "int64") {
      const big = BigInt64Array.from(flat, (value) => BigInt(value));
      return Tensor.#fromView(big, "int64", shape, true);
    }
    for (let i = 0; i < flat.length; i++) array[i] = Number(flat[i]);
    if (dtype === "float64") return Tensor.#fromView(array, dtype, shape, true);
    const wide = Tensor.#fromView(array, "float64", shape, true);
    const narrow = wide.to(dtype);
    if (!wide.isKept) return narrow;
    wide.dispose();
    return narrow;
  }

  /**
   * Creates a tensor over the array's own memory, without a copy: a write to one changes the other.
   * The array lives as long as the tensor does.
   *
   * Memory that can go away is refused: throws NativeError for a resizable ArrayBuffer, and every later use of the
   * tensor throws one if the ArrayBuffer is transferred. A SharedArrayBuffer can always be viewed.
   */
  static view(
    array: TypedArray,
    shape: readonly number[] = [array.length],
    dtype = dtypeOfArray(array),
  ): Tensor {
    if (isResizable(array)) {
      throw new NativeError(
        "ARGUMENT",
        "Tensor.view: the array's ArrayBuffer is resizable, so its memory may go away; use Tensor.from, which copies, or a SharedArrayBuffer",
      );
    }
    return Tensor.#fromView(array, dtype, shape, false);
  }

  static #fromView(array: TypedArray, dtype: DType, shape: readonly number[], copy: boolean): Tensor {
    const sizes = Array.from(shape);
    if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0)) {
      throw new ShapeError(
        "SHAPE",
        `Tensor.from: expected a shape of whole numbers from 0, got [${sizes.map(String).join(", ")}]`,
      );
    }
    const count = sizes.reduce((product, size) => product * size, 1);
    if (count * byteSize(dtype) !== array.byteLength) {
      throw new ShapeError(
        "SHAPE",
        `Tensor.from: shape [${sizes.join(", ")}] of ${dtype} takes ${count} values, the array has ${array.byteLength / byteSize(dtype)}`,
      );
    }
    return new Tensor(addon.fromArray(array, dtype, sizes, copy));
  }

  get shape(): number[] {
    return addon.shape(this.handle);
  }

  get strides(): number[] {
    return addon.strides(this.handle);
  }

  get dtype(): DType {
    return addon.dtype(this.handle) as DType;
  }

  get device(): Device {
    return addon.device(this.handle) as Device;
  }

  /** Number of dimensions. */
  get ndim(): number {
    return this.shape.length;
  }

  /** Number of values. */
  get numel(): number {
    return this.shape.reduce((product, size) => product * size, 1);
  }

  get isChannelsLast(): boolean {
    return addon.isChannelsLast(this.handle);
  }

  get isLeaf(): boolean {
    return addon.isLeaf(this.handle);
  }

  get requiresGrad(): boolean {
    return addon.requiresGrad(this.handle);
  }

  set requiresGrad(value: boolean) {
    addon.setRequiresGrad(this.handle, value);
  }

  /** The gradient of this leaf, or null before `backward`. */
  get grad(): Tensor | null {
    const handle = addon.gradient(this.handle);
    return handle === 0 ? null : new Tensor(handle);
  }

  set grad(value: Tensor | null) {
    addon.setGradient(this.handle, value === null ? 0 : value.handle);
  }

  /**
   * Adds the gradients of this tensor to the leaves it was computed from.
   * A tensor of more than one value needs `gradient`, of the same shape. `createGraph` records the computation, so that
   * the gradients have gradients too, and keeps the graph, as `retainGraph` does.
   */
  backward(options: { gradient?: Tensor; retainGraph?: boolean; createGraph?: boolean } = {}): void {
    const { gradient, createGraph = false, retainGraph = createGraph } = options;
    addon.backward(this.handle, gradient?.handle ?? 0, retainGraph, createGraph);
  }

  /** Returns the value of a tensor of one element; throws NativeError if it is complex. Waits for the device. */
  item(): number {
    return Number(addon.item(this.handle));
  }

  /** Returns the values, row-major, in a new array of the matching type. Waits for the device. */
  toArray(): TypedArray {
    const array = allocateArray(this.dtype, this.numel);
    addon.readInto(this.handle, array);
    return array;
  }

  /** Returns the values, converted to float32 if necessary. Waits for the device. */
  toFloat32Array(): Float32Array {
    if (this.dtype === "float32") return this.toArray() as Float32Array;
    const converted = this.to("float32");
    const array = converted.toArray() as Float32Array;
    if (converted.isKept) converted.dispose();
    return array;
  }

  /** Copies the values, row-major, into an array of the same size and type. Waits for the device. */
  copyInto(array: TypedArray): void {
    addon.readInto(this.handle, array);
  }

  /** Returns the values as nested arrays of numbers; complex values are pairs. */
  toNested(): NestedNumbers {
    const shape = this.dtype.startsWith("complex") ? [...this.shape, 2] : this.shape;
    const isBool = this.dtype === "bool";
    const half = this.dtype === "float16" || this.dtype === "bfloat16";
    const flat = half ? this.toFloat32Array() : this.toArray();
    let position = 0;
    const build = (level: number): NestedNumbers => {
      if (level === shape.length) {
        const value = flat[position++]!;
        return isBool ? value !== 0 : Number(value);
      }
      return Array.from({ length: shape[level]! }, () => build(level + 1));
    };
    return build(0);
  }

  /** Frees the native tensor now. A second call does nothing. */
  dispose(): void {
    if (this.isKept) forget(this);
    const handle = this.detachHandle();
    if (handle !== 0) addon.release(handle);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  toString(): string {
    return this.#handle === 0 ? "Tensor(freed)" : format(this);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

registerTensorClass(Tensor);

// The engine's own getters: an object may define others of the same names.
const bufferOf = getterOf<ArrayBufferLike>(Object.getPrototypeOf(Uint8Array.prototype), "buffer");
const resizableOf = getterOf<boolean>(ArrayBuffer.prototype, "resizable");

function getterOf<T>(prototype: object, name: string): (object: object) => T {
  const getter = Object.getOwnPropertyDescriptor(prototype, name)!.get!;
  return (object) => getter.call(object) as T;
}

/** Returns whether an array's memory may shrink. A SharedArrayBuffer can only grow, in place. */
function isResizable(array: TypedArray): boolean {
  if (!types.isTypedArray(array)) return false;
  const buffer = bufferOf(array);
  return types.isArrayBuffer(buffer) && resizableOf(buffer);
}

function shapeOf(values: NestedNumbers): number[] {
  if (!Array.isArray(values)) return [];
  if (values.length === 0) return [0];
  const inner = shapeOf(values[0]!);
  for (let i = 1; i < values.length; i++) {
    const other = shapeOf(values[i]!);
    if (other.join() !== inner.join()) {
      throw new ShapeError(
        "SHAPE",
        `Tensor.from: ragged nesting: row 0 has shape [${inner.join(", ")}], row ${i} has [${other.join(", ")}]`,
      );
    }
  }
  return [values.length, ...inner];
}
