// Checks the project in the working directory and the package's declarations with TypeScript 5.9. `tsc` would check the
// declarations of Node and zod as well, which takes more than half of its time.
//
//     node check.mjs

import { realpathSync } from "node:fs";
import ts from "typescript-5.9";

const root = realpathSync(".");
const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile("tsconfig.json", {}, ts.sys);
const program = ts.createProgram({ rootNames: fileNames, options, configFileParsingDiagnostics: errors });
// Packages that the project depends on are links to folders elsewhere.
const own = program.getSourceFiles().filter(({ fileName }) => realpathSync(fileName).startsWith(root));
const diagnostics = [
  ...program.getConfigFileParsingDiagnostics(),
  ...program.getOptionsDiagnostics(),
  ...program.getGlobalDiagnostics(),
  ...own.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]),
  ...own.flatMap((file) => (file.isDeclarationFile ? [] : program.getDeclarationDiagnostics(file))),
];
const host = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => "\n",
};
process.stdout.write(ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(diagnostics), host));
process.exitCode = Number(diagnostics.length > 0);
if (!own.some(({ fileName }) => fileName.includes("node_modules/woodshed/dist/")))
  throw new Error("the package's declarations were not checked");
