/** Turns options into a plan: everything is checked before anything costs money. */
import { randomBytes } from "node:crypto";
import { ConfigError } from "../../errors.js";
import type { Volume } from "./api.js";
import { BOOT_ARGS, bootEnvironment, MAX_BUNDLE_IN_ENV } from "./boot.js";
import type { RunpodClient } from "./client.js";
import { type Candidate, type Cloud, findCandidates } from "./gpus.js";
import { deadlineOf, graceOf } from "./limits.js";
import { describe, findByName, type MachineSpec } from "./machine.js";
import type { PodJob } from "./on-pod.js";
import type { RunpodOptions } from "./request.js";
import { findSshKey, type SshKey } from "./shell.js";
import { createVolume, findVolume } from "./volume.js";

/** The job that runs on the machine. A machine without a job waits for people. */
export interface JobSpec {
  /** Name of the recipe. */
  name: string;
  command: readonly string[];
  cwd: string;
  setup?: string | undefined;
  bundle: Buffer;
  fetchWithinMs: number;
  drainMs: number;
}

export interface Plan {
  spec: MachineSpec;
  candidates: readonly Candidate[];
  volume: Volume | null;
  /** Name of the volume to create first; null if none. */
  newVolume: string | null;
  mountPath: string;
  sshKey: SshKey | null;
  mark: string;
  /** True if the bundle has to be sent over SSH. */
  needsUpload: boolean;
  /** Returns the job with the limit for a candidate: it depends on the price. */
  job: (candidate: Candidate) => PodJob;
}

const CLOUDS = {
  secure: ["SECURE"],
  community: ["COMMUNITY"],
  any: ["SECURE", "COMMUNITY"],
} satisfies Record<string, Cloud[]>;
const PREFIX = "woodshed-";

/** True for machines that Woodshed named; others are touched only by their id. */
export const isOurs = ({ name }: { name: string }): boolean => name.startsWith(PREFIX);

export async function makePlan(
  client: RunpodClient,
  options: RunpodOptions,
  jobSpec: JobSpec | null,
  signal?: AbortSignal,
): Promise<Plan> {
  const { machine, limits, storage } = options;
  const { count = 1, nodes = 1, dataCenter = [] } = machine;
  const { maxHours = 24, maxUsd, maxPrice } = limits;
  const { mountPath = "/workspace" } = storage;
  const image = options.image ?? process.env["WOODSHED_IMAGE"];
  if (!image) {
    throw new ConfigError(
      "RUNPOD_IMAGE",
      "--image: required, or set WOODSHED_IMAGE: a container image that RunPod can pull, with Node and woodshed in it. docs/runpod.md describes how to build one.",
    );
  }
  const sshKey = findSshKey(options.sshKey);
  const needsUpload = jobSpec !== null && jobSpec.bundle.length * (4 / 3) > MAX_BUNDLE_IN_ENV;
  if (sshKey === null && (needsUpload || (jobSpec?.fetchWithinMs ?? 1) > 0)) {
    throw new ConfigError(
      "RUNPOD_SSH_KEY",
      "no SSH key in ~/.ssh to reach the pod with: create one with `ssh-keygen -t ed25519`, or name one with --ssh-key. (A small project needs none with --detach and --volume.)",
    );
  }
  const volumeRequest = {
    volume: storage.volume ?? "",
    volumeGb: storage.volumeGb,
    dataCenters: dataCenter,
  };
  const volume = storage.volume === undefined ? null : await findVolume(client, volumeRequest);
  const name = await chooseName(client, options.name, jobSpec?.name ?? "pod");
  const candidates = await findCandidates(
    client,
    {
      gpus: machine.gpu ?? [],
      count,
      nodes,
      minMemoryGb: machine.minMemoryGb ?? 16,
      ...(maxPrice === undefined ? {} : { maxPrice }),
      clouds: CLOUDS[machine.cloud ?? "secure"],
      // A volume can only be mounted in its own data center.
      dataCenters: volume === null ? dataCenter : [volume.dataCenter],
    },
    signal,
  );
  const mark = `[woodshed ${randomBytes(6).toString("hex")}]`;
  const nowMs = Date.now();
  const job = (candidate: Candidate): PodJob => {
    const deadlineMs = deadlineOf({ maxHours, maxUsd }, candidate.pricePerHour, nowMs);
    return {
      name,
      isIdle: jobSpec === null,
      nodes,
      workspace: mountPath,
      deadlineMs,
      graceMs: graceOf(deadlineMs, nowMs),
      startWithinMs: 1_800_000,
      fetchWithinMs: jobSpec?.fetchWithinMs ?? 0,
      drainMs: jobSpec?.drainMs ?? 0,
      mark,
      command: jobSpec?.command ?? [],
      cwd: jobSpec?.cwd ?? "",
      ...(jobSpec?.setup === undefined ? {} : { setup: jobSpec.setup }),
      url: client.baseUrl,
    };
  };
  // A key with fewer rights, if there is one: it can be read in RunPod's console.
  const podKey = process.env["WOODSHED_RUNPOD_POD_KEY"] || client.key;
  const bundle = needsUpload ? undefined : jobSpec?.bundle;
  const spec: MachineSpec = {
    name,
    image,
    count,
    nodes,
    diskGb: storage.diskGb ?? 40,
    args: BOOT_ARGS,
    env: (candidate) =>
      bootEnvironment({ job: job(candidate), podKey, publicKey: sshKey?.publicKey, bundle }),
    volume: volume === null ? undefined : { id: volume.id, mountPath },
    minCuda: machine.minCuda,
  };
  const newVolume = storage.volume !== undefined && volume === null ? storage.volume : null;
  return { spec, candidates, volume, newVolume, mountPath, sshKey, mark, needsUpload, job };
}

