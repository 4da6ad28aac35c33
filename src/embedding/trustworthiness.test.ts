import { expect, test } from "vitest";
import { clusteredRows, gaussian, readUmapFixture } from "../../tests/support/embeddings.js";
import { ConfigError, ShapeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { scope, Tensor } from "../tensor/index.js";
import { trustworthiness } from "./trustworthiness.js";

const fixture = readUmapFixture();
const rows = Float32Array.from(fixture.rows.flat());
const projection = Float32Array.from(fixture.projection.flat());

test.each(fixture.trustworthiness)(
  "for %i neighbours with %s distance, equals scikit-learn's",
  (numNeighbors, metric, expected) => {
    const live = addon.liveTensors();
    const value = scope(() =>
      trustworthiness(Tensor.from(rows, { shape: [80, 6] }), projection, { numNeighbors, metric }),
    );
    // Ranks are integers, so only the last division rounds.
    expect(value).toBeCloseTo(expected, 12);
    expect(addon.liveTensors()).toBe(live);
  },
);

test("is 1 for the coordinates of a plane, and at chance level for random ones", () =>
  scope(() => {
    // More than 2,048 rows need more than one block.
    const plane = clusteredRows(2500, 2, 3);
    const embeddings = Tensor.from(plane, { shape: [2500, 2] });
    expect(trustworthiness(embeddings, plane)).toBe(1);
    const shuffled = plane.map((_, at) => gaussian(9, at));
    expect(Math.abs(trustworthiness(embeddings, shuffled) - 0.5)).toBeLessThan(0.02);
  }));

test("refuses inconsistent sizes", () =>
  scope(() => {
    const embeddings = Tensor.from(rows, { shape: [80, 6] });
    expect(() => trustworthiness(embeddings, projection.subarray(2))).toThrow(ShapeError);
    expect(() => trustworthiness(embeddings, projection, { numNeighbors: 40 })).toThrow(ConfigError);
    expect(() => trustworthiness(embeddings, projection, { numNeighbors: 40 })).toThrow(
      "expected numNeighbors from 1 to less than half of 80 rows, got 40",
    );
  }));
