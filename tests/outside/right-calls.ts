/** Calls that compile in a strict project outside of the checkout. Nothing runs them: outside.slow.test.ts compiles them. */
import {
  AdamW,
  AutogradFunction,
  averageCheckpoints,
  type Batch,
  CheckpointReader,
  Checkpoints,
  Conv1d,
  checkpoint,
  checkpointed,
  clipGradNorm,
  createStudy,
  crossEntropy,
  DataParallel,
  Dropout,
  Ema,
  evaluate,
  exportOnnx,
  exportWeights,
  type FunctionContext,
  float,
  GradScaler,
  gatherClips,
  grad,
  type Item,
  JsonLinesLogger,
  type Layer,
  Linear,
  Loader,
  LSTM,
  loadConfig,
  Module,
  MultiheadAttention,
  noGrad,
  op,
  openDataset,
  ops,
  Parameter,
  type ProcessGroup,
  predictFile,
  ReLU,
  RowLoader,
  type RunInfo,
  type RunResult,
  readWav,
  restoreModel,
  runTraining,
  Sequential,
  SGD,
  type StreamEvent,
  StreamingPredictor,
  scope,
  supervisedContrastiveLoss,
  Tensor,
  type Tracker,
  Trackers,
  TransformerEncoder,
  TransformerEncoderLayer,
  type TypedArray,
  type WantedItems,
  warmupCosine,
  weightNorm,
} from "woodshed";
import { type OnnxRuntime, type OnnxSession, OnnxStream, type StreamResult } from "woodshed/browser";
import { describeTracker } from "woodshed/testing";

/* Tensors and operators. */

export const probabilities: Tensor = ops.randn([2, 3]).softmax(1);
export const sorted: [Tensor, Tensor] = ops.rand([4]).sort();
export const total: number = ops.ones([2, 2]).sum([0, 1], { keepdim: true }).item();
export const chained: Tensor = Tensor.from([[1, 2]])
  .add(1, 2)
  .matmul(ops.ones([2, 2]))
  .transpose(0, 1)
  .unsqueeze(0);
export const pieces: Tensor[] = ops.arange(10).split(5);
export const moved: Tensor = ops.zeros([1], { dtype: "int64", device: "cuda:1" }).to("float32");
export const named: Tensor = op("aten::add.Tensor")(chained, chained, { alpha: 2 });
export const convolved: Tensor = ops.conv2d(chained, chained, { stride: 2, padding: [1, 1] });
export const values: TypedArray = scope(() => noGrad(() => chained.toArray()));

export function gradientOf(loss: Tensor, weight: Parameter): Tensor | null {
  loss.backward({ retainGraph: true });
  return weight.grad;
}

/* Modules. */

export class Attention extends Module {
  readonly scale = new Parameter(ops.ones([1]));
  readonly project = new Linear(8, 8);

  forward(query: Tensor, keys: Tensor, mask?: Tensor): Tensor {
    const scores = this.project.forward(query).matmul(keys.transpose(-2, -1)).mul(this.scale);
    return (mask === undefined ? scores : scores.maskedFill(mask, -1e9)).softmax(-1).matmul(keys);
  }
}

export class TwoHeads extends Module {
  readonly body: Layer;
  readonly attention = new Attention();

  constructor(body: Layer) {
    super();
    this.body = body;
  }

  forward(x: Tensor): { attended: Tensor; plain: Tensor } {
    const plain = this.body.forward(x);
    return { attended: this.attention.forward(plain, plain), plain };
  }
}

export class Tone extends Module {
  forward(frequencyHz: number): Tensor {
    return ops
      .arange(16_000)
      .mul((2 * Math.PI * frequencyHz) / 16_000)
      .sin();
  }
}

export const net: Layer = new Sequential(new Conv1d(1, 4, 9), new ReLU(), new Dropout(0.1)).eval();
export const [frames, [hidden]]: [Tensor, [Tensor, Tensor]] = new LSTM(8, 4, { bidirectional: true }).forward(
  ops.ones([5, 2, 8]),
  null,
  { lengths: [5, 3] },
);
export const encoder = new TransformerEncoder(
  () => new TransformerEncoderLayer(8, 2, { normFirst: true }),
  2,
);
export const normed: Conv1d = weightNorm(new Conv1d(8, 8, 3, { padding: "same", paddingMode: "reflect" }));
export const attended: Tensor = new MultiheadAttention(8, 2).forward(frames, frames, frames, {
  isCausal: true,
})[0];
export const outputs: Tensor = new TwoHeads(net).train().forward(probabilities).attended;
export const numWeights: number = [...new TwoHeads(net).modules()].length;