/** Creates the volume that the plan still lacks. */
export async function provideVolume(
  client: RunpodClient,
  plan: Plan,
  { machine, storage }: RunpodOptions,
  onStatus: (message: string) => void,
): Promise<void> {
  if (plan.newVolume === null) return;
  const { dataCenter = [] } = machine;
  const { volumeGb } = storage;
  const volume = await createVolume(client, { volume: plan.newVolume, volumeGb, dataCenters: dataCenter });
  onStatus(
    `created volume ${volume.name} (${volume.id}), ${volume.size} GB: it is billed until it is deleted`,
  );
  plan.volume = volume;
  plan.spec.volume = { id: volume.id, mountPath: plan.mountPath };
}

const shortName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");

async function chooseName(client: RunpodClient, given: string | undefined, base: string): Promise<string> {
  if (given === undefined) {
    return `${PREFIX}${shortName(base)}-${randomBytes(3).toString("hex")}`;
  }
  const name = given.startsWith(PREFIX) ? given : `${PREFIX}${given}`;
  if (!/^[a-z0-9-]+$/i.test(name)) {
    throw new ConfigError("RUNPOD_NAME", `--name ${given}: expected letters, digits and dashes.`);
  }
  if ((await findByName(client, name)).length > 0) {
    throw new ConfigError(
      "RUNPOD_NAME",
      `--name ${given}: ${name} exists; \`woodshed runpod status\` shows it.`,
    );
  }
  return name;
}

/** Returns what would be rented, for --dry-run. */
export function describePlan({ spec, candidates, volume, newVolume, job }: Plan): string[] {
  const limit = new Date(job(candidates[0]!).deadlineMs);
  const mounted =
    newVolume === null
      ? (volume?.name ?? "none: files that are not fetched are lost with the pod")
      : `${newVolume}, new`;
  return [
    `name    ${spec.name}`,
    `image   ${spec.image}`,
    `volume  ${mounted}`,
    `ends    ${limit.toLocaleString("sv")} at the latest`,
    "tries   in this order",
    ...candidates.map((candidate) => `  ${describe(spec, candidate)}`),
    "nothing was rented",
  ];
}

/** Returns what would be rented as far as it is known without a key, for --dry-run. */
export function describeRequest(options: RunpodOptions, jobSpec: JobSpec | null): string[] {
  const { machine, limits: rentLimits, storage } = options;
  const { gpu = [], count = 1, nodes = 1, minMemoryGb = 16, cloud = "secure", dataCenter = [] } = machine;
  const { maxHours = 24, maxUsd, maxPrice } = rentLimits;
  const { volume, volumeGb } = storage;
  const image = options.image ?? process.env["WOODSHED_IMAGE"];
  const kinds = gpu.length > 0 ? gpu.join(", else ") : `the cheapest with ${minMemoryGb} GB or more`;
  const where = dataCenter.length > 0 ? ` in ${dataCenter.join(" or ")}` : "";
  const limits = [`after ${maxHours} h`, ...(maxUsd === undefined ? [] : [`at $${maxUsd}`])];
  const size = volumeGb === undefined ? "" : `, created with ${volumeGb} GB if it does not exist`;
  const needsUpload = jobSpec !== null && jobSpec.bundle.length * (4 / 3) > MAX_BUNDLE_IN_ENV;
  return [
    `name    ${options.name ?? `${PREFIX}${shortName(jobSpec?.name ?? "pod")}-...`}`,
    `image   ${image || "not set: name one with --image or WOODSHED_IMAGE"}`,
    `gpus    ${nodes > 1 ? `${nodes} nodes of ` : ""}${count} x ${kinds}; ${cloud === "any" ? "secure or community" : cloud} cloud${where}`,
    `volume  ${volume === undefined ? "none: files that are not fetched are lost with the pod" : `${volume}${size}`}`,
    `ends    ${limits.join(" or ")}${limits.length > 1 ? ", whichever comes first" : ""}${maxPrice === undefined ? "" : `; at most $${maxPrice} an hour`}`,
    `ssh     ${findSshKey(options.sshKey)?.identity ?? "no key in ~/.ssh: create one with ssh-keygen -t ed25519"}`,
    ...(jobSpec === null
      ? []
      : [
          `sends   ${(jobSpec.bundle.length / 1e6).toFixed(2)} MB of project files${needsUpload ? ", over SSH" : ""}`,
          `runs    ${jobSpec.command.join(" ")}`,
        ]),
    "price   unknown without a key: set RUNPOD_API_KEY to see prices and free GPUs",
    "nothing was rented",
  ];
}
