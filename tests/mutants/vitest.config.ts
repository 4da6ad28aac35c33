import { defineConfig } from "vitest/config";

/** Runs the mutants alone: `npm test` does not include them. */
export default defineConfig({
  test: { include: ["tests/mutants/*s.ts"], pool: "forks", maxWorkers: 1, testTimeout: 60_000 },
});
