/** The pages as one script and one style for `woodshed dashboard export`, which puts them into a file that needs no server. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Modules that need a server; the ones of the same name in src/exported take their place. */
const REPLACED = ["transport", "live", "address", "copy", "stft-thread"];

/** Pages of all runs, and those of a run that need a server: an exported page has none of them. */
const LEFT_OUT = /\/pages\/(runs|search|models|compare|try)\/index\.js$/;

export default defineConfig({
  root: at("."),
  build: {
    outDir: at("../../dist/exported-page"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: at("src/exported/main.tsx"),
      output: {
        codeSplitting: false,
        entryFileNames: "page.js",
        assetFileNames: "page[extname]",
      },
    },
  },
  plugins: [
    {
      name: "without-server",
      enforce: "pre",
      resolveId(source, importer) {
        if (LEFT_OUT.test(source)) return at("src/exported/no-page.ts");
        const name = /\/([a-z-]+)\.js$/.exec(source)?.[1];
        if (name === undefined || !REPLACED.includes(name) || importer?.includes("/src/exported/"))
          return null;
        return at(`src/exported/${name}.ts`);
      },
    },
  ],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
