/** Creates the files of a project of one's own: a recipe, a model, scripts. Files that exist are kept. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { ConfigError } from "../errors.js";
import { makeFolder } from "../make-folder.js";
import { packageRoot, packageVersion } from "../package-root.js";
import { type AudioFolders, findAudioFolders } from "./audio-folders.js";
import { findPackageManager, type PackageManager } from "./package-manager.js";

/** The outcome for one file. */
export interface FileOutcome {
  path: string;
  outcome: "created" | "changed" | "kept";
  /** The change, or the reason why there is none. */
  note: string | null;
}

export interface Project {
  files: readonly FileOutcome[];
  audio: AudioFolders | null;
  manager: PackageManager;
}

/** Names of the files in templates/project and in the project; npm packs no file named .gitignore. */
const FILES = [
  ["recipe.yaml", "recipe.yaml"],
  ["model.ts", "model.ts"],
  ["tsconfig.json", "tsconfig.json"],
  ["gitignore", ".gitignore"],
] as const;

const SCRIPTS = {
  train: "woodshed train recipe.yaml",
  evaluate: "woodshed evaluate",
  predict: "woodshed predict",
};

/** @throws ConfigError for a package.json that cannot be read; nothing is written then */
export function createProject(folder: string): Project {
  const manifest = readManifest(join(folder, "package.json"));
  makeFolder(folder);
  const audio = findAudioFolders(folder);
  const files = FILES.map(([template, name]): FileOutcome => {
    const text = readFileSync(join(packageRoot, "templates", "project", template), "utf8");
    const isNew = create(join(folder, name), text.replace("{{data}}", dataSection(audio)));
    return { path: name, outcome: isNew ? "created" : "kept", note: isNew ? null : "exists" };
  });
  return {
    files: [...files, writeManifest(folder, manifest)],
    audio,
    manager: findPackageManager(resolve(folder), manifest?.content["packageManager"]),
  };
}

/** Writes a file unless it exists. */
function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function dataSection(audio: AudioFolders | null): string {
  if (audio === null) {
    return [
      "  # Notes that are rendered from recorded instruments at the first use. With recordings of your own, one folder for",
      "  # each label, write `train: sounds/train` in place of the next line.",
      "  dataset: instruments",
    ].join("\n");
  }
  const { train, validation, test } = audio;
  const path = (value: string): string => (/^[\w./-]+$/.test(value) ? value : JSON.stringify(value));
  return [
    "  # One folder for each label. Paths are relative to the folder in which woodshed is called.",
    `  train: ${path(train)}`,
    ...(validation === null
      ? ["  # This share of each label's clips is held out.", "  validation_fraction: 0.1"]
      : [`  validation: ${path(validation)}`]),
    ...(test === null ? [] : [`  test: ${path(test)}`]),
    "  # Clips are resampled to this rate. Longer ones are cropped, shorter ones padded with silence.",
    "  sample_rate_hz: 16000",
    "  clip_sec: 2.0",
  ].join("\n");
}

interface Manifest {
  text: string;
  content: Record<string, unknown>;
}

function readManifest(path: string): Manifest | null {
  if (!existsSync(path)) return null;
  try {
    const text = readFileSync(path, "utf8");
    const content = JSON.parse(text) as unknown;
    if (content === null || typeof content !== "object" || Array.isArray(content))
      throw new Error("it contains no object");
    return { text, content: content as Manifest["content"] };
  } catch (cause) {
    throw new ConfigError(
      "PACKAGE_JSON",
      `${path}: expected a package.json: ${(cause as Error).message}. Correct or remove it, then run this again`,
      { cause },
    );
  }
}

/** Adds the scripts that package.json lacks, or creates it. */
function writeManifest(folder: string, manifest: Manifest | null): FileOutcome {
  const path = join(folder, "package.json");
  if (manifest === null) {
    const content = {
      ...{ name: packageName(folder), private: true, type: "module", scripts: SCRIPTS },
      dependencies: { woodshed: `^${packageVersion}` },
    };
    create(path, `${JSON.stringify(content, null, 2)}\n`);
    return { path: "package.json", outcome: "created", note: null };
  }
  const present = (manifest.content["scripts"] ?? {}) as Record<string, string>;
  const added = Object.keys(SCRIPTS).filter((name) => !(name in present));
  const others = Object.keys(SCRIPTS).filter((name) => name in present);
  const note = [
    ...(added.length > 0 ? [`added scripts ${added.join(", ")}`] : []),
    ...(others.length > 0 ? [`kept scripts ${others.join(", ")}`] : []),
  ].join("; ");
  if (added.length === 0) return { path: "package.json", outcome: "kept", note };
  const scripts = {
    ...present,
    ...Object.fromEntries(Object.entries(SCRIPTS).filter(([name]) => added.includes(name))),
  };
  const indent = /^[ \t]+/m.exec(manifest.text)?.[0] ?? 2;
  const ending = manifest.text.endsWith("\n") ? "\n" : "";
  const partial = `${path}.${process.pid}.part`;
  writeFileSync(partial, JSON.stringify({ ...manifest.content, scripts }, null, indent) + ending);
  renameSync(partial, path);
  return { path: "package.json", outcome: "changed", note };
}

/** The folder's name as npm accepts it. */
function packageName(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|-+$/g, "");
  return name === "" || name === "woodshed" ? "my-models" : name;
}
