import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RunpodClient, retryAfterMs } from "../src/distributed/runpod/client.js";
import { fetchRuns } from "../src/distributed/runpod/fetch-run.js";
import { findCandidates } from "../src/distributed/runpod/gpus.js";
import { type JobResult, type TrainOnRunpodOptions, trainOnRunpod } from "../src/distributed/runpod/job.js";
import { deadlineOf } from "../src/distributed/runpod/limits.js";
import { type RunpodFlags, runpodOptionsOf } from "../src/distributed/runpod/request.js";
import type { Timing } from "../src/distributed/runpod/running-job.js";
import type { Shell } from "../src/distributed/runpod/shell.js";
import { packageRoot } from "../src/package-root.js";
import { problemsWith } from "./support/json-schema.js";
import { hasDocument, problemsOfAnswer, problemsOfRequest } from "./support/runpod-contract.js";
import { ACCOUNT_KEY, FakeRunpod, gpuType, POD_KEY } from "./support/runpod-server.js";

const HOUR_SEC = 3600;
const QUICK: Partial<Timing> = {
  backoffMs: 20,
  pollMs: 50,
  reconnectMs: 100,
  logIdleMs: 1000,
  lostAfterMs: 1000,
  fetchWithinMs: 10_000,
  drainMs: 100,
};
const workingFolder = process.cwd();
let folder: string;
let server: FakeRunpod;
/** All messages and output of this test. */
let messages: string[];

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "woodshed-runpod-")));
  messages = [];
  server = new FakeRunpod(join(folder, "pods"));
  await server.listen();
  for (const path of ["home/.ssh", "pods/ssh", "project", "volume"])
    mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, "home/.ssh/id_ed25519.pub"), "ssh-ed25519 AAAAC3Nz me@example.com\n");
  writeFileSync(join(folder, "home/.ssh/id_ed25519"), "private\n");
  const environment = {
    RUNPOD_API_KEY: ACCOUNT_KEY,
    WOODSHED_RUNPOD_POD_KEY: POD_KEY,
    WOODSHED_RUNPOD_URL: server.url,
    WOODSHED_IMAGE: "example.com/woodshed:test",
    HOME: join(folder, "home"),
    FAKE_SSH: join(folder, "pods/ssh"),
    PATH: `${fileURLToPath(new URL("support/runpod-bin", import.meta.url))}${delimiter}${process.env["PATH"]}`,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  process.chdir(join(folder, "project"));
  execFileSync("git", ["init", "-q"]);
});

afterEach(async () => {
  process.chdir(workingFolder);
  vi.unstubAllEnvs();
  const left = [...server.pods.keys(), ...server.clusters.keys()];
  await server.close();
  rmSync(folder, { recursive: true, force: true });
  // In every test: no machine is left, no request or answer violates the contract, and no key is printed.
  expect(left).toEqual([]);
  expect(server.violations).toEqual([]);
  expect(messages.join("\n")).not.toMatch(/must_not_be_seen/);
});

/** `pod` controls the fake woodshed on the pod: "lines=5 everyMs=20 exit=3". */
function writeRecipe(pod = "", more = ""): string {
  const recipe = join(folder, "project", "tiny.yaml");
  writeFileSync(recipe, `# pod: ${pod}\nname: tiny\ndata:\n  dataset: instruments\n${more}`);
  execFileSync("git", ["add", "-A"]);
  return "tiny.yaml";
}

interface Trained {
  result: Promise<JobResult>;
  stop: AbortController;
  abandon: AbortController;
  lines: string[];
  statuses: string[];
}

