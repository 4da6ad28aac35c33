import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { counted } from "../counted.js";
import { displayPath } from "../display-path.js";
import { places } from "../installation.js";
import { createProject, type Project } from "../project/create.js";
import { commandsOf } from "../project/package-manager.js";
import { shellWord } from "../shell-word.js";

export function initCommand(): Command {
  return new Command("init")
    .description("create a project: a recipe, a model of your own, scripts")
    .argument("[folder]", "folder of the project; it is created if it does not exist", ".")
    .addHelpText(
      "after",
      `
Examples:
  woodshed init
  woodshed init birds

Creates recipe.yaml, model.ts, tsconfig.json and .gitignore, and adds the scripts train, evaluate and predict to package.json. Files and scripts that exist are kept. If the folder contains recordings in one folder for each label (sounds/train/dog/*.wav), the recipe uses them; else it uses notes that are rendered from recorded instruments.`,
    )
    .action(init);
}

function init(folder: string): void {
  const project = createProject(folder);
  for (const { path, outcome, note } of project.files)
    print(`${outcome.padEnd(9)} ${displayPath(join(folder, path))}${note === null ? "" : `  (${note})`}`);
  print(`data      ${describeData(project)}`);
  print(`\n${nextSteps(folder, project).join("\n")}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function describeData({ audio }: Project): string {
  if (audio === null) return "no folders of labelled recordings found: the recipe uses rendered notes";
  const { train, validation, test, labels } = audio;
  const names = labels.length > 5 ? [...labels.slice(0, 5), "..."] : labels;
  const splits = [
    ...(validation === null ? [] : [`, validation in ${validation}`]),
    ...(test === null ? [] : [`, test in ${test}`]),
  ];
  return `${train}, ${counted(labels.length, "label")} (${names.join(", ")})${splits.join("")}`;
}

function nextSteps(folder: string, { files, manager }: Project): string[] {
  const { run, exec, install } = commandsOf(manager);
  const isNewPackage = files.some(({ path, outcome }) => path === "package.json" && outcome === "created");
  return [
    "next:",
    ...(folder === "." ? [] : [`  cd ${shellWord(folder)}`]),
    ...(isNewPackage ? [`  ${install}`] : []),
    ...(existsSync(join(places().build, "woodshed.node"))
      ? []
      : [`  ${exec} woodshed setup   (once for all projects: libtorch and the addon)`]),
    `  ${run("train")}`,
    `  ${run("predict", "runs/RUN recording.wav")}`,
  ];
}
