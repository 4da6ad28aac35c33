/** From options to what will be made: everything is checked before anything costs money. */
import { randomBytes } from "node:crypto";
import { ConfigError } from "../../errors.js";
import type { Volume } from "./api.js";
import { BOOT_ARGS, bootEnvironment, MOST_BUNDLE_IN_ENV } from "./boot.js";
import type { RunpodClient } from "./client.js";
import { type Candidate, type Cloud, findCandidates } from "./gpus.js";
import { deadlineOf, graceOf } from "./limits.js";
import { describe, findByName, type MachineSpec } from "./machine.js";
import type { PodJob } from "./on-pod.js";
import { findSshKey, type SshKey } from "./shell.js";
import { createVolume, findVolume } from "./volume.js";

export interface RunpodOptions {
  gpu?: readonly string[];
  count?: number;
  nodes?: number;
  minMemoryGb?: number;
  minCuda?: string;
  cloud?: "secure" | "community" | "any";
  dataCenter?: readonly string[];
  /** USD per hour, for everything together. */
  maxPrice?: number;
  maxHours?: number;
  maxUsd?: number;
  volume?: string;
  volumeGb?: number;
  mountPath?: string;
  diskGb?: number;
  image?: string;
  name?: string;
  sshKey?: string;
}

/** What runs on the machine; without one it waits for people. */
export interface Work {
  /** Of the recipe. */
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
  /** A volume of this name is to be made first. */
  newVolume: string | null;
  mountPath: string;
  sshKey: SshKey | null;
  mark: string;
  /** Whether the bundle has to be sent over SSH. */
  needsUpload: boolean;
  /** With the limit for this candidate. */
  job: (candidate: Candidate) => PodJob;
}

const CLOUDS = {
  secure: ["SECURE"],
  community: ["COMMUNITY"],
  any: ["SECURE", "COMMUNITY"],
} satisfies Record<string, Cloud[]>;
const PREFIX = "woodshed-";

/** Ours by name; others are touched only when somebody says their id. */
export const isOurs = ({ name }: { name: string }): boolean => name.startsWith(PREFIX);

export async function makePlan(
  client: RunpodClient,
  options: RunpodOptions,
  work: Work | null,
  signal?: AbortSignal,
): Promise<Plan> {
  const { count = 1, nodes = 1, mountPath = "/workspace", maxHours = 24, maxUsd } = options;
  const image = options.image ?? process.env["WOODSHED_IMAGE"];
  if (!image) {
    throw new ConfigError(
      "RUNPOD_IMAGE",
      "--image: required, or set WOODSHED_IMAGE: a container image that RunPod can pull, with Node and woodshed in it. docs/runpod.md says how to make one.",
    );
  }
  const sshKey = findSshKey(options.sshKey);
  const needsUpload = work !== null && work.bundle.length * (4 / 3) > MOST_BUNDLE_IN_ENV;
  if (sshKey === null && (needsUpload || (work?.fetchWithinMs ?? 1) > 0)) {
    throw new ConfigError(
      "RUNPOD_SSH_KEY",
      "no SSH key in ~/.ssh to reach the pod with: make one with `ssh-keygen -t ed25519`, or name one with --ssh-key. (A small project runs without one: --detach with --volume.)",
    );
  }
  const wish = {
    volume: options.volume ?? "",
    volumeGb: options.volumeGb,
    dataCenters: options.dataCenter ?? [],
  };
  const volume = options.volume === undefined ? null : await findVolume(client, wish);
  const name = await chooseName(client, options.name, work?.name ?? "pod");
  const candidates = await findCandidates(
    client,
    {
      gpus: options.gpu ?? [],
      count,
      nodes,
      minMemoryGb: options.minMemoryGb ?? 16,
      ...(options.maxPrice === undefined ? {} : { maxPrice: options.maxPrice }),
      clouds: CLOUDS[options.cloud ?? "secure"],
      // A volume can only be mounted where it lies.
      dataCenters: volume === null ? (options.dataCenter ?? []) : [volume.dataCenter],
    },
    signal,
  );
  const mark = `[woodshed ${randomBytes(6).toString("hex")}]`;
  const nowMs = Date.now();
  const job = (candidate: Candidate): PodJob => {
    const deadlineMs = deadlineOf({ maxHours, maxUsd }, candidate.pricePerHour, nowMs);
    return {
      name,
      isIdle: work === null,
      nodes,
      workspace: mountPath,
      deadlineMs,
      graceMs: graceOf(deadlineMs, nowMs),
      startWithinMs: 1_800_000,
      fetchWithinMs: work?.fetchWithinMs ?? 0,
      drainMs: work?.drainMs ?? 0,
      mark,
      command: work?.command ?? [],
      cwd: work?.cwd ?? "",
      ...(work?.setup === undefined ? {} : { setup: work.setup }),
      url: client.baseUrl,
    };
  };
  // A key that may do little else, if there is one: it can be read in RunPod's console.
  const podKey = process.env["WOODSHED_RUNPOD_POD_KEY"] || client.key;
  const bundle = needsUpload ? undefined : work?.bundle;
  const spec: MachineSpec = {
    name,
    image,
    count,
    nodes,
    diskGb: options.diskGb ?? 40,
    args: BOOT_ARGS,
    env: (candidate) =>
      bootEnvironment({ job: job(candidate), podKey, publicKey: sshKey?.publicKey, bundle }),
    volume: volume === null ? undefined : { id: volume.id, mountPath },
    minCuda: options.minCuda,
  };
  const newVolume = options.volume !== undefined && volume === null ? options.volume : null;
  return { spec, candidates, volume, newVolume, mountPath, sshKey, mark, needsUpload, job };
}

/** Makes the volume that the plan still lacks. */
export async function provideVolume(
  client: RunpodClient,
  plan: Plan,
  options: RunpodOptions,
  say: (message: string) => void,
): Promise<void> {
  if (plan.newVolume === null) return;
  const { volumeGb, dataCenter = [] } = options;
  const volume = await createVolume(client, { volume: plan.newVolume, volumeGb, dataCenters: dataCenter });
  say(`made volume ${volume.name} (${volume.id}), ${volume.size} GB: it is paid for until it is deleted`);
  plan.volume = volume;
  plan.spec.volume = { id: volume.id, mountPath: plan.mountPath };
}

async function chooseName(client: RunpodClient, given: string | undefined, base: string): Promise<string> {
  if (given === undefined) {
    const short = base.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    return `${PREFIX}${short}-${randomBytes(3).toString("hex")}`;
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

/** What would be made, for --dry-run. */
export function describePlan({ spec, candidates, volume, newVolume, job }: Plan): string[] {
  const limit = new Date(job(candidates[0]!).deadlineMs);
  const mounted =
    newVolume === null ? (volume?.name ?? "none: what is not fetched is lost") : `${newVolume}, new`;
  return [
    `name    ${spec.name}`,
    `image   ${spec.image}`,
    `volume  ${mounted}`,
    `ends    ${limit.toLocaleString("sv")} at the latest`,
    "tries   in this order:",
    ...candidates.map((candidate) => `  ${describe(spec, candidate)}`),
  ];
}
