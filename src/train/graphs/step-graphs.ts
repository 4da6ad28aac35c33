import { type Device, keep, noGrad, scope, type Tensor } from "../../tensor/index.js";
import type { Graph, GraphEngine } from "./engine.js";
import { ObservedStep } from "./observed-step.js";

/** Tensors of the device by name. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** A graph, and what belongs to it. */
interface Captured {
  graph: Graph;
  /** The memory that the graph reads. */
  inputs: NamedTensors;
  /** The step whose copies from the host the graph reads. */
  observed: ObservedStep;
  /** Tensors in the graph's memory that are read after it ran. */
  outputs: NamedTensors;
}

/** Shapes that have a graph, at most: others run operator by operator. */
const MOST_SHAPES = 8;
/** Shapes that wait for a second step, at most: others run operator by operator, without being observed. */
const MOST_WAITING = 32;
/** Steps of a shape that may each differ from the one before: the first ones create what later ones use. */
const MOST_DIFFERENCES = 3;

/**
 * Runs steps as graphs: for each shape of its inputs a step runs twice operator by operator and is observed, then captured, and
 * replayed from then on. Steps that ask for other operators or values each time run operator by operator, with a note that says why.
 */
export class StepGraphs {
  /** Called once, when graphs are given up. */
  onNote: (text: string) => void = () => {};
  readonly #engine: GraphEngine;
  readonly #device: Device;
  readonly #observed = new Map<string, ObservedStep>();
  readonly #captured = new Map<string, Captured>();
  #numDifferences = 0;
  #isGivenUp = false;
  /** True once the note about it was given. */
  #hasManyShapes = false;

  constructor(engine: GraphEngine, device: Device) {
    this.#engine = engine;
    this.#device = device;
  }

  /** Returns whether the next step of this key would be replayed. */
  has(key: string): boolean {
    return this.#captured.has(key);
  }

  /** Number of graphs. */
  get size(): number {
    return this.#captured.size;
  }

  /**
   * Runs a step.
   *
   * @param key equal for steps whose `body` does the same, but for the values of its inputs
   * @param body reads `inputs`, and changes nothing outside of the device that another step would need
   * @param outputsOf returns the tensors of a captured step that are read after it ran
   * @returns these tensors if the step was replayed, null if it ran operator by operator
   */
  run(
    key: string,
    inputs: NamedTensors,
    body: (inputs: NamedTensors) => void,
    outputsOf: () => NamedTensors,
  ): NamedTensors | null {
    const captured = this.#captured.get(key) ?? this.#capture(key, inputs, body, outputsOf);
    if (captured === null) {
      this.#runOnce(key, () => body(inputs));
      return null;
    }
    scope(() =>
      noGrad(() => {
        for (const [name, tensor] of Object.entries(captured.inputs)) tensor.copy_(inputs[name]!);
      }),
    );
    captured.graph.replay();
    return captured.outputs;
  }

  /** Runs a step operator by operator, and observes the first ones of a shape. */
  #runOnce(key: string, body: () => void): void {
    if (this.#isGivenUp || this.#captured.size >= MOST_SHAPES || !this.#mayWait(key)) {
      body();
      return;
    }
    const before = this.#observed.get(key);
    const now = ObservedStep.of(this.#device, body);
    const difference = before?.differenceTo(now) ?? null;
    if (difference !== null) this.#numDifferences++;
    before?.[Symbol.dispose]();
    now.isRepeated = before !== undefined && difference === null;
    this.#observed.set(key, now);
    const obstacle = now.obstacle ?? (this.#numDifferences > MOST_DIFFERENCES ? difference : null);
    if (obstacle !== null) this.#giveUp(obstacle);
  }

  /** Returns whether a step of this shape is worth observing. */
  #mayWait(key: string): boolean {
    if (this.#observed.has(key) || this.#observed.size < MOST_WAITING) return true;
    if (!this.#hasManyShapes) {
      this.onNote(
        `note: training.cuda_graphs: batches have more than ${MOST_WAITING} shapes, of which ${MOST_SHAPES} can have a graph; with batches by duration, set training.batch_shapes=${MOST_SHAPES} in a new run`,
      );
    }
    this.#hasManyShapes = true;
    return false;
  }

  #capture(
    key: string,
    inputs: NamedTensors,
    body: (inputs: NamedTensors) => void,
    outputsOf: () => NamedTensors,
  ): Captured | null {
    const observed = this.#observed.get(key);
    if (this.#isGivenUp || observed?.isRepeated !== true) return null;
    const own = scope(() =>
      noGrad(() =>
        Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, keep(tensor.clone())])),
      ),
    );
    try {
      const graph = this.#engine.capture(() => observed.withCopies(() => body(own)));
      const captured = { graph, inputs: own, observed, outputs: outputsOf() };
      for (const tensor of Object.values(captured.outputs)) keep(tensor);
      this.#observed.delete(key);
      this.#captured.set(key, captured);
      if (this.#captured.size === MOST_SHAPES) this.#forgetObserved();
      return captured;
    } catch (error) {
      for (const tensor of Object.values(own)) tensor.dispose();
      this.#giveUp(String(error instanceof Error ? error.message : error).split("\n")[0]!);
      return null;
    }
  }

  #giveUp(reason: string): void {
    this.#isGivenUp = true;
    this.onNote(
      `note: training.cuda_graphs: the step cannot be captured and runs operator by operator: ${reason}`,
    );
    // Random numbers of graphs that were captured before would not go on from those of other steps.
    this.reset();
  }

  /** Forgets every graph: call it when a step does something else from now on, such as with other parameters. */
  reset(): void {
    for (const { graph, inputs, outputs, observed } of this.#captured.values()) {
      graph.dispose();
      for (const tensor of [...Object.values(inputs), ...Object.values(outputs)]) tensor.dispose();
      observed[Symbol.dispose]();
    }
    this.#captured.clear();
    this.#forgetObserved();
  }

  #forgetObserved(): void {
    for (const observed of this.#observed.values()) observed[Symbol.dispose]();
    this.#observed.clear();
  }
}