function train(
  pod: string,
  {
    more = "",
    ...options
  }: RunpodFlags & Partial<Omit<TrainOnRunpodOptions, "rent">> & { more?: string } = {},
  timing: Partial<Timing> = {},
): Trained {
  const [stop, abandon] = [new AbortController(), new AbortController()];
  const [lines, statuses]: string[][] = [[], []];
  const note = (where: string[], text: string) => {
    where.push(text);
    messages.push(text);
  };
  const observer = {
    onStatus: (text: string) => note(statuses!, text),
    onOutput: (text: string) => note(lines!, text),
  };
  const jobOptions = {
    recipe: writeRecipe(pod, more),
    overrides: ["seed=7"],
    ...options,
    rent: runpodOptionsOf({ mountPath: join(folder, "volume"), ...options }),
  };
  const signals = { stop: stop.signal, abandon: abandon.signal };
  const result = trainOnRunpod(jobOptions, observer, signals, { ...QUICK, ...timing });
  result.catch((error: Error) => messages.push(error.message));
  return { result, stop, abandon, lines: lines!, statuses: statuses! };
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`);
const trainedLines = (lines: readonly string[]) => lines.filter((line) => /^line \d+$/.test(line));
const made = () => server.requests.filter(({ what }) => /^POST .*(pods|clusters)$/.test(what));
const until = (condition: () => boolean, withinMs = 15_000) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: withinMs, interval: 50 });
const aVolume = () => {
  server.volumes.push({ id: "vol1", name: "sounds", size: 50, dataCenter: "EU-RO-1", type: "STANDARD" });
  return { volume: "sounds" };
};

test("a job that succeeds: code is sent, output and the run are fetched, the pod is terminated", async () => {
  const { result, lines } = train("lines=20");
  const { status, exitCode, folders } = await result;
  expect({ status, exitCode }).toEqual({ status: "finished", exitCode: 0 });
  expect(trainedLines(lines)).toEqual(numbered(20));
  const runs = join(folder, "volume", "runs");
  expect(JSON.parse(lines.find((line) => line.startsWith("arguments"))!.slice(10))).toEqual([
    ...["train", "tiny.yaml", "training.device=cuda", "seed=7", "training.distributed.world_size=1"],
    ...[`runs_dir=${runs}`, "--resume", "auto"],
  ]);
  expect(lines).toContain("key none");
  expect(folders).toEqual([join(folder, "project", "runs", "tiny-20261123-101500-a1b2")]);
  expect(readFileSync(join(folders[0]!, "checkpoints/last/model.safetensors"), "utf8")).toBe(
    "weights of step 1",
  );
  expect(readdirSync(join(folder, "project", "runs"))).toHaveLength(1);
  expect(server.deleted).toEqual([{ id: "pod0", by: "account" }]);
});

test("modules of the recipe are sent, with what they import, also where git does not track them", async () => {
  for (const [name, text] of [
    [".gitignore", "*.ts\n"],
    ["width.ts", "export const width = 4;\n"],
    ["unused.ts", "export const unused = 4;\n"],
    [
      "model.ts",
      `import { defineModel, z } from "woodshed";
import { width } from "./width.js";
export default defineModel({ options: z.strictObject({}), create: () => width as never });
`,
    ],
  ] as const)
    writeFileSync(join(folder, "project", name), text);
  const { result, lines } = train("files=1 lines=1", { more: "model: {use: ./model.ts}\n" });
  expect((await result).status).toBe("finished");
  const sent = JSON.parse(lines.find((line) => line.startsWith("files"))!.slice(6)) as string[];
  expect(sent).toEqual(expect.arrayContaining(["tiny.yaml", "model.ts", "width.ts"]));
  expect(sent).not.toContain("unused.ts");
});

test("a job that fails: run and exit code are fetched, the pod is terminated", async () => {
  const { result, statuses } = train("lines=2 exit=3");
  expect(await result).toMatchObject({ status: "failed", exitCode: 3, folders: [expect.any(String)] });
  expect(statuses.at(-1)).toMatch(/^ran .*, about \$0\.00$/);
  expect(server.deleted).toEqual([{ id: "pod0", by: "account" }]);
});

test("without capacity the next candidate is requested, cheapest first", async () => {
  server.gpus = [
    gpuType("NVIDIA H100 80GB HBM3", 80, 2.9),
    gpuType("NVIDIA L4", 24, 0.39),
    gpuType("NVIDIA RTX A4000", 16, 0.25),
    gpuType("NVIDIA RTX A2000", 12, 0.12),
    gpuType("NVIDIA A40", 48, 0.35, { availability: "NONE" }),
    gpuType("AMD Instinct MI300X", 192, 0.2, { manufacturer: "AMD" }),
  ];
  server.faults = [
    { on: /POST .*pods/, answer: { status: 400, detail: "There are no longer any instances available" } },
    { on: /POST .*pods/, answer: { status: 403, detail: "no access to this pool" } },
  ];
  expect((await train("").result).status).toBe("finished");
  expect(made().map(({ body }) => body["gpu"].id)).toEqual([
    "NVIDIA RTX A4000",
    "NVIDIA L4",
    "NVIDIA H100 80GB HBM3",
  ]);
});

test("without any capacity the last answer is reported", async () => {
  server.faults = [{ on: /POST .*pods/, times: 9, answer: { status: 400, detail: "no instances" } }];
  await expect(train("").result).rejects.toThrow(/none of 2 candidates.*no instances/);
  expect(made()).toHaveLength(2);
});

test.each([
  [402, "RUNPOD_BALANCE", /balance does not cover/],
  [401, "RUNPOD_AUTH", /RUNPOD_API_KEY/],
  [422, "RUNPOD_INVALID", /would fail every time/],
])("%i stops at the first candidate", async (status, code, message) => {
  server.faults = [{ on: /POST .*pods/, answer: { status, detail: "refused" } }];
  const { result } = train("");
  await expect(result).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(made()).toHaveLength(1);
});

test("429 waits for the time in Retry-After", async () => {
  const answer = { status: 429, detail: "slow down", headers: { "retry-after": "1" } };
  server.faults = [{ on: /POST .*pods/, answer }];
  const { result, statuses } = train("");
  await result;
  const [first, second] = made();
  expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(990);
  expect(statuses).toContain("RunPod's rate limit is reached: waiting 1 s");
});

test("Retry-After is seconds or a date", () => {
  const nowMs = Date.parse("2026-11-23T10:00:00Z");
  expect(retryAfterMs("12", nowMs)).toBe(12_000);
  expect(retryAfterMs("Mon, 23 Nov 2026 10:00:30 GMT", nowMs)).toBe(30_000);
  expect(retryAfterMs("Mon, 23 Nov 2026 09:00:00 GMT", nowMs)).toBe(0);
  expect(retryAfterMs("soon", nowMs)).toBeNull();
  expect(retryAfterMs(null, nowMs)).toBeNull();
});

test.each(["before", "after"] as const)(
  "a creation that is cut off %s it took effect creates one pod",
  async (cut) => {
    server.faults = [{ on: /POST .*pods/, cut }];
    expect((await train("").result).status).toBe("finished");
    expect(made()).toHaveLength(cut === "before" ? 2 : 1);
    expect(server.deleted).toHaveLength(1);
  },
);

test("a creation that is cut off and takes effect later is removed at the end of the job", async () => {
  server.faults = [{ on: /POST .*pods/, cut: "long before" }];
  expect((await train("lines=60 everyMs=20").result).status).toBe("finished");
  expect(server.deleted.map(({ id }) => id).sort()).toEqual(["pod0", "pod1"]);
});

test("reads are retried after server errors", async () => {
  server.faults = [
    { on: /GET .*catalog/, times: 2, answer: { status: 503, detail: "upstream" } },
    { on: /GET .*pods/, times: 2, cut: "before" },
  ];
  expect((await train("").result).status).toBe("finished");
});

test.each([
  ["ids", false],
  ["times", true],
])("a log that is cut resumes, each line once, by %s", async (_, refusesIds) => {
  server.cutLogsAfter = 7;
  server.refusesIds = refusesIds;
  const { result, lines } = train("lines=30 everyMs=15");
  await result;
  expect(trainedLines(lines)).toEqual(numbered(30));
  const streams = server.requests.filter(({ what }) => what.endsWith("/logs"));
  expect(streams.length).toBeGreaterThan(3);
  expect(streams[0]!.headers["last-event-id"]).toBeUndefined();
  expect(streams[1]!.headers["last-event-id"]).toMatch(/^20\d\d-.*Z/);
});

test("a project that is too large for the environment is sent over SSH", async () => {
  writeFileSync(join(folder, "project", "large.bin"), randomBytes(60_000));
  expect((await train("").result).status).toBe("finished");
  expect(made()[0]!.body["env"].WOODSHED_BUNDLE).toBeUndefined();
  expect(readFileSync(join(folder, "pods/ssh/commands"), "utf8")).toMatch(/tar -xzf/);
  const code = join(folder, "volume", "jobs", made()[0]!.body["name"], "node-0", "code");
  expect(readFileSync(join(code, "large.bin"))).toEqual(readFileSync(join(folder, "project", "large.bin")));
});

test("Ctrl-C: training saves, the run is fetched, the pod is terminated", async () => {
  const { result, stop, lines } = train("lines=100000 everyMs=20");
  await until(() => lines.includes("line 3"));
  stop.abort(new Error("stopped"));
  const { status, exitCode, folders } = await result;
  expect({ status, exitCode }).toEqual({ status: "stopped", exitCode: 143 });
  expect(readFileSync(join(folders[0]!, "saved"), "utf8")).toBe("on SIGTERM");
  expect(server.deleted).toEqual([{ id: "pod0", by: "account" }]);
});

test("Ctrl-C twice terminates the pod at once", async () => {
  const { result, stop, abandon, lines } = train("lines=100000 everyMs=20");
  await until(() => lines.includes("line 3"));
  stop.abort(new Error("stopped"));
  abandon.abort(new Error("abandoned"));
  await expect(result).rejects.toThrow("abandoned");
  expect(server.deleted).toEqual([{ id: "pod0", by: "account" }]);
});

test("Ctrl-C before the pod runs terminates it", async () => {
  const { result, stop } = train("", {}, { pollMs: 5000 });
  await until(() => server.pods.size === 1);
  stop.abort(new Error("stopped"));
  await expect(result).rejects.toThrow();
  expect(server.deleted).toEqual([{ id: "pod0", by: "account" }]);
});

test("a lost network: the command exits, the pod finishes training and terminates itself", async () => {
  const { result, lines, statuses } = train("lines=120 everyMs=20", {}, { fetchWithinMs: 500, backoffMs: 5 });
  await until(() => lines.includes("line 3"));
  server.goDown();
  await expect(result).rejects.toMatchObject({ code: "RUNPOD_LOST" });
  expect(statuses.join("\n")).toMatch(
    /COULD NOT BE TERMINATED.*\n.*terminates itself when training ends, at 20/,
  );
  await until(() => server.pods.size === 0);
  expect(trainedLines(server.linesOf(made()[0]!.body["name"]))).toEqual(numbered(120));
  expect(server.deleted).toEqual([{ id: "pod0", by: "pod" }]);
});

test("at the time limit training saves, and a detached pod terminates itself", async () => {
  const options = { ...aVolume(), detach: true, maxHours: 5 / HOUR_SEC };
  const { result } = train("lines=100000 everyMs=20", options);
  expect((await result).status).toBe("detached");
  await until(() => server.pods.size === 0);
  expect(readFileSync(join(folder, "volume/runs/tiny-20261123-101500-a1b2/saved"), "utf8")).toBe(
    "on SIGTERM",
  );
  expect(server.deleted).toEqual([{ id: "pod0", by: "pod" }]);
});

test("at the cost limit training saves and the run is fetched", async () => {
  const { result } = train("lines=100000 everyMs=20", { gpu: ["4090"], maxUsd: (0.44 * 6) / HOUR_SEC });
  const { status, folders } = await result;
  expect(status).toBe("limit");
  expect(readFileSync(join(folders[0]!, "saved"), "utf8")).toBe("on SIGTERM");
});

test("the limit is the earlier of time and cost, at a tenth above the list price", () => {
  expect(deadlineOf({ maxHours: 24 }, 0.5, 0)).toBe(24 * 3_600_000);
  expect(deadlineOf({ maxHours: 24, maxUsd: 1.1 }, 0.5, 0)).toBe(2 * 3_600_000);
  expect(deadlineOf({ maxHours: 1, maxUsd: 1.1 }, 0.5, 0)).toBe(3_600_000);
});

test.each([
  ["succeeds", "lines=2"],
  ["fails", "lines=2 exit=1"],
])("a detached job that %s terminates its pod", async (_, pod) => {
  expect((await train(pod, { ...aVolume(), detach: true }).result).status).toBe("detached");
  await until(() => server.pods.size === 0);
  expect(server.deleted).toEqual([{ id: "pod0", by: "pod" }]);
  const log = join(folder, "volume", "jobs", made()[0]!.body["name"], "node-0", "train.log");
  expect(trainedLines(readFileSync(log, "utf8").split("\n"))).toEqual(numbered(2));
});

test("training that ignores its limit is killed with its pod", async () => {
  await train("lines=100000 everyMs=20 deaf=1", { ...aVolume(), detach: true, maxHours: 3 / HOUR_SEC })
    .result;
  await until(() => server.pods.size === 0);
  expect(server.linesOf(made()[0]!.body["name"]).join("\n")).toMatch(/stopping at the limit.*limit reached/s);
  expect(server.deleted).toEqual([{ id: "pod0", by: "pod" }]);
});

test("a supervisor that dies terminates its pod", async () => {
  await train("lines=100000 killParent=1", { ...aVolume(), detach: true }).result;
  await until(() => server.pods.size === 0);
  expect(server.linesOf(made()[0]!.body["name"]).join("\n")).toMatch(/the supervisor ended with status/);
  expect(server.deleted).toEqual([{ id: "pod0", by: "pod" }]);
});

test("an image without Node terminates its pod too", async () => {
  server.programs = ["sh", "curl", "sed", "tr", "sleep"];
  await expect(train("").result).rejects.toMatchObject({ code: "RUNPOD_GONE" });
  expect(server.deleted).toEqual([{ id: "pod0", by: "pod" }]);
});

test("a pod that never runs, or costs more than its list price, is terminated", async () => {
  server.startsAs = "ERROR";
  await expect(train("").result).rejects.toMatchObject({ code: "RUNPOD_START" });
  server.startsAs = "RUNNING";
  server.costFactor = 1.5;
  await expect(train("").result).rejects.toThrow(
    /none of 2 candidates.*costs \$0\.66 an hour, above its list price of \$0\.44/,
  );
  expect(server.deleted.map(({ id }) => id)).toEqual(["pod0", "pod1", "pod2"]);
});

test("several nodes are a cluster, which is terminated as a whole", async () => {
  const { result, lines } = train("lines=5", { nodes: 2, count: 4 });
  expect((await result).status).toBe("finished");
  const args = lines.find((line) => line.startsWith("arguments"))!;
  expect(args).toContain("training.distributed.world_size=8");
  expect(args).toContain('"--nnodes","2","--rdzv-endpoint","10.65.0.2:29500"');
  expect(made()[0]!.body["env"].NCCL_SOCKET_IFNAME).toBe("ens1");
  expect(server.linesOf(`${made()[0]!.body["name"]}1`).join("\n")).toContain("line 4");
  expect(server.deleted.map(({ by }) => by)).toEqual(["account", "account"]);
});

test("a detached cluster terminates itself", async () => {
  await train("lines=2", { ...aVolume(), nodes: 2, detach: true }).result;
  await until(() => server.clusters.size === 0);
  expect(server.deleted.map(({ by }) => by)).toEqual(["pod", "pod"]);
});

test("GPUs are chosen by name, memory, price and data center", async () => {
  server.gpus = [
    gpuType("NVIDIA A100 80GB PCIe", 80, 1.6),
    gpuType("NVIDIA A100-SXM4-80GB", 80, 1.9),
    gpuType("NVIDIA L4", 24, 0.39, { dataCenters: [] }),
    gpuType("NVIDIA GeForce RTX 3070", 8, 0.1),
  ];
  const client = RunpodClient.fromEnvironment();
  const request = {
    gpus: [],
    count: 1,
    nodes: 1,
    minMemoryGb: 16,
    clouds: ["SECURE"],
    dataCenters: [],
  } as const;
  const ids = async (more: object) =>
    (await findCandidates(client, { ...request, ...more })).map(
      ({ gpuId, pricePerHour }) => `${gpuId} ${pricePerHour}`,
    );
  expect(await ids({})).toEqual(["NVIDIA L4 0.39", "NVIDIA A100 80GB PCIe 1.6", "NVIDIA A100-SXM4-80GB 1.9"]);
  expect(await ids({ gpus: ["a100", "3070"], count: 2 })).toEqual([
    ...["NVIDIA A100 80GB PCIe 3.2", "NVIDIA A100-SXM4-80GB 3.8", "NVIDIA GeForce RTX 3070 0.2"],
  ]);
  expect(await ids({ dataCenters: ["EU-RO-1"], maxPrice: 1.7 })).toEqual(["NVIDIA A100 80GB PCIe 1.6"]);
  expect(await ids({ clouds: ["SECURE", "COMMUNITY"], gpus: ["L4"] })).toEqual([
    "NVIDIA L4 0.195",
    "NVIDIA L4 0.39",
  ]);
  await expect(ids({ maxPrice: 0.2 })).rejects.toThrow(/cheapest that fits is NVIDIA L4 at \$0\.39/);
  await expect(ids({ gpus: ["RTX 3071"] })).rejects.toThrow(/Did you mean "RTX 3070"/);
  await expect(ids({ minMemoryGb: 100 })).rejects.toThrow(/100 GB or more.*none is available/);
});

test("a volume is created on request, and mounted", async () => {
  await expect(train("", { volume: "new" }).result).rejects.toThrow(/--volume-gb 50 --data-center/);
  const request = { volume: "new", volumeGb: 20, dataCenter: ["EU-RO-1"] };
  expect((await train("", { ...request, dryRun: true }).result).status).toBe("planned");
  expect(server.volumes).toHaveLength(0);
  await train("", request).result;
  await train("", request).result;
  expect(server.volumes).toMatchObject([{ name: "new", size: 20, dataCenter: "EU-RO-1" }]);
  for (const { body } of made()) {
    expect(body["mounts"]).toEqual({ network: [{ volumeId: "vol0", path: join(folder, "volume") }] });
    expect(body["dataCenterIds"]).toEqual(["EU-RO-1"]);
  }
});

test("invalid options and missing keys create no pod", async () => {
  vi.stubEnv("WOODSHED_IMAGE", "");
  await expect(train("").result).rejects.toThrow(/--image: required/);
  vi.stubEnv("WOODSHED_IMAGE", "example.com/woodshed:test");
  await expect(train("", { detach: true }).result).rejects.toThrow(/--detach.*--volume/);
  await expect(train("", { overrides: ["training.epoch=3"] }).result).rejects.toThrow(/training.epochs/);
  vi.stubEnv("HOME", folder);
  await expect(train("").result).rejects.toThrow(/no SSH key/);
  vi.stubEnv("RUNPOD_API_KEY", "");
  await expect(train("", { dryRun: true }).result).resolves.toMatchObject({ status: "planned" });
  await expect(train("").result).rejects.toThrow(/RUNPOD_API_KEY is not set/);
  expect(made()).toEqual([]);
});

function cli(...args: string[]) {
  const child = spawn(process.execPath, [join(packageRoot, "dist/cli/main.js"), ...args], { stdio: "pipe" });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => {
    output.stdout += text;
  });
  child.stderr.on("data", (text) => {
    output.stderr += text;
  });
  const ended = new Promise<typeof output & { code: number | null }>((resolve) =>
    child.on("close", (code) => {
      messages.push(output.stdout, output.stderr);
      resolve({ ...output, code });
    }),
  );
  return { child, output, ended };
}

test("the commands: up, status, logs, down", async () => {
  const { code, stdout } = await cli("runpod", "up", "--name", "mine", "--gpu", "4090", "--max-hours", "2")
    .ended;
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("woodshed-mine runs, $0.44/h"),
  });
  // Another machine on the same account.
  server.pods.set("other", {
    ...server.pods.get("pod0")!,
    view: { ...server.pods.get("pod0")!.view, id: "other", name: "jupyter", cost: 2 },
  });
  const { stdout: status } = await cli("runpod", "status").ended;
  expect(status).toMatch(
    /woodshed-mine +pod0 +RUNNING +1 x NVIDIA GeForce RTX 4090 +0\.44 +\$0\.00 +1 h 59 min/,
  );
  expect(status).toContain("$0.44 an hour now for 1 machine of Woodshed\n$2.00 an hour for 1 other (");
  expect(JSON.parse((await cli("runpod", "status", "--json").ended).stdout)).toMatchObject({
    machines: [{ name: "woodshed-mine", cost_per_hour: 0.44, ends_at: expect.any(String) }],
  });
  expect((await cli("runpod", "logs", "mine").ended).stdout).toMatch(/\[woodshed .*\] up/);
  expect((await cli("runpod", "down", "--all").ended).stderr).toMatch(/would terminate woodshed-mine.*--yes/);
  expect((await cli("runpod", "down", "jupyter", "--yes").ended).stderr).toMatch(/found 0/);
  expect((await cli("runpod", "down", "--all", "--yes").ended).stdout).toBe(
    "terminated woodshed-mine (pod0)\n",
  );
  expect(server.deleted).toEqual([{ id: "pod0", by: "account" }]);
  server.pods.delete("other");
});

test("the command line: Ctrl-C fetches and exits with 130; if killed, the pod terminates itself", async () => {
  const recipe = writeRecipe("lines=100000 everyMs=20");
  const args = ["train", recipe, "--on", "runpod", "--mount-path", join(folder, "volume"), "--max-hours"];
  const stopped = cli(...args, "1");
  const killed = cli(...args, String(6 / HOUR_SEC), "--name", "killed");
  await until(() => [stopped, killed].every(({ output }) => output.stdout.includes("line 3")));
  killed.child.kill("SIGKILL");
  stopped.child.kill("SIGINT");
  const { code, stderr } = await stopped.ended;
  expect({ code, stderr }).toMatchObject({
    code: 130,
    stderr: expect.stringMatching(/fetched .*terminated woodshed-tiny/s),
  });
  await until(() => server.pods.size === 0, 20_000);
  expect(server.deleted.map(({ by }) => by).sort()).toEqual(["account", "pod"]);
});

test("an incomplete transfer is not accepted as a run", async () => {
  const local = join(folder, "local");
  const answers = ["tiny-20261123-101500-a1b2/\n", `${"0".repeat(64)}  tiny-20261123-101500-a1b2/model\n`];
  const shell: Pick<Shell, "run"> = {
    run: async (_, { output } = {}) => {
      output?.end();
      return answers.shift() ?? "";
    },
  };
  const remote = { runsDir: "/runs", name: "tiny", since: "/started" };
  await expect(fetchRuns(shell, remote, local)).rejects.toMatchObject({ code: "RUNPOD_FETCH" });
  expect(readdirSync(local)).toEqual([]);
});

test("the contract finds violations", () => {
  const body = { name: "a", image: "b", args: "", disk: 1, ports: [], env: {}, startSsh: true };
  const gpu = { id: "c", count: 1 };
  const asked = { method: "POST", template: "/v2/pods", query: new URLSearchParams() };
  const problems = (more: object) =>
    problemsOfRequest({ ...asked, body: { ...body, cloud: "SECURE", gpu, ...more } });
  expect(problems({})).toEqual([]);
  for (const wrong of [
    { bogus: 1 },
    { gpu: { id: "c", count: 0 } },
    { env: { a: 1 } },
    { name: "" },
    { cloud: "MOON" },
  ])
    expect(problems(wrong), JSON.stringify(wrong)).not.toEqual([]);
  const document = {
    a: { type: "object", required: ["x"], properties: { x: { $ref: "#/b" } } },
    b: { type: "integer" },
  };
  const schema = {
    allOf: [{ $ref: "#/a" }, { properties: { y: { enum: [1] } } }],
    unevaluatedProperties: false,
  };
  expect(problemsWith({ x: 1, y: 1 }, schema, document)).toEqual([]);
  expect(problemsWith({ x: 1.5, y: 2, z: 0 }, schema, document)).toEqual([
    ...["$.x: expected integer, got number", "$.y: expected one of 1, got 2", "$: z is not a field"],
  ]);
});

test.runIf(hasDocument)("the fake server is checked against the OpenAPI document", () => {
  const pod = { id: "a" };
  expect(problemsOfAnswer("GET", "/v2/pods/{id}", 200, pod)).toContain("$: status is missing");
  expect(problemsOfAnswer("GET", "/v2/pods/{id}", 404, { title: "a", status: 404, detail: "b" })).toEqual([]);
  const bare = { method: "POST", template: "/v2/network-volumes", query: new URLSearchParams() };
  expect(problemsOfRequest({ ...bare, body: { name: "a", size: 5, dataCenter: "b" } }).join()).toMatch(
    /10 or more/,
  );
});