export function weightsOf(model: Module): ReadonlyMap<string, Tensor> {
  return model.to({ device: "cpu", dtype: "float64" }).stateDict();
}

/* Training. */

export function step(model: Layer, batch: { x: Tensor; y: Tensor }): number {
  const optimizer = new AdamW(model.namedParameters(), { learningRate: 1e-3, betas: [0.9, 0.98] });
  const scaler = new GradScaler("cpu");
  const schedule = warmupCosine({ learningRate: 1e-3, numSteps: 100, warmupSteps: 10, minFraction: 0.1 });
  const ema = new Ema(model.stateDict(), 0.999);
  return scope(() => {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(batch.x), batch.y, { labelSmoothing: 0.1 });
    scaler.scale(loss).backward();
    using gradients = optimizer.gradients();
    if (!scaler.unscale(gradients.handles)) clipGradNorm(gradients.handles, 1);
    optimizer.learningRate = schedule(3);
    optimizer.step();
    ema.update(4);
    return loss.item();
  });
}

export const plain = new SGD([Tensor.from([1])], { learningRate: 0.1, momentum: 0.9, nesterov: true });
export const grouped = new AdamW([
  { params: net.parameters(), learningRateFactor: 0.1 },
  { params: new Attention().namedParameters(), weightDecay: 0 },
]);

export async function distributed(model: Module, group: ProcessGroup): Promise<DataParallel> {
  return new DataParallel(group, model.namedParameters(), { compression: "bf16" });
}

export async function shapesOf(path: string): Promise<number[][]> {
  const data = openDataset({ train: path, validation: null, test: null, validationFraction: 0.1, seed: 1 });
  const loader = new Loader({
    clips: data.train,
    targets: { label: { values: new BigInt64Array(data.train.length), shape: [] } },
    sampleRateHz: 16_000,
    clipSamples: 16_000,
    batchSize: 32,
    order: { seed: 1, shuffle: true },
    augment: { gainDb: 6, randomCrop: true },
    decoding: { numWorkers: 2, prefetchBatches: 2 },
  });
  const shapes: number[][] = [];
  for await (const batch of loader.epoch(0)) {
    shapes.push(Tensor.view(batch.wave, [batch.size, 16_000]).shape);
    batch.release();
  }
  await loader.close();
  return shapes;
}

export const labelsOf = (batch: Batch): number[] => Array.from(batch.targets["label"]!.values, Number);

export const noise = new RowLoader({
  rows: [{ seed: 1 }, { seed: 2 }],
  columns: { wave: { dtype: "float32", shape: [16_000] }, label: { dtype: "int64", shape: [] } },
  decode: ({ seed }, { wave, label }, { random }) => {
    label[0] = BigInt(seed);
    wave.forEach((_, i) => {
      wave[i] = random() - 0.5;
    });
  },
  batchSize: 2,
});

export async function loop(folder: string, model: Layer): Promise<void> {
  const optimizer = new SGD(model.parameters());
  const checkpoints = await Checkpoints.open(folder, { model, optimizer }, { save: [{ everySteps: 100 }] });
  for await (const { columns, size, release } of noise.epoch(checkpoints.position.epoch)) {
    Tensor.view(columns.wave.values, columns.wave.shape).narrow(0, 0, size);
    release();
    const { step } = checkpoints.position;
    await checkpoints.saveIfDue({ position: { step }, json: { learningRate: optimizer.learningRate } });
  }
  await checkpoints.close();
}

export class OwnTracker implements Tracker {
  readonly name = "own";
  readonly isRequired = false;
  readonly externalId = null;
  readonly wants: WantedItems = { media: true, checkpoints: "best" };
  readonly #shown = new Map<string, Item>();

