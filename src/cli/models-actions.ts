/* The actions of `woodshed models`: one function per subcommand. */
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { counted } from "../counted.js";
import { ConfigError, RegistryError } from "../errors.js";
import { makeFolder } from "../make-folder.js";
import { assertLegalAlias, assertLegalTag } from "../mlflow/limits.js";
import type { ModelVersion } from "../mlflow/model-versions.js";
import { quote, take } from "../mlflow/paging.js";
import { fixed } from "../number-text.js";
import { findModel, findVersion } from "../registry/versions/find.js";
import { formatReference } from "../registry/versions/reference.js";
import { metricsOf, TAG_PREFIX } from "../registry/versions/tags.js";
import { alignColumns } from "../text-columns.js";
import { Interrupt } from "./interrupt.js";
import {
  endStages,
  openPlace,
  type PlaceOptions,
  placeOf,
  printNote,
  showStage,
} from "./registry-options.js";
import { tableLines } from "./table.js";
import { fitTo } from "./wrap.js";

export { alias, compare, promoteVersion } from "./models-compare.js";

interface RegisterOptions extends PlaceOptions {
  tag?: string[];
  alias?: string[];
  description?: string;
  experiment?: string;
  onnx: boolean;
  json?: boolean;
}

export async function register(
  run: string,
  modelName: string | undefined,
  options: RegisterOptions,
): Promise<void> {
  const { tag = [], alias: aliases = [] } = options;
  const tags = parseTags(tag);
  aliases.forEach(assertLegalAlias);
  const [{ registerVersion }, { defaultExporter }, { targetOfRun }, { readSource }] = await Promise.all([
    import("../registry/versions/register.js"),
    import("../registry/versions/exporter.js"),
    import("../tracking/mlflow/sync.js"),
    import("../registry/versions/source.js"),
  ]);
  const interrupt = new Interrupt(() =>
    printNote("stopping: an incomplete version is removed (Ctrl-C again exits at once)"),
  );
  const { config } = readSource(run).reader.recipe;
  const { register } = config.registry.mlflow;
  const name = modelName ?? (typeof register === "string" ? register : config.name);
  const target = targetOfRun(config as unknown as Record<string, unknown>, options);
  const registered = await registerVersion(run, name, {
    target: { ...target, tags: { ...target.tags, ...tags } },
    exportOnnx: options.onnx ? defaultExporter : null,
    say: printNote,
    signal: interrupt.signal,
    ...(options.description === undefined ? {} : { description: options.description }),
    onStage: showStage,
  }).catch((error: unknown) => {
    if (interrupt.signal.aborted) return null;
    throw error;
  });
  endStages();
  if (registered === null) {
    printNote("stopped: nothing was registered");
    process.exitCode = interrupt.exitCode;
    return;
  }
  const { version, digest, url } = registered;
  using registry = await openPlace({ ...options, ...placeOptions(target.place) });
  for (const alias of aliases) await registry.client.registeredModels.setAlias(name, alias, version.version);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ name, version: version.version, digest, aliases, url })}\n`);
    return;
  }
  process.stdout.write(
    `${formatReference(name, version.version)}${aliases.map((alias) => `, ${alias}`).join("")}\n` +
      `  page    ${url}\n  digest  ${digest}\n  try it  woodshed predict ${formatReference(name, version.version)} some.wav\n`,
  );
}

function placeOptions({ trackingUri, folder }: { trackingUri: string | null; folder: string }): PlaceOptions {
  return { folder, ...(trackingUri === null ? {} : { trackingUri }) };
}

export async function list(
  name: string | undefined,
  options: PlaceOptions & { filter?: string; json?: boolean },
): Promise<void> {
  using registry = await openPlace(options);
  const { client } = registry;
  if (name === undefined) {
    const models = await take(client.registeredModels.search(options.filter));
    const rows = await Promise.all(
      models.map(async (model) => ({
        model,
        versions: await take(client.modelVersions.ofModel(model.name)),
      })),
    );
    if (options.json) {
      for (const { model, versions } of rows) {
        const numbers = versions.map(({ version }) => Number(version)).sort((a, b) => a - b);
        process.stdout.write(
          `${JSON.stringify({ name: model.name, versions: numbers, aliases: model.aliases, tags: model.tags })}\n`,
        );
      }
    } else if (rows.length === 0)
      printNote(
        options.filter === undefined
          ? `no model is registered at ${client.uri} yet; register one with woodshed models register RUN`
          : `no model at ${client.uri} matches the filter ${options.filter}`,
      );
    else {
      const lines = rows.map(({ model, versions }) => [
        model.name,
        String(versions.length),
        newest(versions),
        Object.entries(model.aliases)
          .map(([alias, version]) => `${alias}: ${version}`)
          .join(", "),
      ]);
      process.stdout.write(
        `${tableLines([["model", "versions", "newest", "aliases"], ...lines]).join("\n")}\n`,
      );
    }
    return;
  }
  const { aliases } = await findModel(client, name);
  const filter = `name = ${quote(name)}${options.filter === undefined ? "" : ` and ${options.filter}`}`;
  const versions = (await take(client.modelVersions.search(filter))).sort(
    (a, b) => Number(b.version) - Number(a.version),
  );
  const aliasesOf = ({ version }: ModelVersion): string[] =>
    Object.keys(aliases).filter((alias) => aliases[alias] === version);
  if (options.json) {
    for (const version of versions)
      process.stdout.write(`${JSON.stringify(versionJson(version, aliasesOf(version)))}\n`);
    return;
  }
  const shown = ["test/accuracy", "test/macro_f1", "validation/accuracy", "validation/loss"];
  const columns = shown.filter((metric) => versions.some((version) => metric in metricsOf(version)));
  process.stdout.write(
    `${tableLines([
      ["version", "registered", ...columns, "run", "aliases"],
      ...versions.map((version) => [
        version.version,
        dateText(version.createdMs),
        ...columns.map((metric) => {
          const value = metricsOf(version)[metric];
          return value === undefined ? "" : fixed(value, 4);
        }),
        version.tags["woodshed.run_id"] ?? "",
        aliasesOf(version).join(", "),
      ]),
    ]).join("\n")}\n`,
  );
}

const newest = (versions: readonly ModelVersion[]): string =>
  versions.length === 0 ? "" : dateText(Math.max(...versions.map(({ createdMs }) => createdMs)));

const dateText = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");

function versionJson(version: ModelVersion, aliases: readonly string[]): Record<string, unknown> {
  const { name, description, createdMs, runId, modelId, tags } = version;
  return {
    ...{ name, version: Number(version.version), aliases, description },
    created_at: new Date(createdMs).toISOString(),
    ...{ mlflow_run_id: runId, model_id: modelId, metrics: metricsOf(version), tags },
  };
}

export async function show(
  reference: string,
  options: PlaceOptions & { card?: boolean; json?: boolean },
): Promise<void> {
  using registry = await openPlace(options);
  const { client } = registry;
  if (options.card) {
    const { fetchReference } = await import("../registry/versions/load.js");
    const { folder } = await fetchReference(reference, { client });
    process.stdout.write(readFileSync(join(folder, "README.md")));
    return;
  }
  const version = await findVersion(client, reference);
  const { aliases } = await findModel(client, version.name);
  const own = Object.keys(aliases).filter((alias) => aliases[alias] === version.version);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(versionJson(version, own))}\n`);
    return;
  }
  const { tags } = version;
  const source = tags["woodshed.git_sha"];
  const rows = [
    [
      "version",
      `${formatReference(version.name, version.version)}${own.map((alias) => `, ${alias}`).join("")}`,
    ],
    ["registered", `${dateText(version.createdMs)}, by woodshed ${tags["woodshed.version"] ?? "unknown"}`],
    ["page", client.versionPage(version.name, version.version)],
    ...(version.description === "" ? [] : [["description", version.description]]),
    ["model", tags["woodshed.model"] ?? "unknown"],
    ...Object.entries(metricsOf(version)).map(([metric, value]) => [metric, fixed(value, 4)]),
    [
      "run",
      `${tags["woodshed.run_id"] ?? "unknown"}, ${tags["woodshed.checkpoint"] ?? ""}; MLflow's ${version.runId ?? "none"}`,
    ],
    ["data", `fingerprint ${tags["woodshed.data_fingerprint"] ?? "unknown"}`],
    [
      "source",
      source === undefined
        ? "not a git checkout"
        : `${source}${tags["woodshed.git_is_dirty"] === "true" ? ", with uncommitted changes" : ""}`,
    ],
    ["ONNX", tags["woodshed.onnx"] === "true" ? "yes" : "no"],
    ["digest", tags["woodshed.digest"] ?? "none"],
    ...Object.entries(tags)
      .filter(([key]) => !key.startsWith(TAG_PREFIX))
      .map(([key, value]) => [`tag ${key}`, value]),
  ];
  process.stdout.write(`${fitTo(process.stdout, alignColumns(rows).join("\n"))}\n`);
}

