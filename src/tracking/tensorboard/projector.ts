import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EmbeddingsItem } from "../../items.js";
import { decodeNpy } from "../npy.js";

const FOLDER = "projector";
/** Significant digits of a value, enough for a projection. */
const DIGITS = 5;
const MAP = /^(.*)-step-(\d+)$/;

/** Writes the files of TensorBoard's projector: one folder per map, and a list of them. */
export class Projector {
  readonly #folder: string;

  /** @param folder the folder of the event files */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Deletes the maps from a step on. */
  forgetFrom(step: number): void {
    for (const map of this.#maps()) {
      if (map.step >= step) rmSync(join(this.#folder, FOLDER, map.folder), { recursive: true, force: true });
    }
    if (existsSync(join(this.#folder, FOLDER))) this.#list();
  }

  /** Writes the map, and the embeddings if the run stored them. */
  add(step: number, name: string, item: EmbeddingsItem, runFolder: string): void {
    const { names, labels, predicted, x, y } = item;
    const folder = join(this.#folder, FOLDER, `${name.replaceAll(/[^\w.-]+/g, "_")}-step-${numbered(step)}`);
    mkdirSync(folder, { recursive: true });
    // The projector starts with a PCA, which needs three dimensions.
    writeRows(
      join(folder, "map.tsv"),
      x.map((value, i) => [value, y[i]!, 0].map(String)),
    );
    const vectors = readVectors(runFolder, item);
    if (vectors !== null) writeRows(join(folder, "embeddings.tsv"), vectors);
    const rows = names.map((clip, i) => [clip, labels[i]!, predicted[i]!]);
    writeRows(join(folder, "metadata.tsv"), [["clip", "label", "predicted"], ...rows]);
    this.#list();
  }

  #maps(): { folder: string; name: string; step: number }[] {
    const parent = join(this.#folder, FOLDER);
    if (!existsSync(parent)) return [];
    return readdirSync(parent).flatMap((folder) => {
      const [, name, step] = MAP.exec(folder) ?? [];
      return name === undefined ? [] : [{ folder, name, step: Number(step) }];
    });
  }

  /** Writes the list in protobuf's text format, under the name that the projector expects. */
  #list(): void {
    const maps = this.#maps().sort((a, b) => a.step - b.step);
    const text = maps.flatMap(({ folder, name, step }) =>
      ["embeddings", "map"]
        .filter((kind) => existsSync(join(this.#folder, FOLDER, folder, `${kind}.tsv`)))
        .map(
          (kind) => `embeddings {
  tensor_name: "step ${numbered(step)}: ${name}, ${kind}"
  tensor_path: "${FOLDER}/${folder}/${kind}.tsv"
  metadata_path: "${FOLDER}/${folder}/metadata.tsv"
}
`,
        ),
    );
    const path = join(this.#folder, "projector_config.pbtxt");
    writeFileSync(`${path}.new`, text.join(""));
    renameSync(`${path}.new`, path);
  }
}

/** The name of a map; the projector sorts by name. */
function numbered(step: number): string {
  return String(step).padStart(7, "0");
}

/** null if the run did not store them, or the file is missing. */
function readVectors(runFolder: string, { vectors }: EmbeddingsItem): string[][] | null {
  if (vectors === null || vectors === undefined) return null;
  try {
    const { values, width } = decodeNpy(readFileSync(join(runFolder, vectors)));
    return Array.from({ length: values.length / width }, (_, i) =>
      Array.from(values.subarray(i * width, (i + 1) * width), (value) =>
        String(Number(value.toPrecision(DIGITS))),
      ),
    );
  } catch {
    return null;
  }
}

/** The projector drops empty cells. */
function writeRows(path: string, rows: readonly (readonly string[])[]): void {
  const lines = rows.map((row) => row.map((cell) => cell.replaceAll(/[\t\r\n]+/g, " ") || "?").join("\t"));
  writeFileSync(path, `${lines.join("\n")}\n`);
}
