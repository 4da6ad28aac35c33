// The C++ compiler: CXX when it is set, else the first of g++, c++, clang++ that compiles C++20.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "./child.mjs";
import { hashOf, readStamp, writeStamp } from "./stamp.mjs";

const CPP20_PROGRAM = `#include <concepts>
#include <span>
template <std::integral T> T sum(std::span<const T> xs) { T total{}; for (T x : xs) total += x; return total; }
int main() { const int xs[] = {1, -1}; return sum(std::span<const int>(xs)); }
`;

/**
 * Finds the first compiler that compiles C++20, or null; `remembered` is the file that stores results by version.
 * @returns {{command: string, args: string[], version: string, isGcc: boolean} | null}
 */
export function findCompiler(remembered) {
  const known = readStamp(remembered) ?? {};
  for (const compiler of installedCompilers()) {
    const key = hashOf(compiler.command, ...compiler.args, compiler.version);
    // Only success is stored: installing a header package may fix a failure.
    if (!known[key] && compilesCpp20(compiler)) {
      known[key] = true;
      writeStamp(remembered, known);
    }
    if (known[key]) return compiler;
  }
  return null;
}

/** One sentence on why no compiler was found. */
export function whyNoCompiler() {
  const installed = installedCompilers().map(({ version }) => version);
  const wanted = "A C++20 compiler (g++ 11 or newer, clang++ 14 or newer) is needed to build the addon";
  if (installed.length > 0) return `${wanted}; ${installed.join(" and ")} did not compile a C++20 program.`;
  const { CXX } = process.env;
  return CXX
    ? `${wanted}; CXX is ${CXX}, which does not answer.`
    : `${wanted}; none was found (tried g++, c++, clang++).`;
}

/**
 * Compilers that run, in order of preference; `args` come before all others ("ccache g++" has one).
 * @returns {{command: string, args: string[], version: string, isGcc: boolean}[]}
 */
function installedCompilers() {
  const candidates = process.env.CXX ? [process.env.CXX] : ["g++", "c++", "clang++"];
  return candidates.flatMap((candidate) => {
    const [command, ...args] = candidate.trim().split(/\s+/);
    const answer = ask(command, [...args, "--version"]);
    if (!answer) return [];
    return [
      { command, args, version: answer.split("\n")[0], isGcc: answer.includes("Free Software Foundation") },
    ];
  });
}

/** Returns true if the compiler compiles and links a C++20 program. */
function compilesCpp20({ command, args }) {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-cpp20-"));
  try {
    const source = join(folder, "probe.cc");
    writeFileSync(source, CPP20_PROGRAM);
    return ask(command, [...args, "-std=c++20", source, "-o", join(folder, "probe")]) !== null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
