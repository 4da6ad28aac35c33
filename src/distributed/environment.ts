import { ConfigError } from "../errors.js";

/** This process's place among those that train together. */
export interface Environment {
  rank: number;
  worldSize: number;
  localRank: number;
  /** Ranks on this host. */
  localSize: number;
  masterAddress: string;
  masterPort: number;
  /** torchrun's agent serves the store already; keys of each of its attempts have their own prefix. */
  agentStorePrefix: string | null;
}

const REQUIRED = ["RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT"] as const;

/**
 * What a launcher says by PyTorch's env:// contract; null when none did. All five variables count:
 * some clouds set WORLD_SIZE on machines of their own.
 *
 * @throws ConfigError for values that contradict each other
 */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment | null {
  if (REQUIRED.some((name) => env[name] === undefined || env[name] === "")) return null;
  const number = (name: string): number => {
    const value = Number(env[name]);
    if (Number.isInteger(value) && value >= 0) return value;
    throw new ConfigError("ENVIRONMENT", `${name}: expected a whole number, got "${env[name]}"`);
  };
  const rank = number("RANK");
  const worldSize = number("WORLD_SIZE");
  const localRank = number("LOCAL_RANK");
  if (rank >= worldSize) {
    throw new ConfigError("ENVIRONMENT", `RANK ${rank} is not below WORLD_SIZE ${worldSize}`);
  }
  const usesAgentStore = env["TORCHELASTIC_USE_AGENT_STORE"] === "True";
  return {
    rank,
    worldSize,
    localRank,
    localSize: env["LOCAL_WORLD_SIZE"] === undefined ? 1 : number("LOCAL_WORLD_SIZE"),
    masterAddress: env["MASTER_ADDR"]!,
    masterPort: number("MASTER_PORT"),
    // As torch.distributed's own rendezvous names them.
    agentStorePrefix: usesAgentStore ? `/worker/attempt_${env["TORCHELASTIC_RESTART_COUNT"] ?? 0}` : null,
  };
}
