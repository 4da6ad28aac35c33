/** Configurations that an earlier version resolved and recorded, such as a checkpoint's. */
import { isOwn } from "./own-places.js";
import { renameKeys } from "./renamed-keys.js";
import { COMPONENT_SECTIONS } from "./sections/components.js";
import { isValues, type Values } from "./values.js";

/** Settings of versions that had no key for them, where the key's default is another. */
const OLD_TRAINING: Values = { dropout_masks: "by_rank" };

/**
 * Returns a recorded configuration as this version would have recorded it: with present names of keys, and in the section of
 * a component without the keys of others, which earlier versions recorded with their defaults.
 */
export function upgradeRecorded(recorded: Values): Values {
  const { values } = renameKeys(recorded);
  const sections = Object.entries(COMPONENT_SECTIONS).flatMap(([section, { table, defaultName, shared }]) => {
    const given = values[section];
    if (!isValues(given) || isOwn(given)) return [];
    const { name = defaultName } = given as { name?: string };
    const component = table[name];
    if (component === undefined) return [];
    const known = { name: true, ...component.options.shape, ...shared };
    // null stood for the first loss of the task.
    const kept = Object.entries(given).filter(
      ([key, value]) => Object.hasOwn(known, key) && !(key === "loss" && value === null),
    );
    return [[section, Object.fromEntries(kept)] as const];
  });
  const training = { ...OLD_TRAINING, ...(isValues(values["training"]) ? values["training"] : {}) };
  return { ...values, training, ...Object.fromEntries(sections) };
}