export async function tag(target: string, keyValues: string[], options: PlaceOptions): Promise<void> {
  const tags = parseTags(keyValues);
  using registry = await openPlace(options);
  const { client } = registry;
  const isVersion = /[/@]/.test(target);
  const version = isVersion ? await findVersion(client, target) : null;
  const name = version?.name ?? (await findModel(client, target)).name;
  for (const [key, value] of Object.entries(tags)) {
    if (key.startsWith(TAG_PREFIX))
      throw new ConfigError(
        "TAG",
        `tag ${key}: names that begin with ${TAG_PREFIX} are reserved; choose another`,
      );
    const isRemoved = value === "";
    if (version === null)
      await (isRemoved
        ? client.registeredModels.deleteTag(name, key)
        : client.registeredModels.setTag(name, key, value));
    else if (isRemoved) await client.modelVersions.deleteTag(name, version.version, key);
    else await client.modelVersions.setTag(name, version.version, key, value);
    const subject = version === null ? name : `${name}/${version.version}`;
    process.stdout.write(`${subject}: ${isRemoved ? `${key} removed` : `${key} = ${value}`}\n`);
  }
}

function parseTags(keyValues: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    keyValues.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new ConfigError("TAG", `tag "${text}": expected key=value`);
      const [key, value] = [text.slice(0, at), text.slice(at + 1)];
      assertLegalTag(key, value);
      return [key, value];
    }),
  );
}

