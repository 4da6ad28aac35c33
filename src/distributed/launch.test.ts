import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type LaunchOptions, launch } from "./launch.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-launch-"));
const command = ["node", "train.js"];
afterEach(() => {
  vi.unstubAllEnvs();
});

/** The flags and the command that torchrun is started with; a program that notes them stands in for Python. */
async function flagsOf(options: Omit<LaunchOptions, "logFolder" | "command">): Promise<string[]> {
  const [program, noted] = [join(folder, "python"), join(folder, "arguments")];
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > ${noted}\n`);
  chmodSync(program, 0o755);
  vi.stubEnv("WOODSHED_PYTHON", program);
  expect(await launch({ ...options, logFolder: folder, command }, new AbortController().signal)).toBe(true);
  // The service's script, its report, log and parent come first.
  return readFileSync(noted, "utf8").trim().split("\n").slice(4);
}

describe("torchrun's flags", () => {
  it("on one host meet on loopback, and give rank 0 alone the terminal", async () => {
    expect(await flagsOf({ worldSize: 3 })).toEqual([
      ...["--no-python", "--nproc-per-node=3", "--standalone", "--local-addr=localhost"],
      ...["--max-restarts=0", "--redirects=1:3,2:3", `--log-dir=${folder}`],
      ...command,
    ]);
  });

  it("over hosts split the ranks evenly, by the most hosts there may be", async () => {
    const options = {
      numNodes: "1:2",
      rendezvousEndpoint: "127.0.0.1:29400",
      rendezvousId: "7",
      maxRestarts: 3,
    };
    expect(await flagsOf({ worldSize: 2, ...options })).toEqual([
      ...["--no-python", "--nproc-per-node=1", "--nnodes=1:2", "--rdzv-backend=c10d"],
      ...["--rdzv-endpoint=127.0.0.1:29400", "--rdzv-id=7", "--rdzv-conf=is_host=true,read_timeout=20"],
      ...["--max-restarts=3", `--log-dir=${folder}`],
      ...command,
    ]);
  });

  it("leave to torchrun's own variables what they set", async () => {
    vi.stubEnv("PET_RDZV_CONF", "is_host=0");
    const flags = await flagsOf({ worldSize: 2, numNodes: "2", rendezvousEndpoint: "127.0.0.1:29400" });
    expect(flags.filter((flag) => flag.startsWith("--rdzv-conf"))).toEqual([]);
    expect(flags).toContain("--rdzv-id=woodshed");
  });
});

it.each<[Partial<LaunchOptions>, RegExp]>([
  [{ numNodes: "two" }, /^--nnodes: expected a number of hosts, or two as in 2:4, got "two"$/],
  [{ numNodes: "0" }, /^--nnodes: expected a number of hosts/],
  [{ worldSize: 3, numNodes: "2" }, /world_size 3 ranks cannot be split evenly over 2 hosts/],
  [{ numNodes: "2" }, /^--nnodes 2: give every host the same --rdzv-endpoint HOST:PORT/],
  [
    { numNodes: "2", rendezvousEndpoint: "no-such-host.invalid:29400" },
    /^--rdzv-endpoint no-such-host\.invalid:29400: .*(ENOTFOUND|EAI_AGAIN)/,
  ],
])("refuses %j before anything starts", async (more, message) => {
  const options = { worldSize: 4, logFolder: folder, command, ...more };
  await expect(launch(options, new AbortController().signal)).rejects.toThrow(message);
});

it("says what to do where there is no Python", async () => {
  vi.stubEnv("WOODSHED_PYTHON", "/nowhere/python");
  const options = { worldSize: 2, logFolder: folder, command };
  await expect(launch(options, new AbortController().signal)).rejects.toThrow(
    /^\/nowhere\/python: no such file.*npm run setup.*WOODSHED_PYTHON/,
  );
});
