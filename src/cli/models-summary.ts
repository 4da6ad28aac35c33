/* `woodshed models summary`: layers, shapes and cost of a built-in model or of a recipe's. */
import pc from "picocolors";
import { numChannelsOf } from "../audio/sample-format.js";
import { isOwnChoice } from "../components/component.js";
import { parseConfig } from "../config/load.js";
import { readOverrides } from "../config/overrides.js";
import type { Config } from "../config/schema.js";
import { didYouMean, suggestKeys } from "../config/suggest.js";
import { merge } from "../config/values.js";
import { ConfigError } from "../errors.js";
import type { ModelOptions } from "../models/model-options.js";
import { MODELS } from "../models/options.js";
import type { ModelSummary } from "../profiling/summarize.js";
import { loadRecipe } from "./load-recipe.js";
import { formatBytes } from "./size.js";
import { tableLines } from "./table.js";
import { fitTo } from "./wrap.js";

interface SummaryOptions {
  clipSec?: number;
  depth: number;
  json?: boolean;
}

/** The printed result; all shapes are those of one clip. */
interface Summary extends ModelSummary {
  /** `cnn14`, or the module that the recipe names. */
  model: string;
  frontEnd: string;
  clipSec: number;
  sampleRateHz: number;
  /** Shapes of the embeddings: of the clip [1, D], and of its frames [1, D, F'] or null. */
  embedding: { clip: readonly number[]; frames: readonly number[] | null };
}

export async function summary(
  name: string,
  overrides: readonly string[],
  { clipSec, depth, json }: SummaryOptions,
): Promise<void> {
  const length = clipSec === undefined ? [] : [`data.clip_sec=${clipSec}`];
  const config = configOf(name, [...overrides, ...length]);
  const result = await summarizeConfig(config, depth);
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(`${fitTo(process.stdout, describe(result).join("\n"))}\n`);
}

/** Returns the configuration of a recipe, or of a built-in model with a front end that fits. */
function configOf(name: string, overrides: readonly string[]): Config {
  if (/[/\\.]/.test(name)) return loadRecipe(name, overrides).config;
  if (!Object.hasOwn(MODELS, name)) {
    const names = Object.keys(MODELS);
    throw new ConfigError(
      "MODEL",
      `${name}: no such model.${didYouMean(suggestKeys(name, names))} Name one of ${names.join(", ")}, or a recipe such as recipe.yaml`,
    );
  }
  const { frontEnd = {} }: ModelOptions = MODELS[name as keyof typeof MODELS];
  const base = { data: { train: "none" }, model: { name }, front_end: { ...frontEnd } };
  const given = readOverrides(overrides, base);
  return parseConfig(merge(base, given.values), given.places);
}

async function summarizeConfig(config: Config, depth: number): Promise<Summary> {
  const { data, model, front_end } = config;
  const [{ buildEncoder }, { summarize }, { noGrad, scope }, { ops }] = await Promise.all([
    import("../inference/build-model.js"),
    import("../profiling/summarize.js"),
    import("../tensor/index.js"),
    import("../tensor/ops.js"),
  ]);
  const { frontEnd, encoder } = buildEncoder(config);
  return scope(() => {
    const numFrames = frontEnd.numFrames(Math.round(data.clip_sec * data.sample_rate_hz));
    const input = ops.zeros([1, numChannelsOf(data.channels) * frontEnd.channels, numFrames]);
    const { clip, frames } = noGrad(() => encoder.eval().forward(input));
    return {
      model: isOwnChoice(model) ? model.use : model.name,
      frontEnd: isOwnChoice(front_end) ? front_end.use : front_end.name,
      ...{ clipSec: data.clip_sec, sampleRateHz: data.sample_rate_hz },
      embedding: { clip: clip.shape, frames: frames?.shape ?? null },
      ...summarize(encoder, input, depth),
    };
  });
}

function describe(summary: Summary): string[] {
  const { model, frontEnd, clipSec, sampleRateHz, input, embedding, modules, flops } = summary;
  const { bold, dim } = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  const shape = (sizes: readonly number[] | null): string => (sizes === null ? "" : `[${sizes.join(", ")}]`);
  const frames = embedding.frames === null ? "no frames" : `frames ${shape(embedding.frames)}`;
  const [head, ...rows] = tableLines([
    ["layer", "type", "output", "parameters", "FLOPs"],
    ...modules.map((one) => [
      one.name || "(model)",
      one.type,
      shape(one.output),
      one.numParameters.toLocaleString("en"),
      shortCount(one.flops),
    ]),
  ]);
  return [
    `${bold("model")}        ${model}, without the last layer, which belongs to the task`,
    `${bold("input")}        ${shape(input)}: ${frontEnd} of ${clipSec} s at ${sampleRateHz} Hz`,
    "",
    dim(head!),
    ...rows,
    "",
    `${bold("embedding")}    ${shape(embedding.clip)}, ${frames}`,
    `${bold("parameters")}   ${summary.numParameters.toLocaleString("en")}, ${formatBytes(4 * summary.numParameters)} in float32`,
    `${bold("FLOPs")}        ${shortCount(flops)} for a forward pass of one clip`,
    `${bold("activations")}  ${formatBytes(summary.activationBytes)} at their peak in training, for each clip`,
  ];
}

/** `1.23 G`, `45.6 M`; empty for 0. */
function shortCount(count: number): string {
  if (count === 0) return "";
  const [unit, size] = (
    [
      ["T", 1e12],
      ["G", 1e9],
      ["M", 1e6],
      ["k", 1e3],
    ] as const
  ).find(([, least]) => count >= least) ?? ["", 1];
  return `${Number((count / size).toPrecision(3))}${unit === "" ? "" : ` ${unit}`}`;
}
