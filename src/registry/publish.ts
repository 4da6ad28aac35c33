import type { Config } from "../config/schema.js";
import { displayPath } from "../display-path.js";
import { Deadline } from "../mlflow/deadline.js";
import { openRegistry } from "../mlflow/server/open.js";
import { shellWord } from "../shell-word.js";
import { targetOf } from "../tracking/mlflow/target.js";
import type { MessageHandlers } from "../tracking/open.js";
import { defaultExporter } from "./versions/exporter.js";
import { describePromotion, promote } from "./versions/promote.js";
import { type Registered, registerVersion } from "./versions/register.js";

/** Returns the name that a recipe registers its model under; null if it does not register it. */
export function registeredName({ name, registry }: Config): string | null {
  const { enabled, register } = registry.mlflow;
  if (!enabled || register === null || register === false) return null;
  return register === true ? name : register;
}

/** Registers a finished run if its recipe asks for it. A failure only causes a warning, with the command to register it later. */
export async function publishRun(
  folder: string,
  config: Config,
  handlers: MessageHandlers,
  signal: AbortSignal,
): Promise<void> {
  const name = registeredName(config);
  if (name === null) return;
  const ms = 1000 * config.registry.mlflow.finish_timeout_sec;
  using deadline = new Deadline(ms);
  try {
    const target = targetOf(config);
    const registered = await registerVersion(folder, name, {
      ...{ target, exportOnnx: defaultExporter, retryMs: ms, deadline, signal, say: handlers.say },
    });
    handlers.say(`MLflow: registered as ${name}/${registered.version.version}: ${registered.url}`);
    await moveAlias(registered, config, deadline, handlers);
  } catch (error) {
    handlers.warn(
      `warning: MLflow: ${name} is not registered: ${(error as Error).message}. Register it later with: npx woodshed models register ${shellWord(displayPath(folder))} ${name}`,
    );
  }
}

/** Moves the recipe's alias. A failure only causes a warning: the version is registered already. */
async function moveAlias(
  { version }: Registered,
  config: Config,
  deadline: Deadline,
  { say, warn }: MessageHandlers,
): Promise<void> {
  const { name: alias, if_better, margin } = config.registry.mlflow.alias;
  if (alias === null) return;
  try {
    using registry = await openRegistry(targetOf(config).place, { deadline });
    const rule = if_better === null ? null : { metric: if_better, margin };
    say(
      `MLflow: ${describePromotion(alias, version.version, await promote(registry.client, version, alias, rule))}`,
    );
  } catch (error) {
    warn(`warning: MLflow: alias ${alias} is not moved: ${(error as Error).message}`);
  }
}