  start({ id, folder, config }: RunInfo): void {
    console.log(id, folder, config["name"]);
  }
  log(step: number, metrics: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(metrics)) console.log(step, name, value.toFixed(3));
  }
  show(_step: number, name: string, item: Item): void {
    if (item.kind === "confusion_matrix") console.log(item.labels.join());
    this.#shown.set(name, item);
  }
  flush(): void {}
  async finish(): Promise<void> {}
}

export async function train(recipe: string): Promise<RunResult> {
  const loaded = loadConfig(recipe, ["training.epochs=3"]);
  const trackers = new Trackers([new OwnTracker(), new JsonLinesLogger({ items: true })]);
  const observer = { onWarning: (message: string) => console.warn(message) };
  return runTraining(loaded, observer, AbortSignal.timeout(60_000), { trackers: [trackers], resume: "auto" });
}

describeTracker("own", () => ({
  tracker: new OwnTracker(),
  run: {
    ...{
      id: "a",
      name: "a",
      folder: "/tmp/a",
      config: {},
      configHash: "",
      resumedAtStep: null,
      trackerIds: {},
    },
    provenance: { command: [], cwd: "/", git: null, versions: {}, host: "here" },
  },
}));

/* Gradients of one's own. */

class Scaled extends AutogradFunction {
  static forward(context: FunctionContext & { factor?: number }, x: Tensor, factor: number): Tensor {
    context.factor = factor;
    return x.mul(factor);
  }

  static backward({ factor }: FunctionContext & { factor?: number }, gradient: Tensor): [Tensor, null] {
    return [gradient.mul(factor!), null];
  }
}

export function scaledGradient(x: Tensor): Tensor | null {
  const block = checkpointed(new Linear(4, 4));
  const y = checkpoint((input: Tensor) => Scaled.apply(block.forward(input), 2), x);
  return grad(supervisedContrastiveLoss(y, x.argmax(1), { gather: gatherClips }), [x])[0]!;
}

/* Checkpoints and predictions. */

export function average(folders: readonly string[], into: string): void {
  const readers = folders.map((folder) => new CheckpointReader(folder).verify());
  const step: number = readers.at(-1)?.manifest.position.step ?? 0;
  exportWeights(averageCheckpoints(readers), `${into}/step-${step}.safetensors`, "bf16", { author: "me" });
}

export async function predict(run: string, file: string): Promise<string> {
  const model = restoreModel(run, ["training.precision=fp32"]);
  const { durationSec, sampleRateHz } = { durationSec: 0, ...readWav(file) };
  const { answer, outputs } = predictFile(model, file);
  const { path, maxDifference } = await exportOnnx(run, `${run}/model.onnx`, { opset: 18 });
  return `${answer.brief} ${outputs[0]?.toFixed(3)} ${durationSec * sampleRateHz} ${path} ${maxDifference}`;
}

export function streamed(run: string, parts: readonly Float32Array[]): readonly StreamEvent[] {
  const rules = { thresholds: [0.5, 0.6] };
  const stream = new StreamingPredictor(restoreModel(run), { sampleRateHz: 48_000, hopSec: 0.5, rules });
  const results = [...parts.map((samples) => stream.push(samples)), stream.end()];
  const starts = results.flatMap(({ frames }) => frames.map(({ startSec, scores }) => startSec + scores[0]!));
  const events = results.flatMap((result) => result.events);
  return events.filter((event) => event.kind === "onset" || event.offsetSec > starts.length);
}

/** In a page. */
export async function onsets(
  ort: OnnxRuntime,
  session: OnnxSession,
  metadata: Record<string, string>,
  microphone: AsyncIterable<Float32Array>,
): Promise<number[]> {
  const stream = await OnnxStream.open({ ort, session, metadata, sampleRateHz: 48_000, hopSec: 0.5 });
  const results: StreamResult[] = [];
  for await (const samples of microphone) results.push(await stream.push(samples));
  results.push(await stream.end());
  return results.flatMap(({ events }) => events.map(({ onsetSec }) => onsetSec));
}

export async function tune(): Promise<number> {
  await using study = await createStudy({ space: { rate: float(1e-4, 1e-1, { log: true }) } });
  await study.optimize(async (trial) => trial.params.rate * 2, { nTrials: 3 });
  return (await study.bestTrial()).params.rate;
}

export const evaluated: (options: Parameters<typeof evaluate>[0]) => Promise<readonly number[]> = async (
  options,
) => (await evaluate(options)).notFinite;