export async function load(reference: string, options: PlaceOptions & { output?: string }): Promise<void> {
  const { output } = options;
  if (output !== undefined && existsSync(output))
    throw new ConfigError("EXISTS", `${output}: exists already; choose another folder`);
  const { fetchReference } = await import("../registry/versions/load.js");
  const { folder, version } = await fetchReference(reference, {
    place: placeOf(options),
    say: printNote,
    onStage: showStage,
  });
  endStages();
  if (output === undefined) {
    process.stdout.write(`${folder}\n`);
    return;
  }
  try {
    makeFolder(output);
    cpSync(folder, output, { recursive: true });
  } catch (cause) {
    throw new ConfigError(
      "OUTPUT",
      `--output ${output}: cannot be written: ${(cause as Error).message}; choose another folder`,
      { cause },
    );
  }
  process.stdout.write(`${output}\n`);
  printNote(`${formatReference(version.name, version.version)}, verified`);
}

export async function remove(target: string, options: PlaceOptions & { yes?: boolean }): Promise<void> {
  using registry = await openPlace(options);
  const { client } = registry;
  if (/[/@]/.test(target)) {
    const { name, version } = await findVersion(client, target);
    const { aliases } = await findModel(client, name);
    const own = Object.keys(aliases).filter((alias) => aliases[alias] === version);
    await confirm(
      `delete ${name}/${version}${own.length > 0 ? `, which has the alias ${own.join(", ")}` : ""}?`,
      options.yes,
    );
    await client.modelVersions.delete(name, version);
    process.stdout.write(`${name}/${version}: deleted\n`);
    return;
  }
  const { name } = await findModel(client, target);
  const { length } = await take(client.modelVersions.ofModel(name));
  const versions = counted(length, "version");
  await confirm(`delete ${name} with its ${versions}?`, options.yes);
  await client.registeredModels.delete(name);
  process.stdout.write(`${name}: deleted, with ${versions}\n`);
}

async function confirm(question: string, isConfirmed: boolean | undefined): Promise<void> {
  if (isConfirmed) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new ConfigError(
      "CONFIRM",
      `${question} Add --yes: the input is not a terminal, so nobody can confirm`,
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // Ctrl-C and the end of input count as no.
    const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
    const answer = await Promise.race([terminal.question(`${question} [y/N] `).catch(() => ""), ended]);
    if (!/^y(es)?$/i.test(answer.trim())) throw new RegistryError("KEPT", "nothing was deleted");
  } finally {
    terminal.close();
  }
}
