import { spawn } from "node:child_process";
import { join } from "node:path";
import { Command, Option } from "commander";
import { packageRoot } from "../package-root.js";

interface SetupFlags {
  with?: "services" | "ffmpeg";
  without?: string[];
  verbose?: boolean;
}

export function setupCommand(): Command {
  return new Command("setup")
    .description("install libtorch and build the addon; services and FFmpeg too, if asked")
    .addOption(
      new Option(
        "--with <part>",
        "install also W&B's engine, Optuna and MLflow, or FFmpeg's libraries for M4A and more",
      ).choices(["services", "ffmpeg"]),
    )
    .option("--without <parts...>", "leave out parts: torch, sqlite, addon")
    .option("--verbose", "also list the steps that are current")
    .addHelpText(
      "after",
      `
Examples:
  woodshed setup
  woodshed setup --with services
  woodshed setup --with ffmpeg
  WOODSHED_HOME=/scratch/woodshed woodshed setup
  WOODSHED_LIBTORCH=/opt/torch woodshed setup

Installs what the npm package lacks into a folder that all projects share: ~/.local/share/woodshed, or the one that WOODSHED_HOME names. It holds PyTorch's wheel, which contains libtorch, the addon that is compiled against it, and, on a Node older than 22.14, better-sqlite3. In Woodshed's repository they go beside the sources.

Run it again at any time, also after an interrupt: parts that are current are skipped. Commands that need W&B's engine, Optuna or MLflow install them by themselves. \`woodshed doctor\` shows where everything is.

Environment:
  WOODSHED_HOME       folder for everything that is installed; set it for the other commands too
  WOODSHED_LIBTORCH   folder of a torch package or of an unzipped libtorch, used instead of a download
  WOODSHED_PYTHON     Python (3.10 or newer) that makes the environment for torch and the services
  CXX                 C++20 compiler`,
    )
    .action(setUp);
}

/** Runs setup.mjs, which also works before anything is installed or compiled; it handles Ctrl-C itself. */
async function setUp(flags: SetupFlags): Promise<void> {
  const args = [
    ...["--for", flags.with ?? "start"],
    ...(flags.without ?? []).flatMap((part) => ["--without", part]),
    ...(flags.verbose === true ? ["--verbose"] : []),
  ];
  const child = spawn(process.execPath, [join(packageRoot, "setup.mjs"), ...args], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
