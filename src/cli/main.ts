#!/usr/bin/env node
/**
 * The command's entry. It has no imports and plain syntax, so that an old Node can parse it and gets a clear message; the
 * program itself is loaded afterwards.
 */
const OLDEST = [20, 19] as const; // package.json's `engines`
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `Error: woodshed needs Node ${OLDEST.join(".")} or newer, this is ${process.version} (${process.execPath}). Install a newer one from https://nodejs.org, or choose it with nvm use ${OLDEST[0]}.\n`,
  );
  process.exitCode = 1;
} else {
  const program = new URL("../bundle/cli/program.js", import.meta.url).href;
  (import(program) as Promise<typeof import("./program.js")>).then(
    ({ runProgram }) => runProgram(),
    (error: Error) => {
      // Packages are missing.
      process.stderr.write(
        `Error: woodshed cannot start: ${error.message}\nInstall the packages again: npm install (in Woodshed's repository: node setup.mjs).\n`,
      );
      process.exitCode = 1;
    },
  );
}
