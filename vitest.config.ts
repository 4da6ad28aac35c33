import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    // libtorch lives once per process: each file gets its own, two at a time on two cores.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests that kill, race and fill disks meet a loaded machine now and then; what fails twice has failed.
    retry: process.env["CI"] === "true" ? 1 : 0,
  },
});
