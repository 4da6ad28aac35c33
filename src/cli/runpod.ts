/** `woodshed runpod`: rents machines, lists them with their cost, and terminates them. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { Command, Option } from "commander";
import pc from "picocolors";
import { counted } from "../counted.js";
import { RunpodClient } from "../distributed/runpod/client.js";
import { durationText } from "../distributed/runpod/limits.js";
import { streamLogs } from "../distributed/runpod/logs.js";
import { createMachine, podsOf, remove, waitUntilRunning } from "../distributed/runpod/machine.js";
import { describePlan, describeRequest, makePlan, provideVolume } from "../distributed/runpod/plan.js";
import { type RunpodFlags, runpodOptionsOf } from "../distributed/runpod/request.js";
import { Shell } from "../distributed/runpod/shell.js";
import {
  accountStatus,
  findMachine,
  listMachines,
  type MachineStatus,
} from "../distributed/runpod/status.js";
import { ConfigError } from "../errors.js";
import { parseCount, wholeNumber } from "./option-numbers.js";
import { tableLines } from "./table.js";
import { jobOptions, machineOptions, printStatus, StopStages, withMachineOptions } from "./train-on.js";
import { fitTo } from "./wrap.js";

export function runpodCommand(): Command {
  const command = new Command("runpod")
    .description("rent, list and terminate GPUs on RunPod")
    .addHelpText("after", machineHelp);
  withMachineOptions(command.command("up"))
    .description("rent a pod or a cluster for interactive use, up to a limit of time or cost")
    .option("--dry-run", "print what would be rented and its price, without renting it")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Examples:
  woodshed runpod up --gpu 4090 --max-hours 2
  woodshed runpod up --volume sounds --volume-gb 50 --data-center EU-RO-1
  woodshed runpod up --nodes 2 --count 8 --gpu H100 --dry-run

Set RUNPOD_API_KEY to your API key. Select the container image with --image or WOODSHED_IMAGE.`,
    )
    .action(up);
  command
    .command("status")
    .description("list rented machines with their cost and remaining time, and volumes")
    .option("--all", "also list machines that Woodshed did not create")
    .option("--json", "print the result as JSON")
    .addHelpText("after", "\nExample:\n  woodshed runpod status")
    .action(status);
  command
    .command("logs")
    .description("print the output of a pod")
    .argument("[name]", "name or ID; optional if only one machine runs")
    .option("-f, --follow", "print new lines until the pod is terminated")
    .option("--tail <lines>", "start with this many earlier lines", parseCount, 100)
    .addOption(
      new Option("--source <source>", "print only the output of the container or of the system").choices([
        "container",
        "system",
      ]),
    )
    .option("--node <rank>", "node of a cluster, counted from 0", wholeNumber(0), 0)
    .addHelpText("after", "\nExample:\n  woodshed runpod logs -f woodshed-quickstart-3fa2c1")
    .action(logs);
  command
    .command("ssh")
    .description("open a shell on a pod")
    .argument("[name]", "name or ID; optional if only one machine runs")
    .option("--node <rank>", "node of a cluster, counted from 0", wholeNumber(0), 0)
    .option("--ssh-key <path>", "use this private key (default: as configured for ssh)")
    .addHelpText("after", "\nExample:\n  woodshed runpod ssh woodshed-quickstart-3fa2c1")
    .action(ssh);
  command
    .command("down")
    .description("terminate pods and clusters, but keep volumes")
    .argument("[names...]", "names or IDs; only IDs for machines that Woodshed did not create")
    .option("--all", "terminate all machines that Woodshed created")
    .option("-y, --yes", "do not ask for confirmation")
    .addHelpText(
      "after",
      "\nExamples:\n  woodshed runpod down woodshed-quickstart-3fa2c1\n  woodshed runpod down --all --yes",
    )
    .action(down);
  return command;
}

/** The options of the machine are the same for `runpod up` and `train --on runpod`: listed here for both. */
function machineHelp({ command }: { command: Command }): string {
  const helper = command.createHelp();
  helper.prepareContext({ helpWidth: command.configureOutput().getOutHelpWidth?.() ?? 80 });
  const list = (options: readonly Option[]): string => {
    const width = 26;
    return options
      .map((option) =>
        helper.formatItem(helper.optionTerm(option), width, helper.optionDescription(option), helper),
      )
      .join("\n");
  };
  return `
Options of the machine, for \`runpod up\` and \`train --on runpod\`:
${list(machineOptions())}

Options of \`train --on runpod\` only:
${list(jobOptions())}

Examples:
  woodshed train recipes/quickstart.yaml --on runpod --max-usd 5
  woodshed train recipes/quickstart.yaml --on runpod --gpu 4090 --gpu L40S --dry-run
  woodshed runpod up --gpu 4090 --max-hours 2
  woodshed runpod status
  woodshed runpod down --all

Set RUNPOD_API_KEY to your API key; --dry-run works without it. docs/runpod.md describes images, volumes and limits.`;
}

