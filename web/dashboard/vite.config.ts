import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("."),
  build: {
    outDir: at("../../dist/pages"),
    emptyOutDir: true,
    target: "es2022",
    // Everything is fetched from the server: the policy of the pages allows no scripts in addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // Small workers are modules like the rest.
  worker: { format: "es" },
});
