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

/**
 * Converts a PyTorch pickle to safetensors, once for each content, and returns the file's path: torch's `weights_only`
 * loader reads it in a Python process, so that nothing in it is executed.
 *
 * @throws CheckpointError for a file with code in it, or without tensors
 */
export function convertPickle(path: string, folder: string = join(homeFolder(), "weights")): string {
  if (!existsSync(path)) throw new CheckpointError("MISSING", `${path}: no such file`);
  makeFolder(folder);
  const target = join(folder, `${checksumOfFile(path)}.safetensors`);
  if (existsSync(target)) return target;
  const aside = `${target}.${process.pid}`;
  try {
    convert(path, aside);
    // A file with the final name is complete.
    renameSync(aside, target);
  } finally {
    rmSync(aside, { force: true });
  }
  return target;
}

function convert(path: string, target: string): void {
  const script = join(packageRoot, "services", "convert_weights.py");
  const { command, args, env } = pythonScript(pythonPath(), script, [path, target]);
  const { stdout, stderr, status, error } = spawnSync(command, args, { env, encoding: "utf8" });
  if (error !== undefined || status !== 0) {
    const reason = error?.message ?? (stderr.trim().split("\n").at(-1) || `exit code ${status}`);
    throw new CheckpointError(
      "PYTHON",
      `${path}: PyTorch could not read it: ${reason}; \`${setupCommandLine()}\` installs PyTorch`,
    );
  }
  const answer = JSON.parse(stdout.trim().split("\n").at(-1)!) as { tensors?: number; refused?: string };
  if (answer.refused === undefined) return;
  const reason = answer.refused.replace(/\s+/g, " ").slice(0, 300);
  if (CODE.test(answer.refused)) {
    throw new CheckpointError(
      "PICKLE",
      `${path}: refused, because it holds more than tensors, and loading it could run code: ${reason}. Save its state dict alone, torch.save(model.state_dict(), path), or take a safetensors file`,
    );
  }
  throw new CheckpointError("PICKLE", `${path}: not a file of weights: ${reason}`);
}