async function up(options: RunpodFlags & { dryRun?: boolean; json?: boolean }): Promise<void> {
  const rent = runpodOptionsOf(options);
  if (options.dryRun && !RunpodClient.hasKey()) {
    process.stdout.write(`${describeRequest(rent, null).join("\n")}\n`);
    return;
  }
  const client = connect();
  const stages = new StopStages();
  const { stop } = stages;
  const plan = await makePlan(client, rent, null, stop);
  if (options.dryRun) {
    process.stdout.write(`${describePlan(plan).join("\n")}\n`);
    return;
  }
  await provideVolume(client, plan, rent, printStatus);
  try {
    const machine = await createMachine(client, plan.spec, plan.candidates, {
      onStatus: printStatus,
      signal: stop,
    });
    try {
      const waiting = { nodes: plan.spec.nodes, needsSsh: true, signal: stop, onStatus: printStatus };
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
    if (!stages.caused(error)) throw error;
    process.exitCode = stages.exitCode;
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
  const print = (text: string) => void process.stdout.write(`${fitTo(process.stdout, text)}\n`);
  if (shown.length > 0) {
    const rows = [["name", "id", "status", "GPUs", "$/h", "so far", "ends in"], ...shown.map(cellsOf)];
    for (const line of tableLines(rows)) print(line);
  }
  print(bold(`${sumText(ours)} an hour now for ${counted(ours.length, "machine")} of Woodshed`));
  if (others.length > 0 && !all)
    print(`${sumText(others)} an hour for ${counted(others.length, "other")} (--all lists them)`);
  for (const { name, id, size, dataCenter } of volumes) {
    print(dim(`volume ${name} (${id}), ${size} GB in ${dataCenter}, is billed as long as it exists`));
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
  const lines = streamLogs(client, pod.id, { source, tail, isFollowed: follow === true, onCut: printStatus });
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
      "woodshed runpod down: expected a name or an id, or --all for all machines that Woodshed created.",
    );
  }
  const machines = all
    ? (await listMachines(client)).filter(({ isOurs }) => isOurs)
    : await Promise.all(names.map((name) => findMachine(client, name)));
  if (machines.length === 0) {
    process.stdout.write("no machine runs\n");
    return;
  }
  if (!yes) {
    const list = machines.map(({ name, id }) => `${name} (${id})`).join(", ");
    if (!process.stdin.isTTY) throw new ConfigError("RUNPOD_YES", `would terminate ${list}: add --yes.`);
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(
      `Terminate ${list}? Files that are not on a volume are lost. [y/N] `,
    );
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
  throw new ConfigError(
    "RUNPOD_NODE",
    `--node ${rank}: ${machine.name} has ${counted(pods.length, "node")}, counted from 0.`,
  );
}

const connect = (): RunpodClient => RunpodClient.fromEnvironment({ onWait: printStatus });
