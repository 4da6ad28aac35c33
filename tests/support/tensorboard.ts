import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import { packageRoot } from "../../src/package-root.js";
import { pythonScript } from "../../src/python.js";

/** The content of a folder of event files as TensorBoard reads it, by tag. */
export interface ReadEvents {
  scalars: Record<string, [step: number, value: number, wallTimeSec: number][]>;
  images: Record<string, [step: number, width: number, height: number, hex: string][]>;
  audio: Record<
    string,
    [step: number, sampleRateHz: number, numFrames: number, type: string, sha256: string][]
  >;
  /** Markdown. */
  texts: Record<string, [step: number, text: string][]>;
  hparams: Record<string, string | number | boolean>;
}

/** Starts TensorBoard's own reader, in one process per test file. */
export function startTensorBoardReader(): (folder: string) => Promise<ReadEvents> {
  const { command, args, env } = pythonScript(
    join(packageRoot, ".venv", "bin", "python"),
    join(packageRoot, "tests", "support", "tensorboard-read.py"),
    [],
  );
  const python = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], env });
  afterAll(() => python.stdin.end());
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: python.stdout }).on("line", (line) => waiting.shift()?.(line));
  return async (folder) => {
    const answer = new Promise<string>((resolve) => waiting.push(resolve));
    python.stdin.write(`${folder}\n`);
    const { read, error } = JSON.parse(await answer);
    if (error !== undefined) throw new Error(`TensorBoard: ${error}`);
    for (const events of Object.values(read.scalars as Record<string, [number, string, number][]>))
      for (const event of events as unknown as [number, string | number, number][])
        event[1] = numberOf(String(event[1]));
    return read as ReadEvents;
  };
}

/** Parses a number as Python prints it. */
function numberOf(text: string): number {
  const words: Record<string, number> = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity };
  return words[text] ?? Number(text);
}
