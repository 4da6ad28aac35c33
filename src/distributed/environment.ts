import { ConfigError } from "../errors.js";

/** This process's rank and the ranks that it trains with. */
export interface Environment {
  rank: number;
  worldSize: number;
  localRank: number;
  /** Number of ranks on this host. */
  localSize: number;
  masterAddress: string;
  masterPort: number;
  /** The prefix of this attempt's keys in the store of torchrun's agent; null if rank 0 serves the store. */
  agentStorePrefix: string | null;
}

const REQUIRED = ["RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT"] as const;

/**
 * Reads the variables of PyTorch's env:// contract; null if no launcher set them. LOCAL_RANK decides, since only
 * launchers of ranks set it: Kubernetes operators also set RANK and WORLD_SIZE, for a torchrun that is started in the
 * pod, and some clouds set WORLD_SIZE on their machines.
 *
 * @throws ConfigError naming variables that are missing beside LOCAL_RANK and RANK, are not numbers, or contradict
 * each other
 */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment | null {
  const isGiven = (name: string): boolean => env[name] !== undefined && env[name] !== "";
  if (!isGiven("LOCAL_RANK") || !isGiven("RANK")) return null;
  const missing = REQUIRED.filter((name) => !isGiven(name));
  if (missing.length > 0) {
    throw new ConfigError(
      "ENVIRONMENT",
      `RANK and LOCAL_RANK are set, but not ${missing.join(", ")}: a launcher of ranks sets all of ${REQUIRED.join(", ")}`,
    );
  }
  const number = (name: string, most = Number.MAX_SAFE_INTEGER): number => {
    const value = Number(env[name]);
    if (/^\d+$/.test(env[name]!.trim()) && value <= most) return value;
    throw new ConfigError(
      "ENVIRONMENT",
      `${name}: expected a whole number${most < 2 ** 16 ? ` up to ${most}` : ""}, got "${env[name]}"`,
    );
  };
  const rank = number("RANK");
  const worldSize = number("WORLD_SIZE");
  const localRank = number("LOCAL_RANK");
  const localSize = isGiven("LOCAL_WORLD_SIZE") ? number("LOCAL_WORLD_SIZE") : null;
  expectBelow("RANK", rank, "WORLD_SIZE", worldSize);
  expectBelow(
    "LOCAL_RANK",
    localRank,
    localSize === null ? "WORLD_SIZE" : "LOCAL_WORLD_SIZE",
    localSize ?? worldSize,
  );
  if (localSize !== null && localSize > worldSize) {
    throw new ConfigError(
      "ENVIRONMENT",
      `LOCAL_WORLD_SIZE ${localSize} is more than WORLD_SIZE ${worldSize}`,
    );
  }
  const usesAgentStore = env["TORCHELASTIC_USE_AGENT_STORE"] === "True";
  return {
    rank,
    worldSize,
    localRank,
    localSize: localSize ?? 1,
    masterAddress: env["MASTER_ADDR"]!,
    masterPort: number("MASTER_PORT", 65_535),
    // The prefix of torch.distributed's own rendezvous.
    agentStorePrefix: usesAgentStore ? `/worker/attempt_${env["TORCHELASTIC_RESTART_COUNT"] ?? 0}` : null,
  };
}

function expectBelow(name: string, value: number, limitName: string, limit: number): void {
  if (value < limit) return;
  throw new ConfigError("ENVIRONMENT", `${name} ${value} is not below ${limitName} ${limit}`);
}
