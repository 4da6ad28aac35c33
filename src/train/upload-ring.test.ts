import { expect, it } from "vitest";
import { FakeStreams } from "../../tests/support/fake-streams.js";
import { batchOf, buildSteps, runSteps } from "../../tests/support/graph-steps.js";
import { RecordedGraphs } from "../../tests/support/recorded-graphs.js";
import { addon } from "../tensor/addon.js";
import { scope, Tensor } from "../tensor/index.js";
import { StepGraphs } from "./graphs/step-graphs.js";
import { UploadRing } from "./upload-ring.js";

/** Copies batches of these sizes, and uses each once; returns the values that each use found. */
function useBatches(streams: FakeStreams, sizes: readonly number[]): unknown[] {
  const ring = new UploadRing(streams);
  const host = new Float32Array(Math.max(...sizes));
  const found = streams.watch(() =>
    sizes.map((size, i) =>
      scope(() => {
        host.fill(i);
        const [copy] = ring.upload([Tensor.view(host.subarray(0, size), [size])]);
        // The loader fills its buffer again.
        host.fill(-1);
        return copy!.narrow(0, 0, 1).add(0).toNested();
      }),
    ),
  );
  ring.dispose();
  return found;
}

it("copies what the host had, and overlaps the step before alone", () => {
  const streams = new FakeStreams();
  const before = addon.liveTensors();
  expect(useBatches(streams, [3, 3, 3, 3, 3])).toEqual([[0], [1], [2], [3], [4]]);
  expect(streams.races).toEqual([]);
  // Each batch is used by two operators. Its copy waits for all uses but those of the batch before.
  expect(streams.waits).toEqual([0, 0, 2, 4, 6].map((waitsFor, i) => ({ waitsFor, before: 2 * i })));
  expect(addon.liveTensors()).toBe(before);
});

it("batches of other shapes get other buffers", () => {
  const streams = new FakeStreams();
  expect(useBatches(streams, [3, 5, 5, 2, 3, 3])).toEqual([[0], [1], [2], [3], [4], [5]]);
  expect(streams.races).toEqual([]);
});

it.each(["steps", "copies"] as const)(
  "without the waits of %s, work might overlap that must not",
  (stream) => {
    const streams = new FakeStreams();
    streams.forgets = stream;
    useBatches(streams, [3, 3, 3, 3]);
    expect(streams.races).not.toEqual([]);
  },
);

/** More parts than the ring has slots. */
const inThree = (size: number) => [1, 1, size - 2].map((part) => ({ size: part, numCopies: 1 }));

it.each([
  [false, undefined],
  [true, undefined],
  [false, inThree],
  [true, inThree],
])("steps have the same bits, with graphs: %s, in parts: %o", async (hasGraphs, partsOf) => {
  const sizes = [4, 4, 4, 3, 4, 3, 3, 3];
  const parts = partsOf === undefined ? {} : { partsOf };
  const plain = buildSteps(null);
  const expected = await runSteps(plain, sizes, parts);
  plain.dispose();
  const streams = new FakeStreams();
  const uploads = new UploadRing(streams);
  const graphs = hasGraphs ? new StepGraphs(new RecordedGraphs(), "cpu") : null;
  const steps = buildSteps(graphs, { uploads: () => uploads });
  const found = await runSteps(steps, sizes, { ...parts, watch: (run) => streams.watch(run) });
  steps.dispose();
  expect(found).toEqual(expected);
  expect(streams.races).toEqual([]);
  // Samples and labels of each part. A step without graphs yields between parts, and what follows is not watched.
  const numSeen = hasGraphs || partsOf === undefined ? 2 * sizes.length * (partsOf === undefined ? 1 : 3) : 2;
  expect(streams.waits).toHaveLength(numSeen);
});

it("batches of a loader that fills its memory again at once have the same bits", async () => {
  const plain = buildSteps(null);
  const ring = buildSteps(null, { uploads: () => new UploadRing(new FakeStreams()) });
  const never = new AbortController().signal;
  const weights: unknown[] = [];
  for (const { step, model, clipSamples } of [plain, ring]) {
    const { wave, ...batch } = batchOf(0, 4, clipSamples);
    for (let i = 0; i < 3; i++) {
      const { wave: values } = batchOf(i, 4, clipSamples);
      (wave as Float32Array).set(values as Float32Array);
      await step.run({ ...batch, wave }, i, 0.01, () => "", never);
    }
    weights.push([...model.stateDict().values()].map((one) => one.toNested()));
  }
  expect(weights[1]).toEqual(weights[0]);
  plain.dispose();
  ring.dispose();
});
