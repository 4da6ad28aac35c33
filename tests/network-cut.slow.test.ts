// Two hosts, simulated by network namespaces with a link between them that can be cut. Skipped, with a message, where
// namespaces cannot be created.
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GONE_MS, Job, sleep } from "./support/job.js";
import { Pause } from "./support/pause.js";
import { runCliRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const TIMEOUT_SEC = 10;
const hosts = ["a", "b"].map((name) => `woodshed-${process.pid}-${name}`);
const ip = (...args: string[]): string => execFileSync("ip", args, { encoding: "utf8", stdio: "pipe" });
const on = (host: number, ...args: string[]): string => ip("netns", "exec", hosts[host]!, "ip", ...args);

function connect(): boolean {
  try {
    for (const host of hosts) ip("netns", "add", host);
    ip(
      "link",
      "add",
      "veth0",
      "netns",
      hosts[0]!,
      "type",
      "veth",
      "peer",
      "name",
      "veth0",
      "netns",
      hosts[1]!,
    );
    for (const host of [0, 1]) {
      on(host, "address", "add", `10.77.0.${host + 1}/24`, "dev", "veth0");
      on(host, "link", "set", "veth0", "up");
      on(host, "link", "set", "lo", "up");
    }
    return true;
  } catch (error) {
    console.log(`skipped: no network namespaces here: ${(error as Error).message}`);
    return false;
  }
}

const canRun = connect();
afterAll(() => {
  for (const host of hosts) {
    try {
      ip("netns", "del", host);
    } catch {
      // It was not created.
    }
  }
});

describe.runIf(canRun)("two hosts whose link is cut during a step", () => {
  const tones = makeTones(25);
  const root = mkdtempSync(join(tmpdir(), "woodshed-hosts-"));
  const [cut, undisturbed] = [join(root, "cut"), join(root, "undisturbed")];
  const command = (runs: string, epochs: number): string[] => [
    "train",
    "recipes/folder.yaml",
    ...toneOverrides(tones, runs),
    "data.workers=1",
    `training.epochs=${epochs}`,
    "training.distributed.world_size=2",
    `training.distributed.timeout_sec=${TIMEOUT_SEC}`,
    "training.distributed.hang_warning_sec=3",
    "model.dropout=0.3",
    "checkpoint.save=[{every_steps: 5}]",
  ];
  const start = (): Job[] =>
    hosts.map(
      (host) =>
        new Job([...command(cut, EPOCHS), "--nnodes", "2", "--rdzv-endpoint", "10.77.0.1:29500"], {
          prefix: ["ip", "netns", "exec", host],
          env: second.env,
        }),
    );
  const EPOCHS = 4;
  /** The line of rank 0 at which the link is cut. */
  const second = new Pause(new RegExp(`^epoch +2/${EPOCHS} {2}train`));
  const output = (jobs: readonly { stdout: string; stderr: string }[]): string =>
    jobs.map(({ stdout, stderr }) => stdout + stderr).join("\n");
  let endedMs: number;
  let first: Job[];
  let resumed: string;

  beforeAll(async () => {
    for (const { code, stderr } of await runCliRanks(command(undisturbed, EPOCHS), 2))
      if (code !== 0) throw new Error(stderr);
    first = start();
    try {
      await second.reached(Promise.any(first.map(({ ended }) => ended)));
      on(0, "link", "set", "veth0", "down");
      second.continue();
      const cutMs = Date.now();
      const ranks = (): number =>
        first.flatMap((job) => job.processes()).filter(({ part }) => /^rank/.test(part)).length;
      while (ranks() > 0 && Date.now() - cutMs < 1000 * TIMEOUT_SEC + GONE_MS) await sleep(250);
      endedMs = Date.now() - cutMs;
      await Promise.all(first.map((job) => job.goneAfter(2 * GONE_MS)));
    } finally {
      for (const job of first) job.end();
    }
    // On one host: a launch on two takes twice the time.
    const again = await runCliRanks([...command(cut, EPOCHS), "--resume", "auto"], 2);
    resumed = output(again);
  });

  it("stops every rank within the timeout", () => {
    console.log(`ended after ${endedMs / 1000} s, the timeout being ${TIMEOUT_SEC} s`);
    // GONE_MS is the time that processes take to exit.
    expect(endedMs).toBeLessThan(1000 * TIMEOUT_SEC + GONE_MS);
  });

  it("reports which rank is silent, where each rank was, and why the run ended", () => {
    const text = output(first);
    expect(text).toMatch(/rank 0: rank 0 has waited in \w+ after step \d+ for \d+ s; no message from rank 1/);
    expect(text).toMatch(/rank 1: rank 1 has waited in \w+ after step \d+ for \d+ s; no message from rank 0/);
    expect(text).toMatch(/another rank did not respond within training\.distributed\.timeout_sec 10|is gone/);
  });

  it("resumes to the bit", () => {
    expect(resumed).toMatch(/^resume/m);
    expect(numbersOf(onlyRun(cut))).toEqual(numbersOf(onlyRun(undisturbed)));
    expect(tensorsOf(onlyRun(cut))).toEqual(tensorsOf(onlyRun(undisturbed)));
  });
});
