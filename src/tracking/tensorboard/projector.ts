import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EmbeddingsItem } from "../items.js";

const FOLDER = "projector";
const MAP = /^(.*)-step-(\d+)$/;

/** The files that TensorBoard's projector shows: a folder a map, and a list of them. */
export class Projector {
  readonly #folder: string;

  /** @param folder that the event files lie in */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Forgets maps from a step on. */
  forgetFrom(step: number): void {
    for (const map of this.#maps()) {
      if (map.step >= step) rmSync(join(this.#folder, FOLDER, map.folder), { recursive: true, force: true });
    }
    if (existsSync(join(this.#folder, FOLDER))) this.#list();
  }

  add(step: number, name: string, { names, labels, predicted, x, y }: EmbeddingsItem): void {
    const folder = join(this.#folder, FOLDER, `${name.replaceAll(/[^\w.-]+/g, "_")}-step-${numbered(step)}`);
    mkdirSync(folder, { recursive: true });
    // The projector's first view is a PCA, which wants three dimensions.
    const points = x.map((value, i) => `${value}\t${y[i]}\t0\n`);
    writeFileSync(join(folder, "tensors.tsv"), points.join(""));
    const rows = names.map((clip, i) => [clip, labels[i]!, predicted[i]!]);
    const lines = [["clip", "label", "predicted"], ...rows].map((row) => row.map(cell).join("\t"));
    writeFileSync(join(folder, "metadata.tsv"), `${lines.join("\n")}\n`);
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

  /** Protobuf's text format, by the name that the projector looks for. */
  #list(): void {
    const maps = this.#maps().sort((a, b) => a.step - b.step);
    const text = maps.map(
      ({ folder, name, step }) => `embeddings {
  tensor_name: "step ${numbered(step)}: ${name}"
  tensor_path: "${FOLDER}/${folder}/tensors.tsv"
  metadata_path: "${FOLDER}/${folder}/metadata.tsv"
}
`,
    );
    const path = join(this.#folder, "projector_config.pbtxt");
    writeFileSync(`${path}.new`, text.join(""));
    renameSync(`${path}.new`, path);
  }
}

/** The projector sorts by name. */
function numbered(step: number): string {
  return String(step).padStart(7, "0");
}

/** An empty cell would be no cell. */
function cell(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, " ") || "?";
}
