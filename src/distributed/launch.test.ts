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

/** Returns the flags and the command that torchrun receives, recorded by a script in place of Python. */
async function flagsOf(options: Omit<LaunchOptions, "logFolder" | "command">): Promise<string[]> {
  const [program, noted] = [join(folder, "python"), join(folder, "arguments")];
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > ${noted}\n`);
  chmodSync(program, 0o755);
  vi.stubEnv("WOODSHED_PYTHON", program);
  expect(await launch({ ...options, logFolder: folder, command }, new AbortController().signal)).toBe(true);
  // The first four arguments are the service's script, its report, log and parent.
  return readFileSync(noted, "utf8").trim().split("\n").slice(4);
}

describe("torchrun's flags", () => {
  it("on one host use the loopback address, a unique id for each launch, and the terminal for rank 0 only", async () => {
    const flags = await flagsOf({ worldSize: 3 });
    const ids = flags.map((flag) => flag.replace(/^--rdzv-id=[\da-f-]{36}$/, "--rdzv-id=UUID"));
    expect(ids).toEqual([
      ...["--no-python", "--nproc-per-node=3", "--rdzv-backend=c10d", "--rdzv-endpoint=127.0.0.1:0"],
      ...["--rdzv-id=UUID", "--local-addr=127.0.0.1"],
      ...["--max-restarts=0", "--redirects=1:3,2:3", `--log-dir=${folder}`],
      ...command,
    ]);
  });

  it("on several hosts split the ranks evenly over the maximum number of hosts", async () => {
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

  it("omit settings that torchrun's own variables set", async () => {
    vi.stubEnv("PET_RDZV_CONF", "is_host=0");
    const flags = await flagsOf({ worldSize: 2, numNodes: "2", rendezvousEndpoint: "127.0.0.1:29400" });
    expect(flags.filter((flag) => flag.startsWith("--rdzv-conf"))).toEqual([]);
    expect(flags).toContain("--rdzv-id=woodshed");
  });
});

it.each<[Partial<LaunchOptions>, RegExp]>([
  [{ numNodes: "two" }, /^--nnodes: expected a number of hosts, or minimum:maximum such as 2:4, got "two"$/],
  [{ numNodes: "0" }, /^--nnodes: expected a number of hosts/],
  [
    { worldSize: 3, numNodes: "2" },
    /3 ranks \(training\.distributed\.world_size, or --ranks\) cannot be split evenly over 2 hosts/,
  ],
  [{ numNodes: "2" }, /^--nnodes 2: pass the same --rdzv-endpoint HOST:PORT on every host/],
  [
    { numNodes: "2", rendezvousEndpoint: "no-such-host.invalid:29400" },
    /^--rdzv-endpoint no-such-host\.invalid:29400: .*(ENOTFOUND|EAI_AGAIN)/,
  ],
])("refuses %j before a process starts", async (more, message) => {
  const options = { worldSize: 4, logFolder: folder, command, ...more };
  await expect(launch(options, new AbortController().signal)).rejects.toThrow(message);
});

it("reports a missing Python with the remedy", async () => {
  vi.stubEnv("WOODSHED_PYTHON", "/nowhere/python");
  const options = { worldSize: 2, logFolder: folder, command };
  await expect(launch(options, new AbortController().signal)).rejects.toThrow(
    /^\/nowhere\/python: no such file.*node setup\.mjs.*WOODSHED_PYTHON/,
  );
});
