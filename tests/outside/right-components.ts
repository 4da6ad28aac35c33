/** Components that compile in a strict project outside of the checkout. Nothing runs them. */
import {
  type Annotations,
  type Answer,
  type Clip,
  Conv1d,
  defineAugmentation,
  defineDataset,
  defineFrontEnd,
  defineLoss,
  defineModel,
  defineOptimizer,
  defineRecipe,
  defineSchedule,
  defineTask,
  Encoder,
  type Encoding,
  type EvaluationRecord,
  FrontEnd,
  type GroupUpdate,
  type Head,
  type Item,
  Linear,
  Module,
  Optimizer,
  type OptimizerParameters,
  ops,
  type Summary,
  type TargetTable,
  type TargetTensors,
  type Task,
  type TaskDescription,
  type TaskMetrics,
  type TaskState,
  type Tensor,
  z,
} from "woodshed";

export class Energy extends FrontEnd {
  readonly channels = 1;
  readonly minSamples = 160;

  numFrames(numSamples: number): number {
    return Math.floor(numSamples / 160);
  }

  forward(wave: Tensor): Tensor {
    return wave.unfold(1, 160, 160).square().mean([2]).unsqueeze(1);
  }
}

export class Small extends Encoder {
  readonly width = 8;
  readonly minFrames = 1;
  readonly stride = 1;
  readonly conv = new Conv1d(1, 8, 1);

  forward(features: Tensor): Encoding {
    const frames = this.conv.forward(features);
    return { clip: frames.mean([2]), frames };
  }
}

class RatingHead extends Module {
  readonly fc: Linear;

  constructor(width: number) {
    super();
    this.fc = new Linear(width, 1);
  }

  forward({ clip }: Encoding): Tensor {
    return this.fc.forward(clip);
  }
}

const METRICS: TaskMetrics = {
  evaluation: [{ name: "loss", title: "loss", better: "min" }],
  training: [],
  items: [{ name: "rating", title: "Ratings", kind: "figure" }],
};

export const annotations: Annotations = {
  column: "pitch",
  mayBeEmpty: false,
  isStratified: false,
  advice: (columns) => (columns.includes("note") ? "rename the column note to pitch" : null),
  parse: (row, source) => {
    if (typeof row["pitch"] !== "string") throw new Error(`${source}: pitch: expected text`);
    return row["pitch"];
  },
  row: (annotation) => ({ pitch: annotation }),
  quote: (annotation) => `"${annotation}"`,
  labelsOf: (annotation) => [annotation],
  stratumOf: () => "",
  fit: (all): TaskState => ({ labels: [...new Set(all)].sort(), numbers: {} }),
  describe: ({ labels }) => `${labels.length} pitches`,
  problemOf: (annotation, { labels }) => (labels.includes(annotation) ? null : "unknown pitch"),
};

export class Rating implements Task {
  readonly name = "rating";
  readonly metrics = METRICS;
  readonly numOutputs = 1;
  readonly outputScales = [1];
  readonly notFiniteClips = "as unrated";
  readonly sampleColumns: Task["sampleColumns"] = { before: [{ name: "rating", type: "number" }], after: [] };
  readonly cardItem = null;

  head = (width: number): Head => new RatingHead(width);
  targetsOf = (clips: readonly Clip[]): TargetTable => ({
    rating: { values: Float32Array.from(clips, ({ label }) => Number(label)), shape: [] },
  });
  trainingLoss = (outputs: Tensor, { rating }: TargetTensors): Tensor =>
    this.clipLosses(outputs, { rating: rating! }).sum();
  statistics = (): Tensor[] => [];
  clipLosses(outputs: Tensor, { rating }: TargetTensors): Tensor {
    return outputs.squeeze(1).sub(rating!).abs();
  }
  activate = (outputs: Tensor): Tensor => outputs.sigmoid();
  calibrate = (): null => null;
  calibrated = (): this => this;
  summarize({ evaluated, losses }: EvaluationRecord): Summary {
    const loss = losses.reduce((sum, one) => sum + one, 0) / evaluated.length;
    return {
      numClips: evaluated.length,
      metrics: { loss },
      notes: [],
      items: (): [string, Item][] => [["rating", { kind: "figure", data: [], layout: {} }]],
      json: () => ({ loss }),
      table: { name: "ratings", fits: (width) => width > 10, csv: () => "loss\n" },
      describe: (split) => `${split} ${loss}`,
    };
  }
  sampleCells = ({ outputs }: EvaluationRecord, clip: number): ReturnType<Task["sampleCells"]> => ({
    before: [outputs[clip] ?? null],
    after: [],
  });
  describeClip = (): ReturnType<Task["describeClip"]> => ({ truth: "3", predicted: "4", isCorrect: null });
  describe = (): TaskDescription => ({
    ...{ name: this.name, summary: "1 number", purpose: "rates", properties: {} },
    output: { name: "rating", size: 1, meaning: "from 0 to 1" },
  });
  answer = (outputs: ArrayLike<number>): Answer => ({
    json: { rating: outputs[0] },
    brief: `${outputs[0]}`,
    values: [],
  });
}

