// Local servers: MLflow's real one, run by a keeper process.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { MlflowClient } from "../src/mlflow/client.js";
import { useEmbeddedServer } from "../src/mlflow/server/embedded.js";
import { readServerState } from "../src/mlflow/server/state.js";
import { packageRoot } from "../src/package-root.js";
import { isSameProcess, processStart } from "../src/process-identity.js";
import { startCli } from "./support/cli.js";

const users: ChildProcess[] = [];
afterEach(() => {
  for (const user of users.splice(0)) user.kill("SIGKILL");
});

const module = join(packageRoot, "dist", "mlflow", "server", "embedded.js");

/** Starts a process that uses the folder's server until it is killed or reads a line; returns the server's address. */
async function startUser(folder: string): Promise<{ user: ChildProcess; uri: string }> {
  const script = `
    const { useEmbeddedServer } = await import(${JSON.stringify(module)});
    const lease = await useEmbeddedServer(${JSON.stringify(folder)}, { lingerSec: 1 });
    console.log(lease.uri);
    process.stdin.once("data", () => { lease.release(); process.stdin.destroy(); });`;
  const user = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["pipe", "pipe", "inherit"],
    // Variables of another Python must not reach the server.
    env: { ...process.env, PYTHONHOME: "/none", PYTHONPATH: "/none" },
  });
  users.push(user);
  const uri = await new Promise<string>((resolve, reject) => {
    createInterface({ input: user.stdout! }).once("line", resolve);
    user.once("exit", () => reject(new Error("the user ended")));
  });
  return { user, uri };
}

/** Too many to arrive within 50 ms. */
const NUM_BYTES = 100_000_000;

/** Blocks this thread without using the CPU. */
const block = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const newFolder = (): string => mkdtempSync(join(tmpdir(), "woodshed-server-"));
const isHealthy = async (uri: string): Promise<boolean> =>
  fetch(`${uri}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
const processOf = (pid: number) => ({ pid, start: processStart(pid) ?? "" });
const lives = ({ pid, start }: { pid: number; start: string }): boolean => isSameProcess(pid, start);

describe("a local server", () => {
  it("is shared by processes that start at once, is restarted after SIGKILL, ends with its keeper, and stops after its last user", async () => {
    const folder = newFolder();
    const [first, second] = await Promise.all([startUser(folder), startUser(folder)]);
    expect(second.uri).toBe(first.uri);
    expect(first.uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const state = readServerState(folder)!;
    // Not by a console script, whose first line names the folder that .venv was made in.
    const command = readFileSync(`/proc/${state.server!.pid}/cmdline`, "utf8").split("\0");
    expect(command.slice(0, 4)).toEqual([
      join(packageRoot, ".venv", "bin", "python"),
      ...["-E", "-s"],
      join(packageRoot, "services", "mlflow_server.py"),
    ]);
    // A process that asks right after long synchronous work finds the server as well.
    const said: string[] = [];
    block(2500);
    const third = await useEmbeddedServer(folder, { say: (message) => said.push(message) });
    expect([third.uri, said]).toEqual([first.uri, []]);
    third.release();
    first.user.kill("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await isHealthy(second.uri)).toBe(true);

    // Killed in the middle of an upload, it is started again at its address, and the upload begins again.
    const file = join(folder, "upload");
    writeFileSync(file, Buffer.alloc(NUM_BYTES, 7));
    using client = new MlflowClient(second.uri, { retryMs: 120_000 });
    const root = `${(await client.experiments.getByName("Default"))!.artifactLocation}/test`;
    const uploading = client.artifacts.upload(root, "file", file);
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.kill(-state.server!.pid, "SIGKILL");
    await uploading;
    expect(await client.artifacts.list(root)).toEqual([{ path: "file", bytes: NUM_BYTES }]);
    const { keeperPid, server } = readServerState(folder)!;
    expect(server!.pid).not.toBe(state.server!.pid);

    // Without its keeper it ends, and the next user starts another on the same data: `registry ui`, until Ctrl-C.
    process.kill(keeperPid, "SIGKILL");
    await expect.poll(() => lives(server!)).toBe(false);
    const { child, ended } = startCli(["registry", "ui", "--folder", folder], {
      WOODSHED_MLFLOW_LINGER_SEC: "0",
    });
    const found = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout! }).once("line", resolve);
      void ended.then(({ stderr }) => reject(new Error(stderr)));
    });
    using other = new MlflowClient(found);
    expect(await other.artifacts.list(root)).toEqual([{ path: "file", bytes: NUM_BYTES }]);
    expect(await (await fetch(found)).text()).toContain("<title>MLflow</title>");
    const last = readServerState(folder)!;
    const [keeper, lastServer] = [processOf(last.keeperPid), processOf(last.server!.pid)];
    // A user that leaves does not end it.
    const leaving = await startUser(folder);
    expect(leaving.uri).toBe(found);
    leaving.user.stdin!.write("leave\n");
    await new Promise((resolve) => leaving.user.once("exit", resolve));
    expect(await isHealthy(found)).toBe(true);
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
    await expect.poll(() => lives(keeper) || lives(lastServer)).toBe(false);
    expect(existsSync(join(folder, "server.json"))).toBe(false);
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");
  });

  it("that does not start is reported with the path of its log", async () => {
    const folder = newFolder();
    const broken = join(folder, "mlflow");
    writeFileSync(broken, "#!/bin/sh\necho broken; exit 3\n", { mode: 0o755 });
    process.env["WOODSHED_MLFLOW"] = broken;
    try {
      await expect(useEmbeddedServer(folder, { lingerSec: 0 })).rejects.toThrow(
        new RegExp(
          `${broken}: MLflow.s server does not start: it exited with code 3; see ${join(folder, "server.log")}`,
        ),
      );
      process.env["WOODSHED_MLFLOW"] = "/nowhere/mlflow";
      await expect(useEmbeddedServer(folder)).rejects.toThrow(
        /WOODSHED_MLFLOW: \/nowhere\/mlflow: expected the `mlflow` command/,
      );
    } finally {
      delete process.env["WOODSHED_MLFLOW"];
    }
  });
});
