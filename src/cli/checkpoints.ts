/** `woodshed checkpoints`: lists, verifies, prunes, averages and exports the checkpoints of a run. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Command, Option } from "commander";
import type { CheckpointManifest } from "../checkpoint/format.js";
import { linksTo } from "../checkpoint/links.js";
import { counted } from "../counted.js";
import { displayPath } from "../display-path.js";
import { CheckpointError, ConfigError } from "../errors.js";
import { fixed } from "../number-text.js";
import { parseCount } from "./option-numbers.js";
import { MAKES_FOLDERS } from "./output-file.js";
import { formatBytes } from "./size.js";
import { tableLines } from "./table.js";

export function checkpointsCommand(): Command {
  const command = new Command("checkpoints")
    .description("list, verify, prune, average and export checkpoints")
    .addHelpText(
      "after",
      `
Examples:
  woodshed checkpoints list runs/quickstart-20261123-101500-a1b2
  woodshed checkpoints verify runs/*
  woodshed checkpoints prune runs/quickstart-20261123-101500-a1b2 --keep-top 3 --dry-run`,
    );
  command
    .command("list")
    .description("list the checkpoints of a run, with the policy that saved each")
    .argument("<run>", "folder of a run")
    .option("--json", "print one line of JSON per checkpoint")
    .addHelpText("after", "\nExample:\n  woodshed checkpoints list runs/quickstart-20261123-101500-a1b2")
    .action(list);
  command
    .command("verify")
    .description("verify the checksums of a checkpoint, or of all checkpoints of a run")
    .argument("<path...>", "folders of runs or checkpoints")
    .addHelpText(
      "after",
      `
Examples:
  woodshed checkpoints verify runs/quickstart-20261123-101500-a1b2
  woodshed checkpoints verify runs/*

The exit code is 1 if a checkpoint is corrupt.`,
    )
    .action(verify);
  command
    .command("prune")
    .description("delete checkpoints of a finished run, except last and best")
    .argument("<run>", "folder of a run")
    .option("--keep-last <count>", "keep this many of the newest checkpoints", parseCount, 1)
    .option(
      "--keep-top <count>",
      "keep this many of the best checkpoints, by the recipe's metric",
      parseCount,
      1,
    )
    .option("--dry-run", "print what would be deleted, without deleting it")
    .addHelpText(
      "after",
      "\nExample:\n  woodshed checkpoints prune runs/quickstart-20261123-101500-a1b2 --keep-top 3 --dry-run",
    )
    .action(prune);
  command
    .command("average")
    .description("average the weights of several checkpoints into one that can be evaluated and exported")
    .argument(
      "<paths...>",
      "folder of a run (uses its best checkpoints), or folders of checkpoints of the same model",
    )
    .requiredOption("--output <folder>", `write the averaged checkpoint to this folder; ${MAKES_FOLDERS}`)
    .option("--top <count>", "average this many of a run's best checkpoints", parseCount, 3)
    .addHelpText(
      "after",
      `
Examples:
  woodshed checkpoints average runs/quickstart-20261123-101500-a1b2 --top 3 --output averaged
  woodshed evaluate averaged

To keep the three best checkpoints during training, set checkpoint.keep_top=3 in the recipe.`,
    )
    .action(average);
  command
    .command("export")
    .description("export the weights to a safetensors file")
    .argument("<path>", "folder of a run (uses its best checkpoint) or of a checkpoint")
    .requiredOption("--output <file>", `write the weights to this file; ${MAKES_FOLDERS}`)
    .addOption(
      new Option("--dtype <dtype>", "data type of the weights")
        .choices(["fp32", "fp16", "bf16"])
        .default("fp32"),
    )
    .addHelpText(
      "after",
      "\nExample:\n  woodshed checkpoints export runs/quickstart-20261123-101500-a1b2 --dtype fp16 --output model.safetensors",
    )
    .action(exportCheckpoint);
  return command;
}

/** Returns the `checkpoints` folder of a run. */
function checkpointsOf(run: string): string {
  const inside = join(run, "checkpoints");
  if (existsSync(inside)) return inside;
  if (basename(run) === "checkpoints" && existsSync(run)) return run;
  throw new CheckpointError("MISSING", `${run}: has no checkpoints folder; expected the folder of a run`);
}

const bytesOf = ({ files }: CheckpointManifest): number =>
  Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);

async function list(run: string, { json }: { json?: boolean }): Promise<void> {
  const { CheckpointReader, listStored } = await import("../checkpoint/index.js");
  const folder = checkpointsOf(run);
  const rows = listStored(folder).map(({ name }) => {
    const { manifest } = new CheckpointReader(join(folder, name));
    return { name, links: linksTo(folder, name), manifest };
  });
  if (json) {
    for (const { name, links, manifest } of rows) {
      const { createdAt, position, metrics, savedFor } = manifest;
      process.stdout.write(
        `${JSON.stringify({ name, links, created_at: createdAt, ...position, metrics, saved_for: savedFor, bytes: bytesOf(manifest) })}\n`,
      );
    }
    return;
  }
  if (rows.length === 0) {
    process.stdout.write(`${folder}: no checkpoints yet\n`);
    return;
  }
  const { savedPolicies, monitorOf } = await import("../checkpoint/policy.js");
  const monitor = monitorOf(savedPolicies(rows.at(-1)!.manifest))?.metric ?? null;
  const table = [
    ["checkpoint", "epoch", monitor ?? "metric", "size", "saved", "for", "links"],
    ...rows.map(({ name, links, manifest }) => {
      const { position, metrics, metricsStep, createdAt, savedFor } = manifest;
      return [
        name,
        position.batch === 0
          ? String(position.epoch)
          : `${position.epoch} + ${counted(position.batch, "batch", "batches")}`,
        metricsStep === position.step && monitor !== null && metrics[monitor] !== undefined
          ? fixed(metrics[monitor], 4)
          : "",
        formatBytes(bytesOf(manifest)),
        createdAt.slice(0, 19).replace("T", " "),
        savedFor.join(", ") || "stop",
        links.join(", "),
      ];
    }),
  ];
  process.stdout.write(`${tableLines(table).join("\n")}\n`);
}

