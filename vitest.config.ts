import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./tests/support/slow-first.js";

/**
 * Files that need a process of their own. Those that replace modules: in a shared process another file may have loaded
 * the real ones before. Those that change the working folder: work that another file left unfinished would find other
 * files. All others share processes, and restore what they change: environment variables, mocks, limits. A file that
 * counts live tensors first collects the garbage of the files before it: see tests/support/gc.ts.
 */
const NEEDS_OWN_PROCESS = /\bvi\.mock\(|\bprocess\.chdir\(/;

const OWN_PROCESS = ["src", "tests", "web"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${folder}/${name}`)
    .filter((path) => NEEDS_OWN_PROCESS.test(readFileSync(path, "utf8"))),
);

export default defineConfig({
  test: {
    pool: "forks",
    // Three more than there are cores: some tests wait for timeouts, servers and processes most of their time.
    maxWorkers: Math.max(2, availableParallelism()) + 3,
    // These limits end what hangs. No test relies on them: a busy or slow machine stays far below.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 240_000, interval: 20 } },
    // libtorch's threads sleep between operators instead of spinning: more processes run here than there are cores.
    env: { OMP_WAIT_POLICY: "PASSIVE" },
    // A test that fails now and then is a defect, of the test or of the code.
    retry: 0,
    globalSetup: "./tests/support/stop-mlflow.ts",
    sequence: { sequencer: SlowFirst },
    // Commands that tests run in their process (tests/support/cli.ts) are the built ones, loaded by Node.
    server: { deps: { external: [/\/dist\/bundle\//] } },
    projects: [
      {
        extends: true,
        test: {
          name: "shared process",
          include: ["{src,tests,web}/**/*.test.ts"],
          exclude: OWN_PROCESS,
          // Starting a process and loading libtorch takes longer than most files.
          isolate: false,
        },
      },
      { extends: true, test: { name: "own process", include: OWN_PROCESS } },
    ],
  },
});
