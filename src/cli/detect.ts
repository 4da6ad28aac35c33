import { Command, Option } from "commander";
import { EVENT_FORMATS } from "../detect/formats.js";
import type { DetectOptions } from "./detect-run.js";
import { MODEL_ARGUMENT } from "./model-argument.js";
import { parseCount, parseNotNegative, parsePositive } from "./option-numbers.js";
import { MAKES_FOLDERS } from "./output-file.js";

export function detectCommand(): Command {
  return new Command("detect")
    .description("find what sounds when in recordings of any length")
    .argument("<model>", MODEL_ARGUMENT)
    .argument(
      "<files...>",
      "audio files, folders of them, manifests (.csv, .tsv, .jsonl with a column path), named pipes, or - for standard input",
    )
    .addOption(new Option("--format <name>", "format of the events").choices(EVENT_FORMATS).default("csv"))
    .option(
      "--out <path>",
      `a file (a name with an ending) for the events of all recordings, or a folder with a file for each; ${MAKES_FOLDERS} (default: standard output)`,
    )
    .option("--resume", "continue an interrupted detection with the same options")
    .option("--overwrite", "replace files of earlier results in the folder of --out")
    .option(
      "--hop <seconds>",
      "from the start of a window to the start of the next (default: half a window)",
      parsePositive,
    )
    .option(
      "--threshold <value>",
      "lowest score at which a label counts as present: a number for all labels, or LABEL=NUMBER; may be repeated (default: the model's)",
      (text: string, before?: string[]) => [...(before ?? []), text],
    )
    .option("--median <seconds>", "smooth with a median filter (default: the model's)", parseNotNegative)
    .option("--merge <seconds>", "join events of a label with a gap up to this long", parseNotNegative, 0)
    .option("--min-duration <seconds>", "leave out shorter events (default: the model's)", parseNotNegative)
    .option(
      "--summary <file>",
      `write counts and seconds by recording, hour and label to this CSV file; ${MAKES_FOLDERS}`,
    )
    .option(
      "--embeddings <folder>",
      "write the embedding of each window: a .npy file a recording, and index.csv",
    )
    .option(
      "--review <file>",
      `write an HTML page with which events are heard, accepted, rejected and corrected; ${MAKES_FOLDERS}`,
    )
    .option(
      "--review-events <count>",
      "most events on the page of --review: those with the lowest scores",
      parseCount,
      500,
    )
    .addHelpText(
      "after",
      `
Examples:
  woodshed detect runs/birds-20261123-101500-a1b2 night.flac
  woodshed detect models:/birds@champion recordings/ --out events.csv --summary hours.csv
  woodshed detect models:/birds@champion recordings/ --format raven --out selections/
  woodshed detect models:/birds@champion recordings/ --out events.csv --resume
  woodshed detect models:/birds@champion recordings/ --out events.csv --review review.html --threshold 0.3
  woodshed detect models:/birds@champion night.flac --threshold 0.6 --threshold owl=0.8 --merge 1 --min-duration 0.5

For models of classification, tagging and detection. The model scores overlapping windows as long as its training clips. Times are seconds
from the start of the recording, and the score of an event is its largest. If detection fails for a recording, the others are still
searched, the errors are printed at the end, and the exit code is 1. Memory does not grow with a recording. After Ctrl-C or a
kill, the same command with --resume continues with the recordings that are not complete. docs/detection.md describes the
formats and the page of --review.`,
    )
    .action(async (model: string, paths: string[], options: DetectOptions) => {
      const { runDetectCommand } = await import("./detect-run.js");
      await runDetectCommand(model, paths, options);
    });
}
