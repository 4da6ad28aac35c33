// A training loop of a user's: every piece of a checkpoint, rows decoded by a module, on one rank or several.
//
//   node train.mjs '{"folder": ..., "epochs": ..., "numWorkers": ..., "hasNoise": ..., "killRank1At": ...}'
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AdamW,
  Checkpoints,
  ClipMasks,
  clipGradNorm,
  crossEntropy,
  DataParallel,
  Dropout,
  describeRun,
  Ema,
  GradScaler,
  JsonLinesLogger,
  Linear,
  manualSeed,
  nextPosition,
  ops,
  ReLU,
  RowLoader,
  RunRecorder,
  Sequential,
  scope,
  Trackers,
  toTensors,
  warmupCosine,
  withDropoutMasks,
  withWorld,
} from "../../dist/bundle/index.js";

const { folder, epochs, numWorkers = 0, hasNoise = false, killRank1At = null } = JSON.parse(process.argv[2]);
const BATCH_SIZE = 10;
// The last batch of an epoch has one row: fewer than two ranks.
const rows = Array.from({ length: 61 }, (_, i) => ({ arm: i % 3, turn: (i + 1) / 61 }));

await withWorld(async (world) => {
  manualSeed(7);
  const model = new Sequential(new Linear(2, 16), new ReLU(), new Dropout(0.2), new Linear(16, 3));
  const optimizer = new AdamW(model.parameters());
  const ema = new Ema(model.stateDict(), 0.9);
  const scaler = new GradScaler("cpu", { growthInterval: 20 });
  const masks = new ClipMasks(7, "cpu");
  const parallel = world.gradients && new DataParallel(world.gradients, model.namedParameters());
  const loader = new RowLoader({
    rows,
    columns: { point: { dtype: "float32", shape: [2] }, arm: { dtype: "int64", shape: [] } },
    decode: { module: new URL("./spirals.mjs", import.meta.url), options: { jitter: 0.4 } },
    batchSize: BATCH_SIZE,
    seed: 7,
    ...{ world, numWorkers },
  });
  const trackers = new Trackers(world.isMain ? [new RunRecorder(), new JsonLinesLogger()] : []);
  const checkpoints = await Checkpoints.open(
    folder,
    { model, ema, optimizer, scaler },
    {
      monitor: { metric: "loss", better: "min", keepTop: 2 },
      save: [{ everySteps: 3, keepLast: 2 }, { everyEpochs: 1 }],
      ...{ world, trackers },
    },
  );
  if (world.isMain) trackers.start(describeRun(checkpoints, { batchSize: BATCH_SIZE }));
  if (checkpoints.resumed) console.log(`resumed ${checkpoints.position.step}`);
  const schedule = warmupCosine({ learningRate: 0.01, numSteps: epochs * loader.numBatches, warmupSteps: 5 });

  const losses = [...(checkpoints.resumed?.json?.losses ?? [])];
  let { position } = checkpoints;
  while (position.epoch < epochs) {
    for await (const batch of loader.epoch(position.epoch, position.batch)) {
      const { step } = position;
      optimizer.learningRate = schedule(step);
      const share = scope(() => {
        const { point, arm } = toTensors(batch.columns);
        const input = hasNoise ? point.add(ops.randn([batch.size, 2]).mul(0.01)) : point;
        optimizer.zeroGrad();
        parallel?.prepareForward();
        const logits = withDropoutMasks(masks.of(step, batch.indices), () => model.forward(input));
        const loss = crossEntropy(logits, arm, { reduction: "sum" }).div(batch.divisor);
        const scaled = scaler.scale(loss);
        parallel?.prepareBackward(scaled);
        scaled.backward();
        const gradients = model.parameters().map(({ grad }) => grad);
        if (!scaler.unscale(gradients)) {
          clipGradNorm(gradients, 1);
          optimizer.step();
          ema.update(step);
        }
        scaler.update();
        return loss.item();
      });
      batch.release();
      const loss = world.gather(share).reduce((sum, one) => sum + one, 0);
      losses.push(loss);
      position = nextPosition(position, loader.numBatches);
      trackers.log(position.step, { loss });
      const metrics = position.batch === 0 || position.step % 5 === 0 ? { loss } : undefined;
      await checkpoints.saveIfDue({ position, metrics, json: { losses: losses.slice(-20) } });
      if (world.isMain) console.log(`step ${position.step}`);
      if (world.rank === 1 && position.step === killRank1At && !existsSync(join(folder, "killed"))) {
        writeFileSync(join(folder, "killed"), "");
        process.kill(process.pid, "SIGKILL");
      }
    }
  }
  await checkpoints.save({ position, json: { losses: losses.slice(-20) } });
  await checkpoints.close();
  await loader.close();
  await trackers.finish("finished", { loss: losses.at(-1) });
});
