import { spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { trainCommand } from "../src/cli/train.js";
import { loadConfig } from "../src/config/load.js";
import { packageRoot } from "../src/package-root.js";

// Scripts run as on a node, with stand-ins for `woodshed`, `srun` and others on the PATH that print their arguments.
// The validators of dstack and SkyPilot (49 and 460 MB) are not installed here: the files passed dstack 0.22.5's
// parse_apply_configuration and SkyPilot 0.14.1's Task.from_yaml, job.yaml and volume.yaml also kubernetes-validate
// 1.37.0 --strict; the tests below repeat the checks that concern these files.

const IMAGE_ROOT = "/opt/woodshed/";
const VOLUME = "/workspace";

const read = (path: string): string => readFileSync(join(packageRoot, path), "utf8");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-deploy-"));
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function standIn(name: string, script: string): void {
  writeFileSync(join(folder, "bin", name), `#!/bin/bash\n${script}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** Creates a stand-in that prints values of its environment, then its name and arguments, each as a line of JSON. */
function printsItsCall(name: string, { exitCode = 0, variables = [] as string[] } = {}): void {
  const values = variables.map((variable) => `"$${variable}"`).join(" ");
  const environment = variables.length === 0 ? "" : `${AS_JSON} ${values}\n`;
  standIn(name, `${environment}${AS_JSON} ${name} "$@"\nexit ${exitCode}`);
}
const AS_JSON = `'${process.execPath}' -e 'console.log(JSON.stringify(process.argv.slice(1)))' --`;

interface Outcome {
  code: number | null;
  /** Calls of the stand-ins, in order. */
  calls: string[][];
  stdout: string;
  stderr: string;
}

function bash(args: string[], env: Record<string, string> = {}): Outcome {
  const { status, stdout, stderr } = spawnSync("bash", args, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, HOME: folder, ...env },
  });
  const calls = stdout.split("\n").filter((line) => line.startsWith("["));
  return { code: status, calls: calls.map((line) => JSON.parse(line)), stdout, stderr };
}

/** Parses arguments as `woodshed train` does, and loads the recipe. */
function understand(words: string[]) {
  expect(words[0]).toBe("train");
  const command = trainCommand().exitOverride();
  const { operands, unknown } = command.parseOptions(words.slice(1));
  expect(unknown).toEqual([]);
  const [recipe = "", ...overrides] = operands;
  const { config } = loadConfig(join(packageRoot, recipe.replace(IMAGE_ROOT, "")), overrides);
  const flags = Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === "cli");
  return { config, flags: Object.fromEntries(flags) };
}

/** Expects a run on a mounted volume that a restarted job resumes. */
function expectRestartable({ config }: ReturnType<typeof understand>): void {
  expect(config.checkpoint.resume).toBe("auto");
  expect(config.runs_dir).toBe(`${VOLUME}/runs`);
}

describe("container", () => {
  const lines = read("Dockerfile")
    .replace(/^\s*#.*\n/gm, "")
    .replace(/\\\n/g, "")
    .split("\n")
    .filter(Boolean);
  const instructions = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

  test("hadolint finds nothing", () => {
    const hadolint = join(packageRoot, ".venv/bin/hadolint");
    const ended = spawnSync(hadolint, ["--no-color", join(packageRoot, "Dockerfile")], { encoding: "utf8" });
    expect([ended.error, ended.stdout, ended.status]).toEqual([undefined, "", 0]);
  });

  test("pins its base image, with the Node of .nvmrc", () => {
    expect(instructions("FROM")).toEqual([
      expect.stringMatching(new RegExp(`^node:${read(".nvmrc").trim()}\\.\\d+\\.\\d+-bookworm-slim$`)),
    ]);
  });

  test.each(instructions("RUN"))("has valid shell lines: %s", (line) => {
    const script = line.replace(/--mount=\S+\s+/g, "");
    expect(bash(["-n", "-c", script])).toMatchObject({ code: 0, stderr: "" });
  });

  test("copies all files that the installation and runs need, and none that they create", () => {
    expect(instructions("COPY")).toEqual([". ."]);
    const patterns = read(".dockerignore")
      .split("\n")
      .filter((line) => /^[^#]/.test(line))
      .map((line) => new RegExp(`^${line.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`));
    const isLeftOut = (path: string): boolean => patterns.some((pattern) => pattern.test(path));
    const needed = [
      "deploy",
      "native",
      "package-lock.json",
      "package.json",
      "recipes",
      "services",
      "setup.mjs",
    ];
    const kept = readdirSync(packageRoot).filter((path) => !isLeftOut(path));
    expect(kept).toEqual(
      expect.arrayContaining([...needed, "src", "tools", "tsconfig.build.json", "tsconfig.json"]),
    );
    for (const made of ["node_modules", ".venv", "build", "dist", "runs", "data", ".git"]) {
      expect(isLeftOut(made), made).toBe(true);
    }
  });

  test("has links and an entry point that exist", () => {
    const run = instructions("RUN").join("\n");
    const { bin } = JSON.parse(read("package.json"));
    expect(run).toContain(`ln -s ${IMAGE_ROOT}${bin.woodshed} /usr/local/bin/woodshed`);
    expect(run).toContain("node setup.mjs");
    const [entryPoint] = instructions("ENTRYPOINT").map((text) => JSON.parse(text) as string[]);
    expect(entryPoint?.slice(0, 2)).toEqual(["tini", "--"]);
    expect(run).toMatch(/apt-get install .*\btini\b/);
    const script = join(packageRoot, entryPoint![2]!.replace(IMAGE_ROOT, ""));
    expect(() => accessSync(script, constants.X_OK)).not.toThrow();
  });
});

describe("entry point", () => {
  const entryPoint = join(packageRoot, "deploy/entrypoint.sh");
  beforeEach(() => printsItsCall("woodshed", { exitCode: 7 }));

  test.each([{ words: ["train", "my recipe.yaml", "a=1"] }, { words: ["--help"] }, { words: [] }])(
    "passes $words to woodshed",
    ({ words }) => {
      expect(bash([entryPoint, ...words])).toMatchObject({
        code: 7,
        calls: [["woodshed", ...words]],
        stderr: "",
      });
    },
  );

  test("replaces itself by the run, which gets signals directly", () => {
    standIn("woodshed", "echo $$");
    const { pid, stdout } = spawnSync(entryPoint, ["train"], {
      encoding: "utf8",
      env: { PATH: `${join(folder, "bin")}:/usr/bin:/bin` },
    });
    expect(stdout).toBe(`${pid}\n`);
  });

  test("runs other programs of the image unchanged", () => {
    expect(bash([entryPoint, "bash", "-c", "echo here $0; exit 3", "a b"])).toMatchObject({
      code: 3,
      stdout: "here a b\n",
    });
  });

  test("starts sshd for a user's key, in an image that has it", () => {
    const env = { PUBLIC_KEY: "ssh-ed25519 AAAA someone" };
    expect(bash([entryPoint, "train"], env).calls).toEqual([["woodshed", "train"]]);
    printsItsCall("sshd");
    standIn("ssh-keygen", 'echo "$@" >keys-made');
    expect(bash([entryPoint, "train"]).calls).toEqual([["woodshed", "train"]]);
    expect(existsSync(join(folder, "keys-made"))).toBe(false);

    expect(bash([entryPoint, "train"], env).calls).toEqual([["sshd"], ["woodshed", "train"]]);
    const keys = join(folder, ".ssh/authorized_keys");
    expect(readFileSync(keys, "utf8")).toBe(`${env.PUBLIC_KEY}\n`);
    expect(statSync(keys).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "keys-made"), "utf8")).toBe("-A\n");
  });
});

describe("Slurm", () => {
  const script = join(packageRoot, "deploy/slurm.sbatch");
  const options = new Map(
    [...read("deploy/slurm.sbatch").matchAll(/^#SBATCH --([a-z-]+)(?:=(\S+))?$/gm)].map(
      ([, name = "", value]) => [name, value],
    ),
  );
  const JOB = {
    SLURM_JOB_ID: "123456",
    SLURM_JOB_NUM_NODES: "2",
    SLURM_JOB_NODELIST: "gpu[3-4]",
    SLURM_GPUS_ON_NODE: "8",
    SLURM_CPUS_PER_TASK: "64",
  };
  const hosts = 'if [[ $1 == show ]]; then printf "gpu3\\ngpu4\\n"; exit; fi';

  beforeEach(() => {
    printsItsCall("srun");
    standIn("scontrol", hosts);
    mkdirSync(join(folder, "dist/cli"), { recursive: true });
    writeFileSync(join(folder, "dist/cli/main.js"), "");
  });

  test("has valid options of sbatch, one per line", () => {
    expect(read("deploy/slurm.sbatch").match(/^#SBATCH/gm)).toHaveLength(options.size);
    expect(Object.fromEntries(options)).toEqual({
      "job-name": "woodshed",
      nodes: expect.stringMatching(/^\d+$/),
      "gpus-per-node": expect.stringMatching(/^\d+$/),
      "cpus-per-task": expect.stringMatching(/^\d+$/),
      time: expect.stringMatching(/^\d+:\d\d:\d\d$/),
      "ntasks-per-node": "1",
      output: "%x-%j.log",
      "open-mode": "append",
      // Sent to the tasks: with "B:" only this shell would get the signal.
      signal: expect.stringMatching(/^TERM@\d+$/),
      requeue: undefined,
    });
    expect(bash(["-n", script])).toMatchObject({ code: 0, stderr: "" });
  });

  test("runs one launcher per node, with a rank per GPU", () => {
    const { code, calls, stderr } = bash([script, "recipes/quickstart.yaml", "seed=3", "name=a b"], JOB);
    expect([code, stderr]).toEqual([0, ""]);
    const [srun = []] = calls;
    const start = srun.indexOf("node");
    expect(srun.slice(0, start)).toEqual(["srun", "--kill-on-bad-exit=0", "--cpus-per-task=64"]);
    expect(srun[start + 1]).toBe("dist/cli/main.js");
    expect(srun.slice(-2)).toEqual(["seed=3", "name=a b"]);
    const { config, flags } = understand(srun.slice(start + 2, -1));
    expect(config).toMatchObject({ seed: 3, checkpoint: { resume: "auto" } });
    expect(config.training.distributed.world_size).toBe(16);
    expect(flags).toEqual({
      nnodes: "2",
      rdzvEndpoint: `gpu3:${29500 + (123456 % 1000)}`,
      rdzvId: "123456",
      maxRestarts: 3,
    });
  });

  test("runs the requested number of ranks on nodes without GPUs, or one", () => {
    const { SLURM_GPUS_ON_NODE: _, ...cpuJob } = JOB;
    const worldSize = (env: Record<string, string>) =>
      bash([script], { ...cpuJob, ...env }).calls[0]?.find((word) => word.includes("world_size"));
    expect(worldSize({})).toBe("training.distributed.world_size=2");
    expect(worldSize({ RANKS_PER_NODE: "4" })).toBe("training.distributed.world_size=8");
  });

  test("requeues the job after a signal and a save, and only then", () => {
    standIn("scontrol", `${hosts}\necho "$@" >>requeued`);
    const requeued = join(folder, "requeued");
    for (const exitCode of [0, 1, 137]) {
      printsItsCall("srun", { exitCode });
      expect(bash([script], JOB).code).toBe(exitCode);
      expect(existsSync(requeued)).toBe(false);
    }
    printsItsCall("srun", { exitCode: 143 });
    expect(bash([script], JOB).code).toBe(143);
    expect(readFileSync(requeued, "utf8")).toBe("requeue 123456\n");
  });

  test("refuses to run from another folder", () => {
    rmSync(join(folder, "dist"), { recursive: true });
    const { code, calls, stderr } = bash([script], JOB);
    expect([code, calls]).toEqual([1, []]);
    expect(stderr).toContain("submit from Woodshed's folder");
  });
});

/** Returns the environment for torchrun and the arguments for woodshed of a node's script. */
function runOnNode(script: string, env: Record<string, string>) {
  printsItsCall("woodshed", { variables: ["PET_LOCAL_ADDR", "PET_RDZV_CONF"] });
  // The folder exists in the image only.
  const { code, calls, stderr } = bash(["-e", "-c", script.replace(`cd ${VOLUME}\n`, "")], env);
  expect([code, stderr]).toEqual([0, ""]);
  const [torchrun = [], woodshed = []] = calls;
  return { torchrun, words: woodshed.slice(1) };
}

describe("dstack", () => {
  const task = parse(read("deploy/dstack.yml"));

  test("has the fields of a task and no others", () => {
    expect(task).toEqual({
      type: "task",
      name: expect.stringMatching(/^[a-z][a-z0-9-]{1,40}$/),
      image: expect.stringMatching(/^\S+:\d+\.\d+\.\d+$/),
      nodes: expect.any(Number),
      env: [expect.stringMatching(/^RECIPE=\S+$/)],
      volumes: [expect.stringMatching(new RegExp(`^[a-z]+:${VOLUME}$`))],
      resources: {
        gpu: expect.stringMatching(/^\d+GB\.\.:\d+$/),
        shm_size: expect.stringMatching(/^\d+GB$/),
      },
      retry: { on_events: ["no-capacity", "interruption"], duration: "1d" },
      working_dir: VOLUME,
      shell: "bash",
      commands: expect.any(Array),
    });
  });

  test.each([0, 1])("node %i joins the head, with its share of all ranks", (rank) => {
    // dstack joins commands in this way.
    const { torchrun, words } = runOnNode(task.commands.join(" && "), {
      RECIPE: task.env[0].slice("RECIPE=".length),
      DSTACK_RUN_NAME: "woodshed",
      DSTACK_NODES_NUM: "2",
      DSTACK_NODE_RANK: String(rank),
      DSTACK_NODES_IPS: "10.0.0.5\n10.0.0.6",
      DSTACK_MASTER_NODE_IP: "10.0.0.5",
      DSTACK_GPUS_PER_NODE: "8",
      DSTACK_GPUS_NUM: "16",
    });
    expect(torchrun).toEqual([["10.0.0.5", "10.0.0.6"][rank], `is_host=${rank === 0 ? 1 : 0}`]);
    const understood = understand(words);
    expectRestartable(understood);
    expect(understood.config.training.distributed.world_size).toBe(16);
    expect(understood.flags).toEqual({
      nnodes: "2",
      rdzvEndpoint: "10.0.0.5:29500",
      rdzvId: "woodshed",
      maxRestarts: 3,
    });
  });
});

describe("SkyPilot", () => {
  const task = parse(read("deploy/skypilot.yaml"));

  test("has the fields of a task and no others", () => {
    expect(task).toEqual({
      name: "woodshed",
      num_nodes: expect.any(Number),
      resources: {
        infra: "kubernetes",
        accelerators: expect.stringMatching(/^[A-Z0-9]+:\d+$/),
        image_id: expect.stringMatching(/^docker:\S+:\d+\.\d+\.\d+$/),
      },
      envs: { RECIPE: expect.any(String) },
      volumes: { [VOLUME]: "woodshed" },
      run: expect.any(String),
    });
  });

  test("has a valid volume in its comments", () => {
    const [, comment = ""] = read("deploy/skypilot.yaml").split(/^#\n(?=# {5}name: woodshed$)/m);
    const volume = parse(comment.match(/^(# {5}.*\n)+/)![0].replace(/^# {5}/gm, ""));
    expect(volume).toEqual({
      name: task.volumes[VOLUME],
      type: "k8s-pvc",
      infra: "kubernetes",
      size: expect.stringMatching(/^\d+Gi$/),
      config: { access_mode: "ReadWriteMany" },
    });
  });

  test.each([0, 1])("node %i joins the head, with its share of all ranks", (rank) => {
    const { torchrun, words } = runOnNode(task.run, {
      ...task.envs,
      SKYPILOT_TASK_ID: "sky-managed-2026-11-24-01-00-00_woodshed_1-0",
      SKYPILOT_NUM_NODES: "2",
      SKYPILOT_NODE_RANK: String(rank),
      SKYPILOT_NODE_IPS: "10.0.0.5\n10.0.0.6",
      SKYPILOT_NUM_GPUS_PER_NODE: "8",
    });
    expect(torchrun).toEqual([["10.0.0.5", "10.0.0.6"][rank], `is_host=${rank === 0 ? 1 : 0}`]);
    const understood = understand(words);
    expectRestartable(understood);
    expect(understood.config.training.distributed.world_size).toBe(16);
    expect(understood.flags).toEqual({
      nnodes: "2",
      rdzvEndpoint: "10.0.0.5:29500",
      rdzvId: "sky-managed-2026-11-24-01-00-00_woodshed_1-0",
      maxRestarts: 3,
    });
  });
});

describe("Kubernetes", () => {
  const documents = (name: string) =>
    parseAllDocuments(read(`deploy/kubernetes/${name}`)).map((document) => document.toJS());
  const [volume] = documents("volume.yaml");
  const [runtime, trainJob] = documents("trainjob.yaml");
  const [service, job] = documents("job.yaml");
  const runtimePod = runtime.spec.template.spec.replicatedJobs[0].template.spec.template.spec;

  /** Returns the violations of the schemas of Kubernetes and Kubeflow Trainer, per document. */
  function problems(...documents: unknown[]): string[][] {
    const ended = spawnSync(
      join(packageRoot, ".venv/bin/python"),
      [join(packageRoot, "tests/support/kubernetes.py")],
      { input: JSON.stringify(documents), encoding: "utf8" },
    );
    expect([ended.error, ended.stderr]).toEqual([undefined, ""]);
    return JSON.parse(ended.stdout);
  }

  test("all documents match their schemas, and the check finds violations", () => {
    const misspelt = { ...trainJob, spec: { ...trainJob.spec, runtimeref: trainJob.spec.runtimeRef } };
    const mistyped = { ...job, spec: { ...job.spec, completions: "two" } };
    // At once: to load the models of all documents takes seconds.
    expect(problems(volume, service, job, runtime, trainJob, misspelt, mistyped)).toEqual([
      ...[[], [], [], [], []],
      [".spec.runtimeref: no such field"],
      [expect.stringContaining("completions")],
    ]);
  });

  test.each([
    { name: "job.yaml", pod: job.spec.template.spec },
    { name: "trainjob.yaml", pod: runtimePod },
  ])("$name mounts the volume of volume.yaml and provides what ranks need", ({ pod }) => {
    const [container] = pod.containers;
    expect(container.volumeMounts.map((mount: { mountPath: string }) => mount.mountPath)).toEqual([
      VOLUME,
      "/dev/shm",
    ]);
    expect(container.volumeMounts.map((mount: { name: string }) => mount.name)).toEqual(
      pod.volumes.map((one: { name: string }) => one.name),
    );
    expect(pod.volumes[0].persistentVolumeClaim.claimName).toBe(volume.metadata.name);
    expect(volume.spec.accessModes).toEqual(["ReadWriteMany"]);
    expect(container.workingDir).toBe(VOLUME);
    expect(container.env).toContainEqual({
      name: "PET_LOCAL_ADDR",
      valueFrom: { fieldRef: { fieldPath: "status.podIP" } },
    });
    expect(pod).toMatchObject({ restartPolicy: "OnFailure", terminationGracePeriodSeconds: 120 });
  });

  test("the numbers of a plain job agree, and its head has the name of the service", () => {
    const [container] = job.spec.template.spec.containers;
    const understood = understand(container.args);
    expectRestartable(understood);
    const { completions, parallelism } = job.spec;
    const gpus = container.resources.limits["nvidia.com/gpu"];
    expect(parallelism).toBe(completions);
    expect(job.spec.completionMode).toBe("Indexed");
    expect(understood.config.training.distributed.world_size).toBe(completions * gpus);
    expect(job.spec.template.spec.subdomain).toBe(service.metadata.name);
    expect(service.spec).toEqual({
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: { "job-name": job.metadata.name },
    });
    expect(understood.flags).toEqual({
      nnodes: String(completions),
      rdzvEndpoint: `${job.metadata.name}-0.${service.metadata.name}:29500`,
      rdzvId: job.metadata.name,
      maxRestarts: 3,
    });
    expect(container.command).toBeUndefined(); // it would replace the entry point
  });

  test("the TrainJob refers to the runtime, whose container Kubeflow uses as trainer", () => {
    expect(trainJob.spec.runtimeRef).toEqual({
      apiGroup: "trainer.kubeflow.org",
      kind: runtime.kind,
      name: runtime.metadata.name,
    });
    const [node] = runtime.spec.template.spec.replicatedJobs;
    expect(node.name).toBe("node");
    expect(node.template.metadata.labels).toEqual({
      "trainer.kubeflow.org/trainjob-ancestor-step": "trainer",
    });
    expect(runtimePod.containers[0].name).toBe("node");
    expect(runtime.spec.mlPolicy.torch).toEqual({});
    const { numProcPerNode, resourcesPerNode } = trainJob.spec.trainer;
    expect(numProcPerNode).toBe(resourcesPerNode.limits["nvidia.com/gpu"]);
  });

  // Tried with the real torchrun: two of these commands on one host connect, and connect again after a rank dies.
  test.each([0, 1])("node %i of the TrainJob runs torchrun, which runs woodshed", (rank) => {
    printsItsCall("torchrun");
    const [tini, dashes, ...command] = [...runtimePod.containers[0].command, ...trainJob.spec.trainer.args];
    expect([tini, dashes, basename(command[0])]).toEqual(["tini", "--", "bash"]);
    const { code, calls, stderr } = bash(command.slice(1), {
      PET_NNODES: "2",
      PET_NPROC_PER_NODE: "8",
      PET_NODE_RANK: String(rank),
      PET_MASTER_ADDR: "woodshed-node-0-0.woodshed",
      PET_MASTER_PORT: "29500",
    });
    expect([code, stderr]).toEqual([0, ""]);
    const [torchrun = []] = calls;
    const start = torchrun.indexOf("woodshed");
    expect(torchrun.slice(0, start)).toEqual([
      "torchrun",
      "--no-python",
      "--rdzv-backend=c10d",
      "--rdzv-endpoint=woodshed-node-0-0.woodshed:29500",
      "--rdzv-id=woodshed-node-0-0.woodshed",
      `--rdzv-conf=is_host=${rank === 0 ? 1 : 0}`,
      "--max-restarts=3",
      "--shutdown-timeout=100",
    ]);
    const understood = understand(torchrun.slice(start + 1));
    expectRestartable(understood);
    // torchrun sets the number of ranks.
    expect(understood.config.training.distributed.world_size).toBe(1);
    expect(understood.flags).toEqual({});
  });
});
