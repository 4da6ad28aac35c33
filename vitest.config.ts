import { defineConfig } from "vitest/config";
import { SlowFirst } from "./tests/support/slow-first.js";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    // libtorch is loaded once per process: each file gets its own process, two at a time on two cores.
    pool: "forks",
    maxWorkers: 2,
    // Limits end what hangs. No test depends on them: a loaded or slow machine stays far below.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000, interval: 20 } },
    // A test that fails now and then is a defect of the test or of the code.
    retry: 0,
    sequence: { sequencer: SlowFirst },
  },
});
