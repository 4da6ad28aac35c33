import { expect, it } from "vitest";
import { resourcesOf } from "./trial-resources.js";

it.each([
  [4, 1, { cores: 16, gpus: ["0", "1", "2", "3"] }, ["0", "1", "2", "3"], 4],
  [2, 2, { cores: 16, gpus: ["0", "1", "2", "3"] }, ["0,1", "2,3"], 4],
  [4, 1, { cores: 2, gpus: ["5", "6"] }, ["5", "6", "5", "6"], 1],
  [1, 1, { cores: 8, gpus: ["0", "1"] }, [null], 8],
  [2, 1, { cores: 8, gpus: [] }, [null, null], 4],
])("divides the machine between %i trials of %i ranks: %o", (parallel, worldSize, machine, gpus, threads) => {
  const shares = Array.from({ length: parallel }, (_, slot) =>
    resourcesOf(slot, parallel, worldSize, machine),
  );
  expect(shares.map((share) => share.gpus)).toEqual(gpus);
  expect(new Set(shares.map((share) => share.threads))).toEqual(new Set([threads]));
});
