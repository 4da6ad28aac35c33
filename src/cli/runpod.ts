/** `woodshed runpod`: machines that cost money, and `--on runpod` of `woodshed train`. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { RunpodClient } from "../distributed/runpod/client.js";
import { type TrainOnRunpodOptions, trainOnRunpod } from "../distributed/runpod/job.js";
import { durationText } from "../distributed/runpod/limits.js";
import { streamLogs } from "../distributed/runpod/logs.js";
import { createMachine, podsOf, remove, waitUntilRunning } from "../distributed/runpod/machine.js";
import { describePlan, makePlan, provideVolume, type RunpodOptions } from "../distributed/runpod/plan.js";
import { Shell } from "../distributed/runpod/shell.js";
import {
  accountStatus,
  findMachine,
  listMachines,
  type MachineStatus,
} from "../distributed/runpod/status.js";
import { ConfigError } from "../errors.js";

export function runpodCommand(): Command {
  const command = new Command("runpod").description("rent GPUs at RunPod, and see and end what costs money");
  withMachineOptions(command.command("up"))
    .description("make a pod or a cluster for working on by hand; it ends at its limit")
    .option("--dry-run", "only say what would be made, and its price")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Examples:
  woodshed runpod up --gpu 4090 --max-hours 2
  woodshed runpod up --volume sounds --volume-gb 50 --data-center EU-RO-1
  woodshed runpod up --nodes 2 --count 8 --gpu H100 --dry-run

RUNPOD_API_KEY holds the key. --image or WOODSHED_IMAGE names the container image.`,
    )
    .action(up);
  command
    .command("status")
    .description("what runs, what it costs an hour and has cost so far, and when it ends")
    .option("--all", "also what Woodshed did not make")
    .option("--json", "print as JSON")
    .addHelpText("after", "\nExample:\n  woodshed runpod status")
    .action(status);
  command
    .command("logs")
    .description("what a pod prints")
    .argument("[name]", "name or id; not needed when there is one")
    .option("-f, --follow", "go on until the pod is gone")
    .option("--tail <lines>", "lines from before", parseCount, 100)
    .addOption(new Option("--source <source>", "only these lines").choices(["container", "system"]))
    .option("--node <rank>", "of a cluster", parseRank, 0)
    .addHelpText("after", "\nExample:\n  woodshed runpod logs -f woodshed-quickstart-3fa2c1")
    .action(logs);
  command
    .command("ssh")
    .description("a shell on a pod")
    .argument("[name]", "name or id; not needed when there is one")
    .option("--node <rank>", "of a cluster", parseRank, 0)
    .option("--ssh-key <path>", "the private key, if it is none of the usual ones")
    .addHelpText("after", "\nExample:\n  woodshed runpod ssh woodshed-quickstart-3fa2c1")
    .action(ssh);
  command
    .command("down")
    .description("terminate pods and clusters; volumes stay")
    .argument("[names...]", "names or ids; what Woodshed did not make only by its id")
    .option("--all", "all that Woodshed made")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nExamples:\n  woodshed runpod down woodshed-quickstart-3fa2c1\n  woodshed runpod down --all --yes",
    )
    .action(down);
  return command;
}

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

/** The options of `woodshed train` that matter with `--on`. */
export function addTrainOnOptions(command: Command): Command {
  command.addOption(new Option("--on <where>", "train on a rented machine: runpod").choices(["runpod"]));
  return withMachineOptions(command)
    .option("--setup <command>", "with --on: run this in the project's folder on the pod first")
    .option("--detach", "with --on: leave when training has begun; needs --volume")
    .option("--dry-run", "with --on: only say what would be made, and its price");
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
    if (error !== stages.stop.reason && error !== stages.abandon.reason) throw error;
    process.exitCode = stages.exitCode;
  }
}

/** Ctrl-C once stops, twice abandons, three times leaves whatever runs. */
class Stages {
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

  get stop(): AbortSignal {
    return this.#signals[0].signal;
  }

  get abandon(): AbortSignal {
    return this.#signals[1].signal;
  }
}

