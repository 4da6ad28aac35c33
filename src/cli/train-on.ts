/** `--on runpod` of `woodshed train`: what machine to rent, and what Ctrl-C does while it runs. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type TrainOnRunpodOptions, trainOnRunpod } from "../distributed/runpod/job.js";
import { ConfigError } from "../errors.js";

/** What a machine is to be; for `up`, and for `train --on runpod`. */
export function withMachineOptions(command: Command): Command {
  const several = (value: string, before: string[] = []) => [...before, value];
  return command
    .option(
      "--gpu <name>",
      "GPU to take, such as 4090 or H100; repeat for fallbacks (default: the cheapest)",
      several,
    )
    .option("--count <gpus>", "GPUs of one pod", parseCount, 1)
    .option("--nodes <pods>", "pods that train together; more than one is a cluster", parseCount, 1)
    .option("--min-memory-gb <gb>", "memory of each GPU, when no --gpu is given", parsePositive, 16)
    .option("--min-cuda <version>", "lowest CUDA version of the host, such as 12.8")
    .addOption(
      new Option("--cloud <cloud>", "community hosts are other people's machines")
        .choices(["secure", "community", "any"])
        .default("secure"),
    )
    .option("--data-center <id>", "where, such as EU-RO-1; repeat for several", several)
    .option("--max-price <usd>", "most to pay an hour, for everything together", parsePositive)
    .option("--max-hours <hours>", "the machine terminates itself after this", parsePositive, 24)
    .option("--max-usd <usd>", "and when it has cost this", parsePositive)
    .option("--volume <name>", "network volume for data and runs, by name or id")
    .option("--volume-gb <gb>", "make the volume, of this size, if there is none", parseCount)
    .option("--mount-path <path>", "where the volume is mounted", "/workspace")
    .option("--disk-gb <gb>", "the container's own disk, gone with the pod", parseCount, 40)
    .option("--image <image>", "container image with Node and woodshed (default: WOODSHED_IMAGE)")
    .option("--name <name>", "of the machine (default: made up)")
    .option("--ssh-key <path>", "key to reach the pod with (default: the first in ~/.ssh)");
}

/** `--on` and what it takes. Without it they would be taken for something that they are not: that is an error. */
export function addTrainOnOptions(command: Command): Command {
  const before = new Set(command.options);
  command.optionsGroup("On a rented machine:");
  withMachineOptions(command)
    .option("--setup <command>", "run this in the project's folder on the pod first, such as 'npm ci'")
    .option("--detach", "leave when the pod runs; needs --volume");
  const ours = command.options.filter((option) => !before.has(option));
  command.addOption(new Option("--on <where>", "where to train").choices(["runpod"]));
  return command.hook("preAction", () => {
    const stray = ours.find((option) => command.getOptionValueSource(option.attributeName()) === "cli");
    if (stray === undefined || command.getOptionValue("on") !== undefined) return;
    throw new ConfigError("RUNPOD_ON", `${stray.long}: is about a rented machine; say --on runpod too.`);
  });
}

/** `woodshed train RECIPE --on runpod`. */
export async function trainOn(recipe: string, overrides: readonly string[], options: object): Promise<void> {
  const stages = new Stages();
  const observer = { say, line: (text: string) => void process.stdout.write(`${text}\n`) };
  const given = { ...(options as TrainOnRunpodOptions), recipe, overrides };
  try {
    const result = await trainOnRunpod(given, observer, stages);
    if (result.status === "planned" || result.status === "detached") return;
    if (result.status === "limit")
      say(
        "stopped at the limit; the same command goes on from the last checkpoint, if the run is on a volume",
      );
    process.exitCode = result.status === "stopped" ? stages.exitCode : result.exitCode;
  } catch (error) {
    if (!stages.caused(error)) throw error;
    process.exitCode = stages.exitCode;
  }
}

/** Ctrl-C once stops, twice abandons, three times leaves whatever runs. */
export class Stages {
  readonly #signals = [new AbortController(), new AbortController()] as const;
  exitCode = 130;

  constructor() {
    let count = 0;
    for (const [name, exitCode] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
      process.on(name, () => {
        this.exitCode = exitCode;
        const next = this.#signals[count++];
        if (next !== undefined) return next.abort(new Error(`stopped by ${name}`));
        say("left; look at `woodshed runpod status` for what may still run");
        process.exit(exitCode);
      });
    }
    // A closed terminal must not keep the pod from being terminated.
    for (const stream of [process.stdout, process.stderr])
      stream.removeAllListeners("error").on("error", () => {});
  }

  /** Whether something ended because of these. */
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

export const say = (message: string): void => void process.stderr.write(`runpod: ${message}\n`);

export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("expected 1 or more.");
  return count;
}

function parsePositive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Infinity)) throw new InvalidArgumentError("expected a number above 0.");
  return number;
}
