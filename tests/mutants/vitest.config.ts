import { defineConfig } from "vitest/config";

/** Of the mutants alone, which `npm test` must not take for tests of ours. */
export default defineConfig({
  test: { include: ["tests/mutants/trackers.ts"], pool: "forks", maxWorkers: 1, testTimeout: 10_000 },
});
