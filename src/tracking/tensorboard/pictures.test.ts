import { expect, it } from "vitest";
import type { EmbeddingsItem } from "../../items.js";
import { embeddingsPicture } from "./pictures.js";

function mapOf(labels: readonly string[]): EmbeddingsItem {
  const places = labels.map((_, i) => i);
  return {
    ...{ kind: "embeddings", evaluatedAtStep: 1, names: labels, labels, predicted: labels, isCorrect: null },
    ...{ x: places, y: places, vectors: null, sounds: null },
  };
}

it("limits a map's legend to the most frequent of many labels", () => {
  const ten = Array.from({ length: 10 }, (_, i) => `label ${i}`);
  const many = Array.from({ length: 200 }, (_, i) => `rare ${i}`);
  const few = embeddingsPicture(mapOf(ten)).height;
  expect(embeddingsPicture(mapOf([...ten, ...ten, ...many])).height).toBe(few);
  expect(embeddingsPicture(mapOf([...ten, ...many.slice(0, 10)])).height).toBeGreaterThan(few);
});