export const task = defineTask({
  options: z.strictObject({ most: z.number().optional() }),
  metrics: METRICS,
  annotations: () => annotations,
  create: (options, { labels }) => (labels.length > (options.most ?? 1) ? new Rating() : new Rating()),
});

export const moods = defineTask({
  options: z.strictObject({}),
  metrics: METRICS,
  annotations: () => ({ column: "mood", parse: (row) => String(row["mood"]) }),
  create: () => new Rating(),
});

export function worst(task: Task, record: EvaluationRecord, clips: readonly Clip[]): string[] {
  const summary: Summary = task.summarize(record);
  const items: Item[] = summary.items().map(([, item]) => item);
  return [...record.evaluated]
    .filter((clip) => record.losses[clip]! > summary.metrics["loss"]! && items.length > 0)
    .map((clip) => clips[clip]!.path);
}

export class SignDescent extends Optimizer<"momentum"> {
  readonly #beta: number;

  constructor(parameters: OptimizerParameters, beta: number, learningRate: number) {
    super(parameters, { learningRate });
    this.#beta = beta;
    this.addState("momentum", (parameter) => ops.zerosLike(parameter));
  }

  protected update(group: GroupUpdate<"momentum">): void {
    group.forEach(({ parameter, gradient, state }) => {
      state.momentum.mul_(this.#beta).add_(gradient);
      parameter.sub_(state.momentum.sign().mul(group.learningRate));
    });
  }
}

export const model = defineModel({
  options: z.strictObject({ width: z.int().min(1).default(8).describe("Width of the embedding.") }),
  create: ({ width }, { channels }) => {
    if (width !== 8 || channels !== 1) throw new RangeError("expected one channel");
    return new Small();
  },
});

export const frontEnd = defineFrontEnd({
  options: z.strictObject({ hop: z.int().default(160) }),
  sizes: ({ hop }) => ({ channels: 1, hopSamples: hop, minSamples: hop }),
  create: () => new Energy(),
});

export const loss = defineLoss({
  options: z.strictObject({}),
  create: () => (outputs, targets) => outputs.sub(targets["target"]!).square().mean([1]),
});

export const augmentation = defineAugmentation({
  options: z.strictObject({ gain: z.number() }),
  create: ({ gain }) => ({
    apply({ samples }, random) {
      for (let i = 0; i < samples.length; i++) samples[i]! *= 1 + gain * random();
    },
  }),
});

export const featureAugmentation = defineAugmentation({
  changes: "features",
  options: z.strictObject({ most: z.number() }),
  create: ({ most }) => ({
    apply: (features, randoms) => features.mul(1 + most * (randoms[0]?.() ?? 0)),
  }),
});

export const dataset = defineDataset({
  options: z.strictObject({ count: z.int() }),
  rows: async ({ count }) => ({ train: Array.from({ length: count }, (_, i) => ({ id: i, label: "a" })) }),
  decode: ({ id }) => ({ samples: new Float32Array(Number(id)), sampleRateHz: 16_000 }),
});

export const optimizer = defineOptimizer({
  options: z.strictObject({ beta: z.number().default(0.9) }),
  create: ({ beta }, { parameters, learningRate }) => new SignDescent(parameters, beta, learningRate),
});

export const schedule = defineSchedule({
  options: z.strictObject({}),
  create:
    (_, { learningRate, numSteps }) =>
    (step) =>
      learningRate * (1 - step / numSteps),
});

export const recipe = defineRecipe({
  data: { train: "notes.csv" },
  model: { use: "./model.ts", width: 16 },
  training: { epochs: 3 },
});
