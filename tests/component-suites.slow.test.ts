// The exported suites for users' components: a correct one passes, and each broken one fails where it is broken.
import { it } from "vitest";
import { expectFailures, failuresOf } from "./support/mutants.js";

/** The titles of the tests that each mutant must fail. */
const EXPECTED: Record<string, Record<string, RegExp[]>> = {
  model: {
    nothing: [],
    "says another width": [/^returns embeddings of the shapes/, /^trains each of its parameters/],
    "says another stride": [/^returns embeddings of the shapes/],
    "needs more frames than it says": [/^takes clips of minFrames/],
    "leaves a parameter out": [/^trains each of its parameters/],
    "leaves a parameter out of its blocks": [/^has each parameter of the encoder in one block/],
    "declares a block twice": [/^has each parameter of the encoder in one block/],
    "hides a weight that it changes": [/^registers each of its tensors/],
    "counts its own steps": [/^resumes to the bit/],
    "starts from Math.random": [/^has the same weights for the same seed/],
    "normalizes over the batch": [/^computes each clip alone/],
    "keeps tensors": [/^frees every tensor/],
    "reads its values": [/^computes each clip alone|^is exported to ONNX/],
  },
  "front end": {
    nothing: [],
    "declares another size": [/^has the sizes that it declares/],
    "counts frames wrongly": [/^computes features \[B, C, F\]/],
    "normalizes over the batch": [/^computes each clip alone/],
    "divides by the loudness": [/^keeps silence finite/],
    "draws random numbers": [/^gives the same bits each time/],
  },
  augmentation: {
    nothing: [],
    "does nothing": [/^changes clips/],
    "draws from Math.random": [/^draws its random numbers/],
    "remembers the clip before": [/^gives the same bits/],
    "divides by the peak": [/^keeps silence finite/],
    "leaves too few samples": [/^leaves as many samples/],
    "sets no shares": [/^gives each partner a share/, /^mixes in its partners/],
    "leaves its partner out": [/^mixes in its partners/],
    "nothing to features": [],
    "does nothing to features": [/^changes features/],
    "changes all clips": [/^leaves a clip without random numbers/],
    "draws a number for the batch": [/^changes each clip alone/],
    "subtracts the mean of the batch": [/^changes each clip alone/],
    "draws noise from torch": [/^draws its random numbers/, /^gives the same bits/],
    "remembers the batch before": [/^gives the same bits/],
    "changes features in place": [/^keeps the shape/],
    "cuts the gradients": [/^passes gradients/],
    "divides by the loudest value": [/^keeps features of 0 finite/],
    "crops the frames": [/^keeps the shape/],
    "keeps features": [/^frees every tensor/],
  },
  task: {
    nothing: [],
    "takes the mean over the batch": [/^has a loss that is the sum/],
    "declares another statistic": [/^measures what it declares/],
    "has an undeclared metric": [/^summarizes the metrics/],
    "has one loss for all clips": [/^measures what it declares/],
    "fails for NaN": [/^summarizes a part of the clips/],
  },
};

it("woodshed/testing finds the defect of each of these components", async () => {
  const expected = Object.entries(EXPECTED).flatMap(([kind, mutants]) =>
    Object.entries(mutants).map(
      ([name, patterns]) => [`${name} keeps the ${kind} contract`, patterns] as const,
    ),
  );
  expectFailures(await failuresOf("components.ts"), Object.fromEntries(expected));
});
