import { spawnSync } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checksumOfFile } from "../checkpoint/checksum.js";
import { CheckpointError } from "../errors.js";
import { homeFolder, setupCommandLine } from "../installation.js";
import { makeFolder } from "../make-folder.js";
import { packageRoot } from "../package-root.js";
import { pythonPath, pythonScript } from "../python.js";

/** Endings of files that PyTorch pickles. */
export const PICKLES: readonly string[] = [".pth", ".pt", ".bin", ".ckpt"];

/** The pickle's opcodes are named in PyTorch's reasons for refusing code. */
const CODE = /Unsupported (global|class|operand)|GLOBAL|REDUCE|Can only|weights_only|Weights only/i;

/** A pickle and the safetensors file that it becomes. */
interface Conversion {
  path: string;
  target: string;
}

/**
 * Converts PyTorch pickles to safetensors, once for each content, and returns the paths of the files: torch's `weights_only`
 * loader reads them in a Python process, so that nothing in them is executed.
 *
 * @throws CheckpointError that names each file with code in it, or without tensors
 */
export function convertPickles(
  paths: readonly string[],
  folder: string = join(homeFolder(), "weights"),
): string[] {
  const absent = paths.find((path) => !existsSync(path));
  if (absent !== undefined) throw new CheckpointError("MISSING", `${absent}: no such file`);
  makeFolder(folder);
  const conversions = paths.map((path) => ({
    path,
    target: join(folder, `${checksumOfFile(path)}.safetensors`),
  }));
  const missing = conversions.filter(({ target }) => !existsSync(target));
  if (missing.length > 0) convert(missing);
  return conversions.map(({ target }) => target);
}

function convert(conversions: readonly Conversion[]): void {
  const script = join(packageRoot, "services", "convert_weights.py");
  const asideOf = (target: string): string => `${target}.${process.pid}`;
  const files = conversions.flatMap(({ path, target }) => [path, asideOf(target)]);
  const { command, args, env } = pythonScript(pythonPath(), script, files);
  try {
    const { stdout, stderr, status, error } = spawnSync(command, args, { env, encoding: "utf8" });
    if (error !== undefined || status !== 0) {
      const reason = error?.message ?? (stderr.trim().split("\n").at(-1) || `exit code ${status}`);
      throw new CheckpointError(
        "PYTHON",
        `${conversions[0]!.path}: PyTorch could not read it: ${reason}; \`${setupCommandLine()}\` installs PyTorch`,
      );
    }
    const answers = stdout.trim().split("\n").slice(-conversions.length);
    const problems = conversions.flatMap(({ path }, i) => {
      const { refused } = JSON.parse(answers[i]!) as { refused?: string };
      return refused === undefined ? [] : [problemOf(path, refused)];
    });
    if (problems.length > 0) throw new CheckpointError("PICKLE", problems.join("\n"));
    // A file with the final name is complete.
    for (const { target } of conversions) renameSync(asideOf(target), target);
  } finally {
    for (const { target } of conversions) rmSync(asideOf(target), { force: true });
  }
}

function problemOf(path: string, refused: string): string {
  if (!CODE.test(refused))
    return `${path}: not a file of weights: ${refused.replace(/\s+/g, " ").slice(0, 300)}`;
  // PyTorch's own message recommends to load the file without this protection.
  const found = /(Unsupported|Can only)[^.\n]*(\.\w[^.\s]*)*/i.exec(refused)?.[0];
  return `${path}: refused, because it holds more than tensors, and loading it could run code${found === undefined ? "" : `: ${found}`}. Save its state dict alone, torch.save(model.state_dict(), path), or take a safetensors file`;
}
