import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { packageRoot } from "../../src/package-root.js";

/** Runs the mutants alone: `npm test` does not include them. */
export default defineConfig({
  // The built modules, which Node loads: transforming those of src/ takes longer than the mutants.
  resolve: { alias: [{ find: /^\.\.\/\.\.\/src\//, replacement: `${join(packageRoot, "dist")}/` }] },
  test: {
    include: ["tests/mutants/*s.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 60_000,
    server: { deps: { external: [/\/dist\//] } },
  },
});
