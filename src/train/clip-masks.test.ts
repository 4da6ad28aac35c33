import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { ShapeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { scope } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { ClipMasks } from "./clip-masks.js";

interface Draw {
  seed?: number;
  step?: number;
  clips?: readonly number[];
  /** How often the epoch drew each clip before. */
  repeats?: readonly number[];
  /** Dropout calls of the pass before this one. */
  callsBefore?: number;
  row?: readonly number[];
  probability?: number;
}

const NUM_CLIPS = 64;
const NUM_POSITIONS = 1000;
const CLIPS = Array.from({ length: NUM_CLIPS }, (_, i) => i);

/** Returns 1 for a kept value and 0 for a dropped one, row after row. */
function draw({
  seed = 0,
  step = 0,
  clips = CLIPS,
  repeats,
  callsBefore = 0,
  row = [NUM_POSITIONS],
  probability = 0.5,
}: Draw): number[] {
  const masks = new ClipMasks(seed, "cpu");
  try {
    return scope(() => {
      const pass = masks.of(
        step,
        Int32Array.from(clips),
        repeats === undefined ? null : Int32Array.from(repeats),
      );
      const input = ops.zeros([clips.length, ...row]);
      for (let i = 0; i < callsBefore; i++) pass.draw(ops.zeros([clips.length, 3]), 0.1);
      return Array.from(pass.draw(input, probability).toArray() as ArrayLike<number | boolean>, Number);
    });
  } finally {
    masks.dispose();
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rowOf = (mask: readonly number[], i: number): number[] =>
  mask.slice(i * NUM_POSITIONS, (i + 1) * NUM_POSITIONS);

/** Correlation of two masks with probability 0.5; its standard deviation is one over the root of their length. */
const correlation = (a: readonly number[], b: readonly number[]): number =>
  mean(a.map((value, i) => (2 * value - 1) * (2 * b[i]! - 1)));

/** The numbers of a test never change, so a bound of five standard deviations is met forever or never. */
const NUM_DEVIATIONS = 5;

let live: number;
beforeAll(settledLiveTensors);
beforeEach(() => {
  live = addon.liveTensors();
});
afterEach(() => expect(addon.liveTensors()).toBe(live));

describe("masks by clip keep", () => {
  it.each([0.1, 0.5, 0.9])("all but %d of the values", (probability) => {
    const mask = draw({ probability });
    const deviation = Math.sqrt((probability * (1 - probability)) / mask.length);
    expect(Math.abs(mean(mask) - (1 - probability))).toBeLessThan(NUM_DEVIATIONS * deviation);
  });

  it("about as many values of each clip and at each position as independent draws do", () => {
    const mask = draw({});
    const rows = CLIPS.map((i) => rowOf(mask, i));
    const columns = Array.from({ length: NUM_POSITIONS }, (_, j) => rows.map((row) => row[j]!));
    for (const lines of [rows, columns]) {
      // Squared standard scores, whose mean is 1 and whose variance is 2.
      const scores = lines.map((line) => (mean(line) - 0.5) ** 2 * 4 * line.length);
      expect(Math.abs(mean(scores) - 1)).toBeLessThan(NUM_DEVIATIONS * Math.sqrt(2 / scores.length));
      expect(Math.max(...scores)).toBeLessThan(NUM_DEVIATIONS ** 2);
    }
  });

  it.each([0, 1])("nearly all or nearly no values with a probability next to %d", (probability) => {
    expect(mean(draw({ probability: Math.abs(probability - 1e-12) }))).toBe(1 - probability);
  });
});

describe("masks by clip are not correlated", () => {
  const others: Record<string, Draw> = {
    "the next step": { step: 1 },
    "a far step": { step: 2 ** 31 },
    "the next seed": { seed: 1 },
    "a seed beyond 32 bits": { seed: 2 ** 40 },
    "the next layer": { callsBefore: 1 },
    "the layer after that": { callsBefore: 2 },
    "a repetition": { repeats: CLIPS.map(() => 1) },
    "a later repetition": { repeats: CLIPS.map((i) => 2 + i) },
    "the next clips": { clips: CLIPS.map((i) => i + 1) },
  };
  it.each(Object.entries(others))("with those of %s", (_, other) => {
    const bound = NUM_DEVIATIONS / Math.sqrt(NUM_CLIPS * NUM_POSITIONS);
    expect(Math.abs(correlation(draw({}), draw(other)))).toBeLessThan(bound);
  });

  it("between any two clips, nor between any two positions", () => {
    const mask = draw({ row: [NUM_POSITIONS] });
    const rows = CLIPS.map((i) => rowOf(mask, i));
    for (const [i, row] of rows.entries())
      for (const other of rows.slice(0, i))
        expect(Math.abs(correlation(row, other))).toBeLessThan(NUM_DEVIATIONS / Math.sqrt(NUM_POSITIONS));
    for (let lag = 1; lag < 100; lag++) {
      const pairs = rows.map((row) => correlation(row.slice(lag), row.slice(0, -lag)));
      const count = NUM_CLIPS * (NUM_POSITIONS - lag);
      expect(Math.abs(mean(pairs)), `lag ${lag}`).toBeLessThan(NUM_DEVIATIONS / Math.sqrt(count));
    }
  });
});

describe("masks by clip are the same", () => {
  const whole = draw({ step: 3, callsBefore: 1 });
  const expectRows = (clips: readonly number[]): void => {
    const rows = clips.flatMap((clip) => rowOf(whole, clip));
    expect(draw({ step: 3, callsBefore: 1, clips })).toEqual(rows);
  };

  it("in any order of the clips", () => expectRows(CLIPS.toReversed()));
  it("in any part of the batch", () => expectRows([17, 18, 19]));
  it("for a clip that a batch holds twice", () => expectRows([5, 40, 5]));
  it("for a clip that comes first in a balanced epoch, as in one without repetitions", () => {
    const clips = [5, 40, 5];
    const masks = draw({ step: 3, callsBefore: 1, clips, repeats: [0, 0, 1] });
    for (const i of [0, 1]) expect(rowOf(masks, i)).toEqual(rowOf(whole, clips[i]!));
    expect(rowOf(masks, 2)).not.toEqual(rowOf(whole, 5));
  });
  it("for rows of another shape, by position", () => {
    expect(draw({ step: 3, callsBefore: 1, row: [10, 20, 5] })).toEqual(whole);
    // More positions than have factors at first.
    const longer = draw({ step: 3, callsBefore: 1, clips: [7], row: [5000] });
    expect(longer.slice(0, NUM_POSITIONS)).toEqual(rowOf(whole, 7));
  });
});

it("an input whose rows are not clips is refused with the setting", () => {
  expect(() => {
    const masks = new ClipMasks(0, "cpu");
    try {
      scope(() => masks.of(0, Int32Array.of(1, 2)).draw(ops.zeros([8, 3]), 0.5));
    } finally {
      masks.dispose();
    }
  }).toThrow(
    new ShapeError(
      "SHAPE",
      "Dropout: training.dropout_masks=by_clip expects one row for each of the 2 clips in dimension 0, input is [8, 3]; " +
        "set training.dropout_masks=by_rank, or move the layer to where dimension 0 counts clips",
    ),
  );
});
