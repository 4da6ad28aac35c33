// B = rows, E = events of a row, C = labels, F = frames.
import { expect, it } from "vitest";
import { FLOAT32 } from "../../../tests/support/allclose.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { noGrad, Tensor } from "../../tensor/index.js";
import { detectionLosses } from "./loss.js";
import { activateFrames, poolFrames, poolLabel } from "./pooling.js";
import { eventTargets, frameTargets } from "./targets.js";

const oracle = startOracle();

const LABELS = ["a", "b", "c"];
const clip = (value: object) => ({
  ...{ path: "x.wav", startSec: 0, durationSec: null },
  label: JSON.stringify(value),
});
const CLIPS = [
  // Overlapping events of one label, one before the row, one that begins before it, one shorter than a frame, a point.
  clip({
    events: [
      ["a", 0.1, 0.9],
      ["a", 1.2, 1.55],
      ["a", 1.5, 2.03],
      ["b", 0.5, 1.1],
      ["b", 2.01, 2.02],
      ["c", 2.5, 2.5],
    ],
  }),
  clip({ events: [] }),
  clip({ labels: ["b", "c"] }),
  clip({ events: [["c", 0, 10]] }),
];
const STARTS = [1, 0, -0.5, 0.25];
const LENGTH = 2;
const NUM_FRAMES = 10;

function targetsOf(): Record<string, Tensor> {
  const table = eventTargets(CLIPS, LABELS);
  const tensors = Object.entries(table).map(([name, { values, shape }]) => [
    name,
    Tensor.view(values, [CLIPS.length, ...shape]),
  ]);
  const times = Tensor.from(Float64Array.from(STARTS.flatMap((start) => [start, LENGTH]))).reshape([-1, 2]);
  return { ...Object.fromEntries(tensors), times };
}

/** The part of a frame that events of a label cover, one event and frame after the other. */
function coverage(row: number, label: string, frame: number): number {
  const { events = [] } = JSON.parse(CLIPS[row]!.label) as { events?: [string, number, number][] };
  const size = LENGTH / NUM_FRAMES;
  const from = STARTS[row]! + frame * size;
  const sum = events
    .filter(([name]) => name === label)
    .reduce((all, [, onset, end]) => {
      const offset = Math.max(end, onset + 0.001);
      const overlap = Math.max(0, Math.min(offset, from + size) - Math.max(onset, from));
      return all + Math.min(1, overlap / Math.min(size, offset - onset));
    }, 0);
  return Math.min(1, sum);
}

it("targets of frames are the part that events cover, in the part of the clip that a row has", () => {
  const found = noGrad(() => frameTargets(targetsOf(), LABELS.length, NUM_FRAMES)).toFloat32Array();
  const expected = CLIPS.flatMap((_, row) =>
    LABELS.flatMap((label) => Array.from({ length: NUM_FRAMES }, (__, frame) => coverage(row, label, frame))),
  );
  expect(Math.max(...found)).toBe(1);
  for (const [i, value] of expected.entries()) expect(found[i], `value ${i}`).toBeCloseTo(value, 6);
});

it.each(["attention", "linear_softmax", "max"] as const)(
  "losses and gradients with %s equal PyTorch's",
  async (pooling) => {
    const numRows = pooling === "attention" ? 2 * LABELS.length : LABELS.length;
    const values = Float32Array.from(
      { length: CLIPS.length * numRows * NUM_FRAMES },
      (_, i) => 3 * Math.sin(1.7 * i) - 0.5,
    );
    for (const loss of ["bce", "focal"] as const) {
      const outputs = Tensor.from(values)
        .reshape([CLIPS.length, numRows, NUM_FRAMES])
        .detach()
        .requiresGrad_();
      const targets = targetsOf();
      const losses = detectionLosses(outputs, targets, { loss, focalGamma: 2, pooling, clipWeight: 0.5 });
      losses.sum().backward();
      const frames = frameTargets(targets, LABELS.length, NUM_FRAMES);
      const expected = await oracle.run<{ losses: Tensor; grad: Tensor }>(
        `
      x = x.clone().requires_grad_()
      C = y.shape[1]
      logits = x[:, :C]
      p = logits.sigmoid()
      bce = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
      if loss == "focal":
          miss = p * (1 - y) + (1 - p) * y
          bce = bce * miss ** 2 * (0.25 * y + 0.75 * (1 - y))
      if pooling == "max":
          clip = p.amax(2)
      else:
          w = x[:, C:].softmax(1).clamp(1e-7, 1) if pooling == "attention" else p
          clip = (p * w).sum(2) / w.sum(2)
      labels = torch.where(strong[:, None] > 0, (y.amax(2) >= 0.5).float(), weak)
      weak_loss = F.binary_cross_entropy(clip.clamp(1e-7, 1 - 1e-7), labels, reduction="none").mean(1)
      losses = bce.mean((1, 2)) * strong + 0.5 * weak_loss
      losses.sum().backward()
      out["losses"], out["grad"] = losses.detach(), x.grad
      `,
        {
          x: outputs.detach(),
          y: frames,
          strong: targets["strong"]!,
          weak: targets["labels"]!,
          loss,
          pooling,
        },
      );
      expect(losses.detach()).toBeAllclose(expected.losses, FLOAT32);
      expect(outputs.grad!).toBeAllclose(expected.grad, FLOAT32);
    }
  },
);

it.each(["attention", "linear_softmax", "max"] as const)(
  "%s pools the frames of one label as those of a batch",
  (pooling) => {
    const numRows = pooling === "attention" ? 2 * LABELS.length : LABELS.length;
    const outputs = Tensor.from(
      Float32Array.from({ length: numRows * NUM_FRAMES }, (_, i) => 2 * Math.cos(2.3 * i)),
    ).reshape([1, numRows, NUM_FRAMES]);
    const activated = activateFrames(outputs, pooling);
    const rows = activated.toFloat32Array();
    const expected = poolFrames(activated, pooling).toFloat32Array();
    for (const label of LABELS.keys()) {
      const row = (place: number) => rows.subarray(place * NUM_FRAMES, (place + 1) * NUM_FRAMES);
      const weights = row(pooling === "attention" ? LABELS.length + label : label);
      expect(poolLabel(row(label), weights, pooling)).toBeCloseTo(expected[label]!, 5);
    }
  },
);
