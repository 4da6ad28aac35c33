/** `woodshed train --on runpod`: options of the rented machine, and the handling of Ctrl-C while it runs. */
import { Command, Option } from "commander";
import { type TrainOnRunpodOptions, trainOnRunpod } from "../distributed/runpod/job.js";
import { type RunpodFlags, runpodOptionsOf } from "../distributed/runpod/request.js";
import { ConfigError } from "../errors.js";
import { parseCount, parsePositive } from "./option-numbers.js";
import { fitTo } from "./wrap.js";

/** Options of the rented machine, for `runpod up` and for `train --on runpod`. */
export function withMachineOptions(command: Command): Command {
  const several = (value: string, before: string[] = []) => [...before, value];
  return command
    .option(
      "--gpu <name>",
      "rent this GPU, such as 4090 or H100; repeat the option to add fallbacks (default: the cheapest)",
      several,
    )
    .option("--count <gpus>", "rent this many GPUs per pod", parseCount, 1)
    .option(
      "--nodes <pods>",
      "rent this many pods that train together; two or more form a cluster",
      parseCount,
      1,
    )
    .option(
      "--min-memory-gb <gb>",
      "without --gpu, require this much memory per GPU, in GB",
      parsePositive,
      16,
    )
    .option("--min-cuda <version>", "require a host with this CUDA version or a newer one, such as 12.8")
    .addOption(
      new Option(
        "--cloud <cloud>",
        "rent from RunPod's data centers (secure) or from private hosts (community)",
      )
        .choices(["secure", "community", "any"])
        .default("secure"),
    )
    .option(
      "--data-center <id>",
      "rent in this data center, such as EU-RO-1; repeat the option to allow several",
      several,
    )
    .option("--max-price <usd>", "highest price per hour, for all pods together", parsePositive)
    .option("--max-hours <hours>", "terminate the machine after this many hours", parsePositive, 24)
    .option("--max-usd <usd>", "terminate the machine when its cost reaches this amount", parsePositive)
    .option("--volume <name>", "mount the network volume with this name or ID, for data and runs")
    .option("--volume-gb <gb>", "create the volume with this size, in GB, if it does not exist", parseCount)
    .option("--mount-path <path>", "mount the volume at this path", "/workspace")
    .option(
      "--disk-gb <gb>",
      "size of the container's disk, in GB; it is deleted with the pod",
      parseCount,
      40,
    )
    .option(
      "--image <image>",
      "run this container image, which must contain Node and woodshed (default: WOODSHED_IMAGE)",
    )
    .option("--name <name>", "name of the machine (default: generated)")
    .option("--ssh-key <path>", "connect to the pod with this SSH key (default: the first in ~/.ssh)");
}

function withJobOptions(command: Command): Command {
  return command
    .option(
      "--setup <command>",
      "before training, run this command in the project's folder on the pod, such as 'npm ci'",
    )
    .option("--detach", "exit when the pod runs; it trains and then terminates itself; needs --volume");
}

/** Options that `woodshed runpod --help` shows and `train --help` only points to. */
export const machineOptions = (): readonly Option[] => withMachineOptions(new Command()).options;
export const jobOptions = (): readonly Option[] => withJobOptions(new Command()).options;

/** Adds `--on` and the options that need it; giving one of those without `--on` is an error. */
export function addTrainOnOptions(command: Command): Command {
  const before = new Set(command.options);
  withJobOptions(withMachineOptions(command));
  const ours = command.options.filter((option) => !before.has(option));
  for (const option of ours) option.hideHelp();
  command
    .optionsGroup("Training on a rented machine:")
    .addOption(
      new Option(
        "--on <where>",
        "train on a rented GPU; `woodshed runpod --help` lists the options, such as --gpu 4090 and --max-usd 5",
      ).choices(["runpod"]),
    );
  return command.hook("preAction", () => {
    const stray = ours.find((option) => command.getOptionValueSource(option.attributeName()) === "cli");
    if (stray === undefined || command.getOptionValue("on") !== undefined) return;
    throw new ConfigError("RUNPOD_ON", `${stray.long}: applies to a rented machine; add --on runpod.`);
  });
}

/** Runs `woodshed train RECIPE --on runpod`. */
export async function trainOn(recipe: string, overrides: readonly string[], options: object): Promise<void> {
  const stages = new StopStages();
  const observer = {
    onStatus: printStatus,
    onOutput: (line: string) => void process.stdout.write(`${line}\n`),
  };
  const flags = options as RunpodFlags & Omit<TrainOnRunpodOptions, "rent">;
  const { setup, resume, allowChanges, detach, dryRun } = flags;
  const jobOptions = {
    ...{ recipe, overrides, setup, resume, allowChanges, detach, dryRun },
    rent: runpodOptionsOf(flags),
  };
  try {
    const result = await trainOnRunpod(jobOptions, observer, stages);
    if (result.status === "planned" || result.status === "detached") return;
    if (result.status === "limit") {
      printStatus(
        "stopped at the limit; if the run is on a volume, the same command resumes from the last checkpoint",
      );
    }
    process.exitCode = result.status === "stopped" ? stages.exitCode : result.exitCode;
  } catch (error) {
    if (!stages.caused(error)) throw error;
    process.exitCode = stages.exitCode;
  }
}

/** Stages of stopping: Ctrl-C once stops, twice abandons, three times exits whatever still runs. */
export class StopStages {
  readonly #signals = [new AbortController(), new AbortController()] as const;
  exitCode = 130;

  constructor() {
    let count = 0;
    for (const [name, exitCode] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
      process.on(name, () => {
        this.exitCode = exitCode;
        const next = this.#signals[count++];
        if (next !== undefined) return next.abort(new Error(`stopped by ${name}`));
        printStatus("exited; check `woodshed runpod status` for machines that may still run");
        process.exit(exitCode);
      });
    }
    // A closed terminal must not keep the pod from being terminated.
    for (const stream of [process.stdout, process.stderr])
      stream.removeAllListeners("error").on("error", () => {});
  }

  /** Returns whether an error is one of the aborts. */
  caused(error: unknown): boolean {
    return this.#signals.some(({ signal }) => signal.aborted && signal.reason === error);
  }

  get stop(): AbortSignal {
    return this.#signals[0].signal;
  }

  get abandon(): AbortSignal {
    return this.#signals[1].signal;
  }
}

export const printStatus = (message: string): void =>
  void process.stderr.write(`${fitTo(process.stderr, `runpod: ${message}`)}\n`);
