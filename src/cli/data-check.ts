/** `woodshed data check`: decodes every recording of a set and reports what is wrong. */
import type { Command } from "commander";
import type { CheckFlags } from "./data-check-run.js";
import { wholeNumber } from "./option-numbers.js";
import { MAKES_FOLDERS } from "./output-file.js";

export function addCheckCommand(data: Command): void {
  data
    .command("check")
    .description("decode every recording of a set and report damaged, silent, clipped and repeated ones")
    .argument(
      "<set>",
      "recipe, or a folder with one folder per label, annotation file or folder of them, or shards, or key=value",
    )
    .argument("[overrides...]", "dotted keys with values, such as data.validation=sounds/validation")
    .option("--examples <count>", "findings of each kind to print and to show on the page", wholeNumber(0), 5)
    .option("--out <file>", `HTML page to write, with players and pictures; ${MAKES_FOLDERS}`)
    .option("--json", "print all findings as JSON")
    .addHelpText(
      "after",
      `
Examples:
  woodshed data check recipes/folder.yaml
  woodshed data check sounds/train
  woodshed data check train.csv data.validation=validation.csv --out check.html
  woodshed data check data.train=birds data.format=raven data.columns.label=Species --json
  woodshed data check train.csv 'data.corrections=[train.csv.corrections.jsonl]'

Exits with code 1 if a finding stops training: a recording that cannot be decoded or has NaN or infinite samples, or an
annotation that begins after the end of its file. Ctrl-C ends the check with what was found so far.`,
    )
    .action(check);
}

async function check(set: string, overrides: string[], flags: CheckFlags): Promise<void> {
  const { runCheckCommand } = await import("./data-check-run.js");
  await runCheckCommand(set, overrides, flags);
}
