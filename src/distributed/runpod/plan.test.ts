import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { describeRequest } from "./plan.js";
import { runpodOptionsOf } from "./request.js";

beforeEach(() => {
  vi.stubEnv("WOODSHED_IMAGE", "");
  vi.stubEnv("HOME", "/nowhere");
});
afterEach(() => void vi.unstubAllEnvs());

it("a dry run without an API key prints the known settings and the missing ones", () => {
  const lines = describeRequest(runpodOptionsOf({}), null);
  expect(lines).toContain("gpus    1 x the cheapest with 16 GB or more; secure cloud");
  expect(lines).toContain("image   not set: name one with --image or WOODSHED_IMAGE");
  expect(lines).toContain("ends    after 24 h");
  expect(lines).toContain("ssh     no key in ~/.ssh: create one with ssh-keygen -t ed25519");
  expect(lines.at(-2)).toMatch(/^price {3}unknown without a key: set RUNPOD_API_KEY/);
  expect(lines.at(-1)).toBe("nothing was rented");
});

it("a dry run prints GPUs, volume, limits and the command", () => {
  const options = {
    ...{ gpu: ["4090", "H100"], count: 2, nodes: 3, cloud: "any" as const, dataCenter: ["EU-RO-1"] },
    ...{ volume: "sounds", volumeGb: 50, maxHours: 2, maxUsd: 5, maxPrice: 3, image: "an/image:1" },
  };
  const jobSpec = {
    ...{ name: "My recipe", command: ["woodshed", "train", "r.yaml"], cwd: "" },
    ...{ bundle: Buffer.alloc(100_000), fetchWithinMs: 0, drainMs: 0 },
  };
  expect(describeRequest(runpodOptionsOf(options), jobSpec)).toEqual([
    "name    woodshed-my-recipe-...",
    "image   an/image:1",
    "gpus    3 nodes of 2 x 4090, else H100; secure or community cloud in EU-RO-1",
    "volume  sounds, created with 50 GB if it does not exist",
    "ends    after 2 h or at $5, whichever comes first; at most $3 an hour",
    "ssh     no key in ~/.ssh: create one with ssh-keygen -t ed25519",
    "sends   0.10 MB of project files, over SSH",
    "runs    woodshed train r.yaml",
    "price   unknown without a key: set RUNPOD_API_KEY to see prices and free GPUs",
    "nothing was rented",
  ]);
});
