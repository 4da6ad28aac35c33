/* Components that break their contract in one way each. tests/component-suites.slow.test.ts runs this file. */
import {
  BatchNorm2d,
  Conv1d,
  defineAugmentation,
  defineFrontEnd,
  defineModel,
  defineTask,
  Encoder,
  type Encoding,
  type Example,
  FrontEnd,
  keep,
  noGrad,
  ops,
  Parameter,
  Tensor,
  z,
} from "../../src/index.js";
import { Classification } from "../../src/tasks/classification/index.js";
import { CLASSIFICATION_METRICS } from "../../src/tasks/classification/metrics.js";
import { describeAugmentation, describeFrontEnd, describeModel, describeTask } from "../../src/testing.js";

const options = z.strictObject({});

/** A correct encoder. */
class Net extends Encoder {
  readonly width: number = 6;
  readonly minFrames: number = 4;
  readonly stride: number = 4;
  readonly conv: Conv1d;

  constructor(channels: number) {
    super();
    this.conv = new Conv1d(channels, 6, 4, { stride: 4 });
  }

  forward(features: Tensor): Encoding {
    const frames = this.conv.forward(features).relu();
    return { clip: frames.mean([2]), frames };
  }
}

const MODELS: Record<string, new (channels: number) => Encoder> = {
  nothing: Net,
  "says another width": class extends Net {
    override readonly width = 7;
  },
  "says another stride": class extends Net {
    override readonly stride = 2;
  },
  "needs more frames than it says": class extends Net {
    override readonly minFrames = 3;
  },
  "leaves a parameter out": class extends Net {
    readonly unused = new Parameter(ops.ones([2]));
  },
  "leaves a parameter out of its blocks": class extends Net {
    override get blocksInOrder() {
      return [];
    }
  },
  "declares a block twice": class extends Net {
    override get blocksInOrder() {
      return [this.conv, [this.conv]];
    }
  },
  "hides a weight that it changes": class extends Net {
    scale = keep(Tensor.from([1]));
    override forward(features: Tensor): Encoding {
      if (this.training) this.scale.mul_(0.9);
      return super.forward(features.mul(this.scale));
    }
  },
  "counts its own steps": class extends Net {
    #steps = 0;
    override forward(features: Tensor): Encoding {
      if (this.training) this.#steps++;
      return super.forward(features.mul(1 + 0.1 * this.#steps));
    }
  },
  "starts from Math.random": class extends Net {
    readonly start = new Parameter(ops.full([1], Math.random()));
    override forward(features: Tensor): Encoding {
      return super.forward(features.mul(this.start));
    }
  },
  "normalizes over the batch": class extends Net {
    readonly norm = new BatchNorm2d(1);
    override forward(features: Tensor): Encoding {
      this.norm.train();
      return super.forward(this.norm.forward(features.unsqueeze(1)).squeeze(1));
    }
  },
  "keeps tensors": class extends Net {
    readonly #kept: unknown[] = [];
    override forward(features: Tensor): Encoding {
      this.#kept.push(new Parameter(features.mean()));
      return super.forward(features);
    }
  },
  "reads its values": class extends Net {
    override forward(features: Tensor): Encoding {
      return super.forward(features.mul(features.abs().mean().item()));
    }
  },
};
for (const [name, Mutant] of Object.entries(MODELS)) {
  const definition = defineModel({ options, create: (_, { channels }) => new Mutant(channels) });
  const isExported = ["nothing", "reads its values"].includes(name);
  describeModel(name, definition, { channels: 8, clipSec: 0.3, isExported });
}

/** A correct front end: the mean of every ten samples, and of their squares. */
class Means extends FrontEnd {
  readonly channels: number = 2;
  readonly minSamples: number = 10;

  numFrames(numSamples: number): number {
    return Math.floor(numSamples / 10);
  }

  forward(wave: Tensor): Tensor {
    const numFrames = Math.floor(wave.shape[1]! / 10);
    const cut = wave.narrow(1, 0, 10 * numFrames).reshape([wave.shape[0]!, numFrames, 10]);
    return ops.stack([cut.mean([2]), cut.square().mean([2])], 1);
  }
}

const FRONT_ENDS: Record<string, new () => FrontEnd> = {
  nothing: Means,
  "declares another size": class extends Means {
    override readonly channels = 3;
  },
  "counts frames wrongly": class extends Means {
    override numFrames(numSamples: number): number {
      return Math.ceil(numSamples / 10);
    }
  },
  "normalizes over the batch": class extends Means {
    override forward(wave: Tensor): Tensor {
      return super.forward(wave.div(wave.abs().max()));
    }
  },
  "divides by the loudness": class extends Means {
    override forward(wave: Tensor): Tensor {
      return super.forward(wave.div(wave.abs().amax([1], true)));
    }
  },
  "draws random numbers": class extends Means {
    override forward(wave: Tensor): Tensor {
      return super.forward(wave.add(ops.randnLike(wave).mul(0.1)));
    }
  },
};
for (const [name, Mutant] of Object.entries(FRONT_ENDS)) {
  const definition = defineFrontEnd({
    options,
    sizes: () => ({ channels: 2, hopSamples: 10, minSamples: 10 }),
    create: () => new Mutant(),
  });
  describeFrontEnd(name, definition, { clipSec: 0.1 });
}

const gain = ({ samples }: Example, random: () => number): void => {
  const factor = 0.5 + random();
  for (let i = 0; i < samples.length; i++) samples[i]! *= factor;
};
let last = 0;
const AUGMENTATIONS: Record<string, (example: Example, random: () => number) => void> = {
  nothing: gain,
  "does nothing": () => {},
  "draws from Math.random": (example) => gain(example, Math.random),
  "remembers the clip before": ({ samples }, random) => {
    samples[0]! += last;
    last = random();
  },
  "divides by the peak": (example, random) => {
    const peak = Math.max(...example.samples.map(Math.abs));
    for (let i = 0; i < example.samples.length; i++) example.samples[i]! /= peak;
    gain(example, random);
  },
};
for (const [name, apply] of Object.entries(AUGMENTATIONS))
  describeAugmentation(name, defineAugmentation({ options, create: () => ({ apply }) }));
const doubled = (example: Example, random: () => number): void => {
  gain(example, random);
  example.samples = example.samples.filter((_, i) => i % 2 === 0);
};
describeAugmentation(
  "leaves too few samples",
  defineAugmentation({
    options,
    create: () => ({ apply: doubled, inputLength: (numSamples) => numSamples }),
  }),
);
describeAugmentation(
  "sets no shares",
  defineAugmentation({ options, create: () => ({ apply: gain, partners: 1 }) }),
);

describeAugmentation(
  "leaves its partner out",
  defineAugmentation({
    options,
    create: () => ({
      partners: 1,
      apply(example, random) {
        gain(example, random);
        example.shares = [0.5, 0.5];
      },
    }),
  }),
);

type Randoms = readonly ((() => number) | null)[];
/** Multiplies each clip by a factor of its own. */
const louder = (features: Tensor, randoms: Randoms): Tensor =>
  features.mul(
    Tensor.from(
      Float32Array.from(randoms, (random) => 1 + (random?.() ?? 0)),
      { shape: [randoms.length, 1, 1] },
    ),
  );
let lastFactor = 0;
const kept: Tensor[] = [];
const OF_FEATURES: Record<string, (features: Tensor, randoms: Randoms) => Tensor> = {
  "nothing to features": louder,
  "does nothing to features": (features) => features,
  "changes all clips": (features, randoms) =>
    louder(
      features,
      randoms.map((one) => one ?? (() => 0.5)),
    ),
  "draws a number for the batch": (features, randoms) => {
    const factor = randoms.find((one) => one !== null)?.() ?? 0;
    return louder(
      features,
      randoms.map((one) => one && (() => factor)),
    );
  },
  "subtracts the mean of the batch": (features, randoms) =>
    randoms.includes(null) ? louder(features, randoms) : louder(features.sub(features.mean()), randoms),
  "draws noise from torch": (features, randoms) =>
    ops.where(louder(ops.onesLike(features), randoms).ne(1), ops.randLike(features), features),
  "remembers the batch before": (features, randoms) => {
    const before = lastFactor;
    const drawn = randoms.map((one) => one?.() ?? null);
    lastFactor = drawn.find((one) => one !== null) ?? 0;
    return louder(
      features,
      drawn.map((one) => (one === null ? null : () => one + before)),
    );
  },
  "changes features in place": (features, randoms) =>
    noGrad(() => features.mul_(louder(ops.onesLike(features), randoms))),
  "cuts the gradients": (features, randoms) => louder(features.detach(), randoms),
  "divides by the loudest value": (features, randoms) =>
    randoms.includes(null)
      ? louder(features, randoms)
      : louder(features.div(features.abs().amax([1, 2], true)), randoms),
  "crops the frames": (features, randoms) =>
    louder(features, randoms).narrow(2, 0, Math.max(1, features.shape[2]! - 1)),
  "keeps features": (features, randoms) => {
    kept.push(keep(features.clone()));
    return louder(features, randoms);
  },
};
for (const [name, apply] of Object.entries(OF_FEATURES))
  describeAugmentation(name, defineAugmentation({ changes: "features", options, create: () => ({ apply }) }));

const TASKS: Record<string, new (labels: readonly string[]) => Classification> = {
  nothing: Classification,
  "takes the mean over the batch": class extends Classification {
    override trainingLoss(...args: Parameters<Classification["trainingLoss"]>): Tensor {
      return super.trainingLoss(...args).div(args[0].shape[0]!);
    }
  },
  "declares another statistic": class extends Classification {
    override statistics(): Tensor[] {
      return [];
    }
  },
  "has an undeclared metric": class extends Classification {
    override summarize(...args: Parameters<Classification["summarize"]>) {
      const summary = super.summarize(...args);
      return { ...summary, metrics: { ...summary.metrics, extra: 1 } };
    }
  },
  "has one loss for all clips": class extends Classification {
    override clipLosses(...args: Parameters<Classification["clipLosses"]>): Tensor {
      return super.clipLosses(...args).mean();
    }
  },
  "fails for NaN": class extends Classification {
    override summarize(...args: Parameters<Classification["summarize"]>) {
      if (args[0].outputs.some(Number.isNaN)) throw new RangeError("NaN");
      return super.summarize(...args);
    }
  },
};
for (const [name, Mutant] of Object.entries(TASKS)) {
  const definition = defineTask({
    options,
    metrics: CLASSIFICATION_METRICS,
    create: (_, { labels }) => new Mutant(labels),
  });
  describeTask(name, definition, { rows: ["a", "b", "a", "c", "b", "c"].map((label) => ({ label })) });
}
