/**
 * Calls that do not compile in a strict project outside of the checkout. Each directive names the error's code, both where
 * compilers differ: outside.slow.test.ts compares them.
 */
import {
  AdamW,
  type Annotations,
  CheckpointReader,
  type Clip,
  Conv1d,
  createStudy,
  crossEntropy,
  defineDataset,
  defineLoss,
  defineModel,
  defineRecipe,
  defineSchedule,
  Encoder,
  type Encoding,
  evaluate,
  exportOnnx,
  type Head,
  type Item,
  JsonLinesLogger,
  type Layer,
  Linear,
  Loader,
  LSTM,
  loadConfig,
  Module,
  op,
  openDataset,
  ops,
  type Parameter,
  predictFile,
  type RestoredModel,
  runTraining,
  Sequential,
  SGD,
  scope,
  Tensor,
  type Tracker,
  warmupCosine,
  z,
} from "woodshed";
import { describeTracker } from "woodshed/testing";

const x = ops.randn([2, 3]);
const net = new Sequential(new Linear(3, 4));
const none = z.strictObject({});
const some = z.strictObject({ alpha: z.number() });
const samples = new Float32Array(1);
declare const clip: Clip;
declare const item: Item;
declare const model: RestoredModel;
declare const anything: Module;
declare const signal: AbortSignal;

/* Tensors and operators. */

// @ts-expect-error TS2551: a method that libtorch does not have
x.softmaxx(1);
// @ts-expect-error TS2554: the dimension of softmax is missing
x.softmax();
// @ts-expect-error TS2769: a string is not a dimension
x.sum("rows");
// @ts-expect-error TS2769: an unknown option
x.mean([0], { keepDim: true });
// @ts-expect-error TS2322: several results
export const sorted: Tensor = x.sort();
// @ts-expect-error TS2345: a shape is one array
ops.ones(2, 3);
// @ts-expect-error TS2820: an unknown dtype
ops.zeros([1], { dtype: "float31" });
// @ts-expect-error TS2322: an unknown device
ops.zeros([1], { device: "gpu" });
// @ts-expect-error TS2345: an unknown overload
op("aten::add.Tensors");
// @ts-expect-error TS2322: strings are not values
Tensor.from(["a"]);
// @ts-expect-error TS2322: a gradient may be null
export const gradient: Tensor = x.grad;
// @ts-expect-error TS2540: a handle's shape is read-only
x.shape = [6];
// @ts-expect-error TS2740/TS2345: a loss takes tensors
crossEntropy(x, [0, 1]);
// @ts-expect-error TS2322: the scope returns what its body returns
export const scoped: string = scope(() => x);

/* Modules. */

// @ts-expect-error TS2515: a module has a forward
export class Nothing extends Module {}

class Pair extends Module {
  forward(a: Tensor, b: Tensor): Tensor {
    return a.add(b);
  }
}

// @ts-expect-error TS2741: a module does not find another tensor in a field
export const weight: Parameter = ops.ones([1]);
// @ts-expect-error TS2554: the second input is missing
new Pair().forward(x);
// @ts-expect-error TS2345: layers of a sequence have one input
new Sequential(new Pair());
// @ts-expect-error TS2345: a module of unknown class cannot be called
anything.forward(x);
// @ts-expect-error TS2353: an option has a name of its own
new Linear(3, 4, { bais: false });
// @ts-expect-error TS2345: a recurrent layer returns its state, too
new Sequential(new LSTM(3, 4));
// @ts-expect-error TS2322: an option has values of its own
new Conv1d(1, 4, 3, { paddingMode: "wrap" });
// @ts-expect-error TS2345: LSTM has two states
new LSTM(3, 4).forward(x, x);
// @ts-expect-error TS2554: the size of the kernel is missing
new Conv1d(1, 4);
// @ts-expect-error TS2322: a head takes the encoder's embeddings
export const head: Head = net;

export class Wrong extends Encoder {
  readonly width = 8;
  readonly minFrames = 1;
  readonly stride = 1;
  // @ts-expect-error TS2416: an encoder returns an Encoding
  forward(features: Tensor): Tensor {
    return features;
  }
}

export class Shapeless extends Encoder {
  readonly width = 8;
  readonly minFrames = 1;
  // @ts-expect-error TS2416: the stride is a number
  readonly stride = "1";

  forward(features: Tensor): Encoding {
    return { clip: features, frames: null };
  }
}

/* Components. */

// @ts-expect-error TS2739: a model has an encoder
defineModel({ options: none, create: () => net });
// @ts-expect-error TS2339: an option that the schema does not have
defineLoss({ options: some, create: (options) => () => x.mul(options.gamma) });
// @ts-expect-error TS2322: a schedule returns numbers
defineSchedule({ options: none, create: () => (step) => `${step}` });
// @ts-expect-error TS2741: sound has a sample rate
defineDataset({ options: none, rows: () => ({ train: [] }), decode: () => ({ samples }) });
// @ts-expect-error TS2561: a section has a name of its own
defineRecipe({ modle: { name: "cnn" } });

/* Training. */

// @ts-expect-error TS2353: an option has a name of its own
new AdamW(net.parameters(), { lr: 1e-3 });
// @ts-expect-error TS2345: an optimizer takes a list
new SGD(net);
// @ts-expect-error TS2741/TS2345: a schedule needs the number of steps
warmupCosine({ learningRate: 1e-3, warmupSteps: 10, minFraction: 0 });
// @ts-expect-error TS2740/TS2345: a loader needs the decoding's options
new Loader({ clips: [clip] });
// @ts-expect-error TS2741/TS2345: a validation set is null or a path
openDataset({ train: "a", test: null, validationFraction: 0.1, seed: 1 });
// @ts-expect-error TS2740: annotations lack their methods
openDataset({ train: "a", validation: null, test: null, validationFraction: 0, seed: 1, annotations: {} });
// @ts-expect-error TS2353: overrides are a list
loadConfig("recipe.yaml", { "training.epochs": 3 });
// @ts-expect-error TS2345: a recipe is loaded first
runTraining("recipe.yaml", {}, signal);
// @ts-expect-error TS2739/TS2345: evaluation needs a task
evaluate({ model: model.model, frontEnd: model.frontEnd });

// @ts-expect-error TS2420: a tracker also has flush and finish
export class Mute implements Tracker {
  readonly name = "mute";
  readonly isRequired = false;
  readonly externalId = null;
  start(): void {}
  log(): void {}
}

// @ts-expect-error TS2561: an option has a name of its own
new JsonLinesLogger({ item: true });
// @ts-expect-error TS2339: only some items have labels
item.labels;
// @ts-expect-error TS2322: a suite's fixture has a run
describeTracker("mute", () => ({ tracker: new JsonLinesLogger() }));

/* Checkpoints and predictions. */

// @ts-expect-error TS2551: the manifest's names are in camelCase
new CheckpointReader("a").manifest.run_id;
// @ts-expect-error TS2540: a configuration is frozen
model.config.training.epochs = 3;
// @ts-expect-error TS2345: a model is restored first
predictFile("runs/a", "a.wav");
// @ts-expect-error TS2322: an operator set is a number
exportOnnx("runs/a", "a.onnx", { opset: "18" });
// @ts-expect-error TS2322: a sampler has a name and options
createStudy({ sampler: "tpe" });

// @ts-expect-error TS2740: annotations have a column and methods
export const annotations: Annotations = {};
// @ts-expect-error TS2322: a layer returns what it declares
export const layer: Layer<Tensor, Tensor[]> = net;