async function verify(paths: string[]): Promise<void> {
  const { CheckpointReader, findCheckpoint } = await import("../checkpoint/index.js");
  for (const path of paths) {
    const isRun = existsSync(join(path, "checkpoints"));
    const folder = isRun ? checkpointsOf(path) : path;
    // By name, not by listStored, which skips checkpoints without a readable manifest.
    const names = isRun ? readdirSync(folder).filter((name) => /^step-/.test(name)) : [];
    if (isRun && names.length === 0) process.stdout.write(`${folder}: no checkpoints\n`);
    for (const one of isRun ? names.sort().map((name) => join(folder, name)) : [findCheckpoint(path)]) {
      try {
        const { manifest } = new CheckpointReader(one).verify();
        process.stdout.write(`${one}: complete, ${formatBytes(bytesOf(manifest))}\n`);
      } catch (error) {
        if (!(error instanceof CheckpointError)) throw error;
        process.stdout.write(`${one}: CORRUPT: ${error.message}\n`);
        process.exitCode = 1;
      }
    }
  }
}

interface PruneOptions {
  keepLast: number;
  keepTop: number;
  dryRun?: boolean;
}

async function prune(run: string, { keepLast, keepTop, dryRun }: PruneOptions): Promise<void> {
  const { CheckpointReader, listStored } = await import("../checkpoint/index.js");
  const { byMetric } = await import("../checkpoint/retention.js");
  const { savedPolicies, monitorOf } = await import("../checkpoint/policy.js");
  const { writerOf } = await import("../loops/claim.js");
  const folder = checkpointsOf(run);
  const stored = listStored(folder);
  if (stored.length === 0) return;
  const pid = writerOf(join(folder, ".."));
  if (pid !== null) {
    throw new ConfigError(
      "LIVE",
      `${run}: process ${pid} is still training this run; wait until it ends, or stop it`,
    );
  }
  const monitor = monitorOf(savedPolicies(new CheckpointReader(join(folder, stored.at(-1)!.name)).manifest));
  const kept = new Set([
    ...stored.slice(-keepLast),
    ...(monitor === null ? [] : byMetric(stored, monitor.metric, monitor.mode).slice(0, keepTop)),
    ...stored.filter(({ name }) => linksTo(folder, name).length > 0),
  ]);
  let freed = 0;
  for (const one of stored) {
    if (kept.has(one)) continue;
    const path = join(folder, one.name);
    for (const file of readdirSync(path)) freed += statSync(join(path, file)).size;
    process.stdout.write(`${dryRun ? "would delete" : "deleted"} ${displayPath(path)}\n`);
    if (!dryRun) rmSync(path, { recursive: true });
  }
  process.stdout.write(
    `${kept.size} of ${stored.length} kept, ${formatBytes(freed)} ${dryRun ? "would be " : ""}freed\n`,
  );
}

async function average(paths: string[], { output, top }: { output: string; top: number }): Promise<void> {
  const { averageCheckpoints, CheckpointReader, findCheckpoint, hasRecipe, listStored, saveWeights } =
    await import("../checkpoint/index.js");
  const { savedPolicies, monitorOf } = await import("../checkpoint/policy.js");
  const { byMetric } = await import("../checkpoint/retention.js");
  const folders = paths.flatMap((path) => {
    if (!existsSync(join(path, "checkpoints"))) return [findCheckpoint(path)];
    const folder = checkpointsOf(path);
    const monitor = monitorOf(savedPolicies(new CheckpointReader(findCheckpoint(path)).manifest));
    if (monitor === null)
      throw new ConfigError(
        "AVERAGE",
        `${path}: its loop monitors no metric; name the checkpoints to average`,
      );
    return byMetric(listStored(folder), monitor.metric, monitor.mode)
      .slice(0, top)
      .map(({ name }) => join(folder, name));
  });
  if (folders.length < 2) {
    throw new ConfigError(
      "AVERAGE",
      `${paths.join(" ")}: expected two or more checkpoints to average, found ${folders.length}; set checkpoint.keep_top in the recipe to keep more`,
    );
  }
  const readers = folders.map((folder) => new CheckpointReader(folder));
  const { manifest } = readers.at(-1)!;
  saveWeights(output, averageCheckpoints(readers), manifest);
  for (const folder of folders) process.stdout.write(`  ${displayPath(folder)}\n`);
  process.stdout.write(
    `mean of ${counted(folders.length, "checkpoint")}: ${output}\n${hasRecipe(manifest) ? `  try it  woodshed evaluate ${output}\n` : ""}`,
  );
}

async function exportCheckpoint(
  path: string,
  { output, dtype }: { output: string; dtype: "fp32" | "fp16" | "bf16" },
): Promise<void> {
  const { CheckpointReader, exportWeights, findCheckpoint, describeWeights, hasRecipe } = await import(
    "../checkpoint/index.js"
  );
  const { scope } = await import("../tensor/index.js");
  const reader = new CheckpointReader(findCheckpoint(path));
  reader.verify(reader.weightsFile);
  const { manifest } = reader;
  const description = hasRecipe(manifest) ? describeWeights(manifest) : {};
  scope(() => exportWeights(reader.tensors(reader.weightsFile), output, dtype, description));
  process.stdout.write(
    `${output}: ${formatBytes(statSync(output).size)}, ${dtype}, from ${displayPath(reader.folder)}\n`,
  );
}
