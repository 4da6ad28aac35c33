#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import pc from "picocolors";
import { WoodshedError } from "../errors.js";
import { packageRoot } from "../package-root.js";
import { checkpointsCommand } from "./checkpoints.js";
import { configCommand } from "./config.js";
import { dataCommand } from "./data.js";
import { doctorCommand } from "./doctor.js";
import { evaluateCommand } from "./evaluate.js";
import { exportCommand } from "./export.js";
import { modelsCommand } from "./models.js";
import { predictCommand } from "./predict.js";
import { profileCommand } from "./profile.js";
import { registryCommand } from "./registry.js";
import { runpodCommand } from "./runpod.js";
import { serveCommand } from "./serve.js";
import { trainCommand } from "./train.js";
import { tuneCommand } from "./tune.js";
import { wandbCommand } from "./wandb.js";

const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as {
  version: string;
};

const program = new Command("woodshed")
  .description("Train audio models in TypeScript on PyTorch's own engine")
  .version(version)
  .showHelpAfterError("(--help shows how it is used)")
  .addHelpText(
    "after",
    `
Examples:
  woodshed train recipes/quickstart.yaml
  woodshed train recipes/quickstart.yaml training.epochs=3 seed=1
  woodshed evaluate runs/quickstart-20261123-101500-a1b2
  woodshed predict runs/quickstart-20261123-101500-a1b2 note.wav
  woodshed export runs/quickstart-20261123-101500-a1b2 --out model.onnx`,
  );
for (const command of [
  trainCommand(),
  tuneCommand(),
  evaluateCommand(),
  predictCommand(),
  profileCommand(),
  exportCommand(),
  serveCommand(),
  checkpointsCommand(),
  modelsCommand(),
  registryCommand(),
  configCommand(),
  runpodCommand(),
  dataCommand(),
  wandbCommand(),
  doctorCommand(),
]) {
  program.addCommand(command);
}

// `woodshed predict ... | head` closes the pipe early: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  // A known error's message says all that a user needs; an unknown one is ours, and comes with its stack.
  const text = error instanceof WoodshedError ? `${error.name}: ${error.message}` : (error as Error).stack;
  process.stderr.write(
    `${pc.createColors(process.stderr.isTTY && !process.env["NO_COLOR"]).red(text ?? String(error))}\n`,
  );
  process.exitCode = 1;
}
