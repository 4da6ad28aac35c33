import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./tests/support/slow-first.js";

/** Folders whose tests count live tensors: another file's garbage, collected meanwhile, would change the count. */
const COUNTS_TENSORS = ["embedding", "export", "nn", "optim", "tensor"].map((name) => `src/${name}/**`);

/** Files that replace modules: in a shared process another file may have loaded the real ones before. */
const REPLACES_MODULES = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => `src/${name}`)
  .filter((path) => readFileSync(path, "utf8").includes("vi.mock("));

export default defineConfig({
  test: {
    pool: "forks",
    // Two more than there are cores: some tests wait for timeouts, servers and processes most of their time.
    maxWorkers: Math.max(2, availableParallelism()) + 2,
    // These limits end what hangs. No test relies on them: a busy or slow machine stays far below.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 240_000, interval: 20 } },
    // libtorch's threads sleep between operators instead of spinning: more processes run here than there are cores.
    env: { OMP_WAIT_POLICY: "PASSIVE" },
    // A test that fails now and then is a defect, of the test or of the code.
    retry: 0,
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "shared process",
          include: ["src/**/*.test.ts"],
          exclude: [...COUNTS_TENSORS, ...REPLACES_MODULES],
          // Starting a process and loading libtorch takes longer than most of these files.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "own process",
          include: [
            "tests/**/*.test.ts",
            ...COUNTS_TENSORS.map((folder) => `${folder}/*.test.ts`),
            ...REPLACES_MODULES,
          ],
        },
      },
    ],
  },
});
