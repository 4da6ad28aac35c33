import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TrackingError } from "../../errors.js";
import { places, setupCommandLine } from "../../installation.js";
import { providePackage } from "../../provide-services.js";

/** The parts of an installed wandb Python package that are used without Python. */
export interface WandbInstall {
  version: string;
  /** wandb-core, the engine of W&B's own client. */
  binary: string;
  /** Folder with the descriptions of its messages in `*_pb2.py` files. */
  protoFolder: string;
}

/**
 * Finds the wandb package: in the folder that WOODSHED_WANDB names, else in set-up's Python environment.
 *
 * @throws TrackingError with how to install it
 */
export function findWandb(env: NodeJS.ProcessEnv = process.env): WandbInstall {
  const named = env["WOODSHED_WANDB"];
  const folder = named ?? providePackage("wandb");
  if (folder === null) {
    throw new TrackingError(
      "WANDB_MISSING",
      `no wandb package in ${places(env).venv}: run \`${setupCommandLine("services")}\`, or name an installed one's folder in WOODSHED_WANDB`,
    );
  }
  const binary = join(folder, "bin", "wandb-core");
  try {
    accessSync(binary, constants.X_OK);
    const version = /^__version__\s*=\s*"([^"]+)"/m.exec(
      readFileSync(join(folder, "__init__.py"), "utf8"),
    )?.[1];
    return { version: version ?? "unknown", binary, protoFolder: newestProtos(join(folder, "proto")) };
  } catch (cause) {
    const where = named === undefined ? folder : `WOODSHED_WANDB: ${folder}`;
    throw new TrackingError(
      "WANDB_MISSING",
      `${where}: expected a wandb package with bin/wandb-core in it (${(cause as Error).message}); wandb 0.30.0 is known to fit`,
      { cause },
    );
  }
}

/** The package has the same messages for each major version of Python's protobuf; any of them works. */
function newestProtos(folder: string): string {
  const versions = readdirSync(folder).filter((name) => /^v\d+$/.test(name));
  const newest = versions.sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)))[0];
  if (newest === undefined) throw new Error(`no v5, v6 or v7 in ${folder}`);
  return join(folder, newest);
}
