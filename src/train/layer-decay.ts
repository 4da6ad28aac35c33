import { ConfigError } from "../errors.js";
import type { Encoder } from "../models/index.js";
import type { Module } from "../nn/module.js";
import type { NamedParameterGroup } from "../optim/group-by-name.js";
import type { Tensor } from "../tensor/index.js";

const KEY = "optimization.layer_decay";

/** The parts of a model that layer-wise rates need; an encoder of the user's may declare no blocks. */
export type LayeredModel = Module & { encoder: Module & Partial<Pick<Encoder, "blocksInOrder">> };

/**
 * Multiplies the learning rate of each parameter by a power of `decay`: 0 for the head, 1 for the last block of the encoder
 * and one more for each block before it; what is trained of the front end comes before the first block (Clark et al.,
 * "ELECTRA", 2020; Bao et al., "BEiT", 2022).
 *
 * @throws ConfigError for an encoder that does not declare its blocks, or not all of its parameters
 */
export function withLayerDecay(
  model: LayeredModel,
  groups: readonly NamedParameterGroup[],
  decay: number,
): NamedParameterGroup[] {
  const factors = layerFactors(model, decay);
  const result: { params: (readonly [string, Tensor])[]; settings: Omit<NamedParameterGroup, "params"> }[] =
    [];
  for (const { params, ...settings } of groups) {
    for (const entry of params) {
      const learningRateFactor = (settings.learningRateFactor ?? 1) * factors.get(entry[1])!;
      const own = { ...settings, learningRateFactor };
      const last = result.at(-1);
      if (last !== undefined && JSON.stringify(last.settings) === JSON.stringify(own))
        last.params.push(entry);
      else result.push({ params: [entry], settings: own });
    }
  }
  return result.map(({ params, settings }) => ({ ...settings, params }));
}

function layerFactors(model: LayeredModel, decay: number): Map<Tensor, number> {
  const { encoder } = model;
  const blocks = encoder.blocksInOrder ?? null;
  if (blocks === null) {
    throw new ConfigError(
      "PARAMETER_GROUPS",
      `${KEY}: ${encoder.constructor.name} does not declare its blocks; add get blocksInOrder() to the encoder, or use optimization.parameter_groups`,
    );
  }
  const factors = new Map<Tensor, number>();
  for (const [i, block] of blocks.entries()) {
    const parts = Array.isArray(block) ? (block as readonly Module[]) : [block as Module];
    for (const parameter of parts.flatMap((part) => part.parameters()))
      factors.set(parameter, decay ** (blocks.length - i));
  }
  const missing = [...encoder.namedParameters()].filter(([, parameter]) => !factors.has(parameter));
  if (missing.length > 0) {
    throw new ConfigError(
      "PARAMETER_GROUPS",
      `${KEY}: blocksInOrder of ${encoder.constructor.name} leaves out ${missing.map(([name]) => `encoder.${name}`).join(", ")}; put every parameter of the encoder in a block`,
    );
  }
  for (const [name, parameter] of model.namedParameters())
    if (!factors.has(parameter))
      factors.set(parameter, name.startsWith("head.") ? 1 : decay ** (blocks.length + 1));
  return factors;
}
