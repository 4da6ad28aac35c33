import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.js";
import { pythonScript } from "../../src/python.js";

/** A record of a .wandb file, with the fields that tests read. */
export interface WandbRecord {
  history?: { item: { key?: string; nested_key?: string[]; value_json: string }[] };
  run?: {
    run_id: string;
    project: string;
    tags: string[];
    config: { update: { key: string; value_json: string }[] };
  };
  metric?: { name?: string; glob_name?: string; step_metric?: string };
  summary?: { update: { key?: string; value_json: string }[] };
  artifact?: {
    type: string;
    name: string;
    aliases: string[];
    manifest: { contents: { path: string; local_path: string; size: string }[] };
  };
  [other: string]: unknown;
}

/** Reads the only offline run of a run's folder by the wandb package's own classes. */
export function readWandbFile(runFolder: string): WandbRecord[] {
  const folders = readdirSync(join(runFolder, "wandb")).filter((name) => name.startsWith("offline-run-"));
  if (folders.length !== 1)
    throw new Error(`expected one offline run, found ${folders.join(", ") || "none"}`);
  const folder = join(runFolder, "wandb", folders[0]!);
  const file = readdirSync(folder).find((name) => name.endsWith(".wandb"))!;
  const python = join(packageRoot, ".venv", "bin", "python");
  const script = join(packageRoot, "tests", "support", "wandb-read.py");
  const { command, args, env } = pythonScript(python, script, [join(folder, file)]);
  const lines = execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, env });
  return lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as WandbRecord);
}
