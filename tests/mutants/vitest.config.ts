import { defineConfig } from "vitest/config";

/** Runs only the mutants, which `npm test` must not run. */
export default defineConfig({
  test: { include: ["tests/mutants/trackers.ts"], pool: "forks", maxWorkers: 1, testTimeout: 10_000 },
});
