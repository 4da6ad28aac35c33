import { ShapeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import {
  type Device,
  type DType,
  isFloatingPoint,
  type MemoryFormat,
  noGrad,
  Tensor,
} from "../tensor/index.js";
import { keep, scope } from "../tensor/scope.js";
import { copyState, type StateDict } from "./state-dict.js";

/** A tensor that belongs to a module and that training changes in place; no scope frees it. */
class OwnedTensor extends Tensor {
  /** Only for types: a module would not find another tensor in a field that is declared as a Parameter or Buffer. */
  declare protected readonly kind: "parameter" | "buffer";

  constructor(initial: Tensor) {
    super(addon.alias(initial.handle));
    keep(this);
  }
}

/** A weight that the optimizer updates. */
export class Parameter extends OwnedTensor {
  declare protected readonly kind: "parameter";

  constructor(initial: Tensor) {
    super(initial);
    this.requiresGrad = true;
  }
}

/** State that is saved but not optimized, such as running statistics. */
export class Buffer extends OwnedTensor {
  declare protected readonly kind: "buffer";
}

/**
 * The base of layers and models, after `torch.nn.Module`. Fields that hold a Parameter, a Buffer, a
 * Module or an array of Modules are registered automatically. Field names in camelCase become PyTorch's
 * names: `runningMean` is `running_mean` in the state dict.
 *
 * `forward` takes and returns what the subclass declares, such as `forward(query: Tensor, keys: Tensor): Tensor`. A
 * `Module` of unknown class cannot be called; code that calls one takes a `Layer`.
 */
export abstract class Module {
  /** True in training: dropout is active, and batch norm uses the batch's statistics. */
  training = true;
  /** Keeps the module in evaluation mode whatever `train` sets, as frozen layers are. */
  staysInEvaluation = false;

  /** Computes the module's output. */
  abstract forward(...inputs: never[]): unknown;

  /** Yields direct children by PyTorch's names. */
  *children(): Iterable<[string, Module]> {
    for (const [field, value] of Object.entries(this)) {
      if (value instanceof Module) yield [toSnakeCase(field), value];
      else if (Array.isArray(value)) {
        for (const [i, element] of value.entries()) {
          if (element instanceof Module) yield [`${toSnakeCase(field)}.${i}`, element];
        }
      }
    }
  }

  *#own<Kind extends OwnedTensor>(
    kind: new (initial: Tensor) => Kind,
    prefix: string,
  ): Iterable<[string, Kind]> {
    for (const [field, value] of Object.entries(this)) {
      if (value instanceof kind) yield [prefix + toSnakeCase(field), value];
    }
    for (const [name, child] of this.children()) yield* child.#own(kind, `${prefix}${name}.`);
  }

  /** Yields parameters by PyTorch's names; a shared parameter once, by its first name. */
  *namedParameters(): Iterable<[string, Parameter]> {
    const seen = new Set<Parameter>();
    for (const [name, parameter] of this.#own(Parameter, "")) {
      if (seen.has(parameter)) continue;
      seen.add(parameter);
      yield [name, parameter];
    }
  }

  parameters(): Parameter[] {
    return [...this.namedParameters()].map(([, parameter]) => parameter);
  }

  namedBuffers(): Iterable<[string, Buffer]> {
    return this.#own(Buffer, "");
  }

  /** Returns every parameter and buffer by name, in PyTorch's order. The tensors are not copies. */
  stateDict(): StateDict {
    return new Map(this.#own(OwnedTensor, ""));
  }

  /**
   * Copies values into this module's parameters and buffers. Throws CheckpointError, which names all
   * missing, unexpected and misshapen entries; the module is then unchanged.
   */
  loadStateDict(state: ReadonlyMap<string, Tensor>, from = "state dict"): void {
    copyState(this.stateDict(), state, from);
  }

  /** Yields this module and all modules below it. */
  *modules(): Iterable<Module> {
    yield this;
    for (const [, child] of this.children()) yield* child.modules();
  }

  train(training = true): this {
    for (const module of this.modules()) module.training = training && !module.staysInEvaluation;
    return this;
  }

  eval(): this {
    return this.train(false);
  }

  /**
   * Moves parameters and buffers in place: existing references remain valid. Only floating tensors change
   * dtype, and only four-dimensional ones change memory format. Create the optimizer after this.
   */
  to(options: { device?: Device; dtype?: DType; memoryFormat?: MemoryFormat }): this {
    noGrad(() => {
      for (const tensor of this.stateDict().values()) {
        scope(() => {
          let moved: Tensor = tensor.detach();
          if (options.device !== undefined && options.device !== moved.device)
            moved = moved.to({ device: options.device });
          if (options.dtype !== undefined && isFloatingPoint(moved.dtype)) moved = moved.to(options.dtype);
          // `clone`, because `contiguous` leaves the ambiguous strides of one-channel weights.
          if (options.memoryFormat !== undefined && moved.ndim === 4)
            moved = moved.clone({ memoryFormat: options.memoryFormat });
          tensor.replaceWith(moved);
        });
      }
    });
    return this;
  }

  /** Returns the number of trainable values. */
  numParameters(): number {
    return this.parameters().reduce((sum, parameter) => sum + parameter.numel, 0);
  }

  /** Frees every parameter and buffer now, instead of when the module is collected. */
  dispose(): void {
    for (const tensor of this.stateDict().values()) tensor.dispose();
    for (const module of this.modules()) module.disposeTables();
  }

  /** Frees tensors that the module made for its own use, which are no state. */
  protected disposeTables(): void {}
}

/** A module of one input and one output, by default tensors: the kind that `Sequential` and models are made of. */
export interface Layer<Input = Tensor, Output = Tensor> extends Module {
  forward(input: Input): Output;
}

/** Runs layers one after another; the children are named `0`, `1`, ... */
export class Sequential extends Module {
  readonly #layers: Layer[];

  constructor(...layers: Layer[]) {
    super();
    this.#layers = layers;
  }

  /** The layers, first to last. */
  get layers(): readonly Layer[] {
    return this.#layers;
  }

  override *children(): Iterable<[string, Module]> {
    for (const [i, layer] of this.#layers.entries()) yield [String(i), layer];
  }

  forward(input: Tensor): Tensor {
    return this.#layers.reduce((x, layer) => layer.forward(x), input);
  }
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Throws ShapeError unless a layer's input has the right number of dimensions and channels.
 *
 * @param dim dimension of the channels, counted from the last if it is negative
 * @param weight shape of the weight that expects the channels, for the message
 */
export function expectChannels(
  layer: string,
  input: Tensor,
  dims: readonly number[],
  dim: number,
  channels: number,
  weight?: readonly number[],
): void {
  const shape = input.shape;
  const isRightRank = dims.includes(shape.length);
  if (isRightRank && shape.at(dim) === channels) return;
  const place = dim < 0 && isRightRank ? dim + shape.length : dim;
  throw new ShapeError(
    "SHAPE",
    isRightRank && weight !== undefined
      ? `${layer}: weight [${weight.join(", ")}] expects ${channels} channels in dimension ${place}, input [${shape.join(", ")}] has ${shape.at(dim)}`
      : `${layer}: expected ${dims.join(" or ")} dimensions with ${channels} channels in dimension ${place}, input is [${shape.join(", ")}]`,
  );
}

/** Throws ShapeError unless a layer's input has one of these numbers of dimensions. */
export function expectRank(layer: string, input: Tensor, dims: readonly number[]): void {
  const shape = input.shape;
  if (dims.includes(shape.length)) return;
  throw new ShapeError(
    "SHAPE",
    `${layer}: expected ${dims.join(" or ")} dimensions, input is [${shape.join(", ")}]`,
  );
}
