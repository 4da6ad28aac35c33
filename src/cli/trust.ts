/** `woodshed trust`: allows code that came with a run, a checkpoint or a registry version. */
import { Command } from "commander";
import type { CheckpointManifest } from "../checkpoint/format.js";
import type { StoredCode } from "../components/loaded.js";
import { counted } from "../counted.js";
import { displayPath } from "../display-path.js";
import { ConfigError } from "../errors.js";

interface TrustOptions {
  print?: boolean;
}

export function trustCommand(): Command {
  return new Command("trust")
    .description("allow the code of a model that was trained elsewhere")
    .argument(
      "<model>",
      "folder of a run or of a checkpoint, models:/name/version, or the sha256 of the code",
    )
    .option("--print", "print the code instead of allowing it")
    .addHelpText(
      "after",
      `
A model with components of its own (use: ./model.ts) carries their code. What was trained on this machine runs; other
code is refused until you allow it, by its hash: a changed copy needs to be allowed again.

Examples:
  woodshed trust runs/birds-20261127-101500-a1b2 --print
  woodshed trust runs/birds-20261127-101500-a1b2
  woodshed trust models:/birds/3
  woodshed trust 3f2a91c0b5d6...  (all 64 digits)`,
    )
    .action(async (model: string, options: TrustOptions) => {
      process.stdout.write(await trustText(model, options));
    });
}

/** Allows the code of a model. Returns the text to print. */
export async function trustText(model: string, { print = false }: TrustOptions): Promise<string> {
  const [{ isTrusted, trust }, { hashOf, sourcesOf }] = await Promise.all([
    import("../components/trust.js"),
    import("../components/bundle.js"),
  ]);
  if (/^[0-9a-f]{64}$/.test(model)) {
    if (print) throw new ConfigError("TRUST", `${model}: name the run or checkpoint to print its code`);
    trust(model, `woodshed trust, ${new Date().toISOString()}`);
    return `trusted: code with sha256 ${model}\n`;
  }
  const code = await codeIn(model);
  if (code.length === 0) return `${displayPath(model)}: contains no code of its own; nothing to trust\n`;
  return code
    .map(([recorded, stored]) => {
      const hash = hashOf(stored.code);
      if (hash !== recorded) {
        throw new ConfigError(
          "TRUST",
          `${model}: ${stored.module}: the code was changed after training (sha256 ${hash}, expected ${recorded}); use another copy`,
        );
      }
      if (print) return `// ${stored.module}, sha256 ${hash}\n${stored.code}\n`;
      const known = isTrusted(hash);
      trust(hash, `${model}, ${new Date().toISOString()}`);
      const files = counted(sourcesOf(stored).length, "file");
      return `${known ? "trusted already" : "trusted"}: ${stored.module} (${files}), sha256 ${hash}\n`;
    })
    .join("");
}

/** Returns the code of all checkpoints of a run, or of one checkpoint. */
async function codeIn(model: string): Promise<[hash: string, stored: StoredCode][]> {
  const { CheckpointReader, findCheckpoint } = await import("../checkpoint/index.js");
  const folder = await folderOf(model);
  const manifests: CheckpointManifest[] = (["best", "last"] as const).map(
    (link) => new CheckpointReader(findCheckpoint(folder, [link])).manifest,
  );
  return Object.entries(
    Object.assign({}, ...manifests.map(({ code }) => code)) as Record<string, StoredCode>,
  );
}

async function folderOf(model: string): Promise<string> {
  if (!model.startsWith("models:/")) return model;
  const { fetchReference } = await import("../registry/versions/load.js");
  return (await fetchReference(model)).folder;
}
