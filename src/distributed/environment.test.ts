import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { readEnvironment } from "./environment.js";

/** Variables that torchrun 2.13 sets for the last of four ranks, on the second of two hosts. */
const TORCHRUN = {
  LOCAL_RANK: "1",
  RANK: "3",
  GROUP_RANK: "1",
  ROLE_RANK: "3",
  ROLE_NAME: "default",
  LOCAL_WORLD_SIZE: "2",
  WORLD_SIZE: "4",
  GROUP_WORLD_SIZE: "2",
  ROLE_WORLD_SIZE: "4",
  MASTER_ADDR: "node-1.cluster",
  MASTER_PORT: "29500",
  TORCHELASTIC_RESTART_COUNT: "2",
  TORCHELASTIC_MAX_RESTARTS: "3",
  TORCHELASTIC_RUN_ID: "woodshed",
  TORCHELASTIC_USE_AGENT_STORE: "True",
};

describe("ranks", () => {
  it("are read from torchrun's variables, with the key prefix of the agent's store", () => {
    expect(readEnvironment(TORCHRUN)).toEqual({
      rank: 3,
      worldSize: 4,
      localRank: 1,
      localSize: 2,
      masterAddress: "node-1.cluster",
      masterPort: 29_500,
      agentStorePrefix: "/worker/attempt_2",
    });
  });

  it("of static rendezvous have no prefix, because rank 0 serves the store", () => {
    for (const value of ["False", undefined]) {
      const env = { ...TORCHRUN, TORCHELASTIC_USE_AGENT_STORE: value };
      expect(readEnvironment(env)?.agentStorePrefix).toBeNull();
    }
  });

  it("of Slurm are read if a script sets torchrun's variables from srun's", () => {
    const slurm = { SLURM_PROCID: "1", SLURM_NTASKS: "2", SLURM_LOCALID: "0", SLURM_JOB_NUM_NODES: "2" };
    const env = {
      ...slurm,
      RANK: "1",
      WORLD_SIZE: "2",
      LOCAL_RANK: "0",
      MASTER_ADDR: "gpu3",
      MASTER_PORT: "1024",
    };
    expect(readEnvironment(env)).toMatchObject({ rank: 1, worldSize: 2, localRank: 0, localSize: 1 });
  });
});

describe("no ranks are read", () => {
  it.each<[string, NodeJS.ProcessEnv]>([
    ["a plain terminal", { HOME: "/root" }],
    [
      "a cloud that sets WORLD_SIZE for its machines",
      { WORLD_SIZE: "1", MASTER_ADDR: "10.0.0.1", MASTER_PORT: "29500" },
    ],
    [
      "Slurm, whose srun starts a launcher on each host",
      { SLURM_PROCID: "1", SLURM_NTASKS: "2", SLURM_LOCALID: "0" },
    ],
    [
      "a pod of Kubeflow's PyTorchJob, in which torchrun is started",
      {
        ...{ RANK: "1", WORLD_SIZE: "2", MASTER_ADDR: "job-master-0", MASTER_PORT: "23456" },
        ...{ PET_NODE_RANK: "1", PET_NNODES: "2", PET_MASTER_ADDR: "job-master-0" },
      },
    ],
    ["an environment with empty variables", { ...TORCHRUN, RANK: "", LOCAL_RANK: "" }],
  ])("in %s", (_, env) => {
    expect(readEnvironment(env)).toBeNull();
  });
});

describe("errors", () => {
  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ["one missing", { MASTER_ADDR: undefined }, /set, but not MASTER_ADDR: .* sets all of RANK, WORLD_SIZE/],
    ["several missing", { MASTER_PORT: "", WORLD_SIZE: undefined }, /but not WORLD_SIZE, MASTER_PORT:/],
    ["a word", { RANK: "three" }, /^RANK: expected a whole number, got "three"$/],
    ["a negative number", { LOCAL_RANK: "-1" }, /^LOCAL_RANK: expected a whole number, got "-1"$/],
    ["a fraction", { WORLD_SIZE: "4.5" }, /^WORLD_SIZE: expected a whole number, got "4.5"$/],
    ["blanks", { RANK: "  " }, /^RANK: expected a whole number, got " {2}"$/],
    [
      "an invalid port",
      { MASTER_PORT: "295000" },
      /^MASTER_PORT: expected a whole number up to 65535, got "295000"$/,
    ],
    ["a rank beyond the world", { RANK: "4" }, /^RANK 4 is not below WORLD_SIZE 4$/],
    ["a world size of 0", { RANK: "0", WORLD_SIZE: "0" }, /^RANK 0 is not below WORLD_SIZE 0$/],
    ["a local rank beyond the host", { LOCAL_RANK: "2" }, /^LOCAL_RANK 2 is not below LOCAL_WORLD_SIZE 2$/],
    [
      "a host larger than the world",
      { LOCAL_WORLD_SIZE: "8" },
      /^LOCAL_WORLD_SIZE 8 is more than WORLD_SIZE 4$/,
    ],
    [
      "a local rank beyond the world, where the host's ranks are not counted",
      { LOCAL_WORLD_SIZE: undefined, LOCAL_RANK: "4" },
      /^LOCAL_RANK 4 is not below WORLD_SIZE 4$/,
    ],
  ])("name the invalid variable: %s", (_, more, message) => {
    const read = () => readEnvironment({ ...TORCHRUN, ...more });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(message);
  });
});
