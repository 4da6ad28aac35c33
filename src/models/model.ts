// B = clips, C = channels of the features, F = frames of the features, D = width of the embedding, O = outputs of the task.
import { componentName } from "../components/create.js";
import { ShapeError } from "../errors.js";
import { type Layer, Module } from "../nn/module.js";
import { Tensor } from "../tensor/index.js";
import type { Encoder, Encoding } from "./encoder.js";

/** The last layer of a model, which a task chooses: embeddings to outputs [B, O]. */
export type Head = Layer<Encoding>;

/** An encoder with the head of a task: features [B, C, F] to outputs [B, O]. */
export class Model extends Module {
  readonly encoder: Encoder;
  readonly head: Head;
  readonly #frontEnd: Readonly<Record<string, Module>>;
  #isChecked = false;

  /** @param frontEnd parts of the front end that are trained and saved with the model, by name */
  constructor(encoder: Encoder, head: Head, frontEnd: Readonly<Record<string, Module>> = {}) {
    super();
    this.encoder = encoder;
    this.head = head;
    this.#frontEnd = frontEnd;
  }

  override *children(): Iterable<[string, Module]> {
    for (const [name, part] of Object.entries(this.#frontEnd)) yield [`front_end.${name}`, part];
    yield* super.children();
  }

  /** The architecture's name for people: that of the encoder's class. */
  get name(): string {
    return this.encoder.constructor.name;
  }

  forward(features: Tensor): Tensor {
    return this.head.forward(this.encode(features));
  }

  /** Computes the embeddings. @throws ShapeError for an encoder that returns others than it declares */
  encode(features: Tensor): Encoding {
    const encoding = this.encoder.forward(features);
    // Once: an encoder of a user's may be wrong, and then it is from the first batch on.
    if (!this.#isChecked) checkEncoding(this.encoder, features, encoding);
    this.#isChecked = true;
    return encoding;
  }
}

function checkEncoding(encoder: Encoder, features: Tensor, encoding: unknown): void {
  const refuse = (expected: string, got: string): ShapeError =>
    new ShapeError("SHAPE", `${componentName(encoder)}.forward: expected ${expected}, got ${got}`);
  const { clip, frames } = (encoding ?? {}) as Partial<Encoding>;
  const size = [features.shape[0]!, encoder.width];
  if (!(clip instanceof Tensor)) {
    const got = encoding instanceof Tensor ? "a tensor" : encoding === null ? "null" : typeof encoding;
    throw refuse("{ clip: Tensor [B, width], frames: Tensor [B, width, F'] or null }", got);
  }
  const inBrackets = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
  if (clip.shape.join() !== size.join())
    throw refuse(`clip ${inBrackets(size)} (B, width)`, inBrackets(clip.shape));
  if (frames === null) return;
  if (!(frames instanceof Tensor)) throw refuse("frames: a tensor or null", typeof frames);
  if (frames.shape.length !== 3 || frames.shape.slice(0, 2).join() !== size.join())
    throw refuse(`frames [${size.join(", ")}, F'] (B, width, frames)`, inBrackets(frames.shape));
}