async function up(options: RunpodOptions & { dryRun?: boolean; json?: boolean }): Promise<void> {
  const client = connect();
  const { stop, exitCode } = new Stages();
  const plan = await makePlan(client, options, null, stop);
  if (options.dryRun) {
    process.stdout.write(`${describePlan(plan).join("\n")}\n`);
    return;
  }
  await provideVolume(client, plan, options);
  try {
    const machine = await createMachine(client, plan.spec, plan.candidates, { say, signal: stop });
    try {
      const waiting = { nodes: plan.spec.nodes, needsSsh: true, signal: stop, say };
      const pods = await waitUntilRunning(client, machine, waiting);
      const { name, id } = machine;
      const ends = new Date(plan.job(machine.candidate).deadlineMs);
      const { gpuId, pricePerHour } = machine.candidate;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ name, id, pods: pods.map((pod) => pod.id), gpu: gpuId, price_per_hour: pricePerHour, ends_at: ends.toISOString() })}\n`
          : `${name} runs, $${pricePerHour.toFixed(2)}/h, ends ${ends.toLocaleString("sv")}\n  woodshed runpod ssh ${name}\n  woodshed runpod down ${name}\n`,
      );
    } catch (error) {
      await remove(client, machine);
      throw error;
    }
  } catch (error) {
    if (error !== stop.reason) throw error;
    process.exitCode = exitCode;
  }
}

async function status({ all, json }: { all?: boolean; json?: boolean }): Promise<void> {
  const { machines, volumes } = await accountStatus(connect());
  const ours = machines.filter((machine) => machine.isOurs);
  const others = machines.filter((machine) => !machine.isOurs);
  const shown = all ? machines : ours;
  if (json) {
    const rows = shown.map(({ isOurs: _, costPerHour, createdAt, endsAt, ...rest }) => ({
      ...rest,
      cost_per_hour: costPerHour,
      created_at: createdAt,
      ends_at: endsAt,
    }));
    process.stdout.write(`${JSON.stringify({ machines: rows, volumes })}\n`);
    return;
  }
  const { bold, dim } = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  if (shown.length > 0) {
    const rows = [["name", "id", "status", "GPUs", "$/h", "so far", "ends in"], ...shown.map(cellsOf)];
    const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
    for (const row of rows)
      print(
        row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join("  ")
          .trimEnd(),
      );
  }
  print(bold(`${sumText(ours)} an hour now for ${ours.length} of Woodshed's machines`));
  if (others.length > 0 && !all)
    print(`${sumText(others)} an hour for ${others.length} others (--all shows them)`);
  for (const { name, id, size, dataCenter } of volumes) {
    print(dim(`volume ${name} (${id}), ${size} GB in ${dataCenter}, is paid for as long as it exists`));
  }
}

function cellsOf({ name, id, status, gpus, costPerHour, spent, endsAt }: MachineStatus): string[] {
  const endsIn = endsAt === null ? "NO LIMIT" : durationText(Date.parse(endsAt) - Date.now());
  return [name, id, status, gpus, costPerHour.toFixed(2), `$${spent.toFixed(2)}`, endsIn];
}

const sumText = (machines: readonly MachineStatus[]): string =>
  `$${machines.reduce((sum, { costPerHour }) => sum + costPerHour, 0).toFixed(2)}`;

interface LogsOptions {
  follow?: boolean;
  tail: number;
  source?: "container" | "system";
  node: number;
}

async function logs(name: string | undefined, { follow, tail, source, node }: LogsOptions): Promise<void> {
  const client = connect();
  const pod = await podOf(client, name, node);
  const lines = streamLogs(client, pod.id, { source, tail, isFollowed: follow === true, onCut: say });
  for await (const { line } of lines) process.stdout.write(`${line}\n`);
}

async function ssh(
  name: string | undefined,
  { node, sshKey }: { node: number; sshKey?: string },
): Promise<void> {
  const pod = await podOf(connect(), name, node);
  const child = spawn("ssh", new Shell(pod, sshKey).arguments(), { stdio: "inherit" });
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on("error", (cause) => reject(new ConfigError("RUNPOD_SSH", `ssh: ${cause.message}`, { cause })));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

async function down(names: string[], { all, yes }: { all?: boolean; yes?: boolean }): Promise<void> {
  const client = connect();
  if (names.length === 0 && !all) {
    throw new ConfigError(
      "RUNPOD_NAME",
      "woodshed runpod down: say a name or an id, or --all for all that Woodshed made.",
    );
  }
  const machines = all
    ? (await listMachines(client)).filter(({ isOurs }) => isOurs)
    : await Promise.all(names.map((name) => findMachine(client, name)));
  if (machines.length === 0) {
    process.stdout.write("nothing runs\n");
    return;
  }
  if (!yes) {
    const list = machines.map(({ name, id }) => `${name} (${id})`).join(", ");
    if (!process.stdin.isTTY) throw new ConfigError("RUNPOD_YES", `would terminate ${list}: say --yes.`);
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`Terminate ${list}? What is not on a volume is lost. [y/N] `);
    terminal.close();
    if (!/^y(es)?$/i.test(answer.trim())) return;
  }
  for (const machine of machines) {
    await remove(client, machine);
    process.stdout.write(`terminated ${machine.name} (${machine.id})\n`);
  }
}

async function podOf(client: RunpodClient, name: string | undefined, rank: number) {
  const machine = await findMachine(client, name);
  const pods = await podsOf(client, machine);
  const pod = pods[rank];
  if (pod !== undefined) return pod;
  throw new ConfigError("RUNPOD_NODE", `--node ${rank}: ${machine.name} has ${pods.length}, counted from 0.`);
}

const say = (message: string): void => void process.stderr.write(`runpod: ${message}\n`);

const connect = (): RunpodClient => RunpodClient.fromEnvironment({ onWait: say });

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("expected 1 or more.");
  return count;
}

function parseRank(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("expected 0 or more.");
  return Number(text);
}

function parsePositive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Infinity)) throw new InvalidArgumentError("expected a number above 0.");
  return number;
}
