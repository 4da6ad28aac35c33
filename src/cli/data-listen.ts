/** `woodshed data listen`: a page of training clips before and after augmentation. */
import type { Command } from "commander";
import { counted } from "../counted.js";
import { shownDataOptions } from "./data-progress.js";
import { loadRecipe } from "./load-recipe.js";
import { parseCount } from "./option-numbers.js";
import { MAKES_FOLDERS, writeOutput } from "./output-file.js";

export function addListenCommand(data: Command): void {
  data
    .command("listen")
    .description("write a page of training clips before and after augmentation, with players and pictures")
    .argument("<recipe>", "path of a YAML recipe")
    .argument("[overrides...]", "dotted keys with values, such as data.augmentations.0.probability=1")
    .option("--clips <count>", "number of training clips, chosen by the recipe's seed", parseCount, 8)
    .option("--epochs <count>", "number of epochs, each with its own augmentation", parseCount, 3)
    .option("--out <file>", `HTML file to write; ${MAKES_FOLDERS}`, "augmentations.html")
    .addHelpText(
      "after",
      `
Examples:
  woodshed data listen birds.yaml
  woodshed data listen birds.yaml --clips 20 --out pages/birds.html
  woodshed data listen birds.yaml data.augmentations.0.probability=1 --epochs 5

The page holds exactly what a run of this recipe trains on in its first epochs, and is the same each time.`,
    )
    .action(listen);
}

interface ListenCommandOptions {
  clips: number;
  epochs: number;
  out: string;
}

async function listen(
  recipe: string,
  overrides: string[],
  { clips, epochs, out }: ListenCommandOptions,
): Promise<void> {
  const { config } = loadRecipe(recipe, overrides);
  // Loaded here: --help needs no addon.
  const [{ openData }, { ExaminedFiles }, { FeatureChanges }, { listenedClips }, { listeningPage }] =
    await Promise.all([
      import("../inference/open-data.js"),
      import("../data/examination/examined-files.js"),
      import("../train/feature-changes.js"),
      import("../display/listening/examples.js"),
      import("../display/listening/page.js"),
    ]);
  const { train } = await openData(config, {
    ...shownDataOptions(),
    files: new ExaminedFiles(config.runs_dir),
  });
  const changes = new FeatureChanges(config.data.augmentations, config.seed);
  const listened = listenedClips(config, train, changes, { clips, epochs });
  const list = config.data.augmentations.map((one) => one.name ?? one.use).join(", ");
  const note = `data.augmentations: ${list === "" ? "none" : list}.`;
  writeOutput("--out", out, listeningPage(config.name, listened, note));
  process.stdout.write(
    `${counted(listened.length, "clip")}, ${counted(epochs, "epoch")} each: open ${out} in a browser\n`,
  );
}
