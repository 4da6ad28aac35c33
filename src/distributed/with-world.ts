import { WoodshedError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { readEnvironment } from "./environment.js";
import { PeerError } from "./failure.js";
import { type JoinOptions, joinWorld } from "./join.js";
import { isPrintedByLauncher, reportRankFailure } from "./rank-failure.js";
import { World } from "./world.js";

/**
 * Runs a program as one rank of the world that a launcher started (`woodshed launch`, torchrun), or alone without one. If
 * the body fails, the process reports its error to the launcher, which stops the other ranks, and exits with code 1.
 *
 * @throws the body's error in a world of one
 */
export async function withWorld<T>(
  body: (world: World) => Promise<T> | T,
  options: JoinOptions = {},
): Promise<T> {
  const environment = readEnvironment();
  if (environment === null) return body(World.solo());
  const { rank } = environment;
  try {
    const world = await joinWorld(environment, options);
    const result = await body(world);
    await world.leave(true);
    return result;
  } catch (error) {
    const text = textOf(error);
    reportRankFailure(rank, error, text, error instanceof PeerError);
    if (!isPrintedByLauncher(rank)) process.stderr.write(`rank ${rank}: ${text}\n`);
    // Pending collectives must not keep the process alive.
    return addon.exitNow(1);
  }
}

/** Returns the message of an error of ours, and the stack of one of the program's own. */
function textOf(error: unknown): string {
  if (error instanceof WoodshedError) return `${error.name}: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
