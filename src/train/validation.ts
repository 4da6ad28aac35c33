import type { Position } from "../checkpoint/index.js";
import { embeddingsWanted } from "../display/evaluation-display.js";
import { assertSame } from "../distributed/same-weights.js";
import { describeNotFinite, type Evaluation, type ValidationEvaluation } from "../evaluation/evaluate.js";
import type { Metrics } from "../evaluation/metrics-of.js";
import { trainSample } from "../evaluation/train-sample.js";
import type { Goals } from "./goals.js";
import type { LoopValidation } from "./loop.js";
import { messagesTo, type RunObserver } from "./observer.js";
import type { OpenRun } from "./open-run.js";
import type { StopCheck } from "./stop.js";

/** Evaluates the validation clips of a run while it trains, and asks whether to end it. */
export class Validation implements LoopValidation {
  readonly goals: Goals;
  readonly #run: OpenRun;
  readonly #observer: RunObserver;
  readonly #stopCheck: StopCheck | null;
  /** The clips that were last warned of. */
  #warnedOf = "";

  constructor(run: OpenRun, observer: RunObserver, stopCheck: StopCheck | null) {
    this.goals = run.prepared.goals;
    this.#run = run;
    this.#observer = observer;
    this.#stopCheck = stopCheck;
  }

  isDue(epoch: number): boolean {
    const { config, data } = this.#run.prepared.resolved.session;
    const { evaluate_every_epochs: every, epochs } = config.training;
    return data.validation.length > 0 && ((epoch + 1) % every === 0 || epoch + 1 === epochs);
  }

  /** All ranks: evaluates after a step, with the moving average of the weights if there is one. */
  async evaluate(step: number): Promise<ValidationEvaluation> {
    const { prepared, wants } = this.#run;
    const { resolved, parts, evaluator, loader } = prepared;
    const { config, data, task, world } = resolved.session;
    const { model, ema } = parts;
    // Without synchronized batch norm, running statistics differ between ranks; rank 0's are saved.
    const buffers = [...model.namedBuffers()].map(([, buffer]) => buffer);
    world.broadcast([...buffers, ...(ema?.stateDict().values() ?? [])]);
    assertSame(world, model.stateDict(), `evaluation after step ${world.step}`);
    const mostEmbeddings = embeddingsWanted(config, wants, loader.numBatches, step);
    const evaluation = await evaluator.evaluate("validation", ema, { calibrates: true, mostEmbeddings });
    this.#warnNotFinite(evaluation);
    if (trainSample(config, data).length === 0) return { ...evaluation, train: null };
    const calibrated = task.calibrated(evaluation.calibration);
    const train = await evaluator.evaluate("train", ema, { task: calibrated, mostEmbeddings });
    return { ...evaluation, train };
  }

  /** All ranks: rank 0 decides. */
  async reasonToStop(position: Position, metrics: Metrics): Promise<string | null> {
    const { prepared, folder } = this.#run;
    const check = this.#stopCheck;
    if (check === null) return null;
    return prepared.resolved.session.world.decide(() => check({ folder, position, metrics }));
  }

  /** Warns once of the same clips. */
  #warnNotFinite(evaluation: Evaluation): void {
    const { data, task, world } = this.#run.prepared.resolved.session;
    const key = evaluation.notFinite.join();
    if (!world.isMain || key === "" || key === this.#warnedOf) return;
    this.#warnedOf = key;
    const { warn } = messagesTo(this.#observer);
    warn(`warning: validation: ${describeNotFinite(evaluation, data.validation, task)}`);
  }
}
