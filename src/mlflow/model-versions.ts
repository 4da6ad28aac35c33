import { RegistryError } from "../errors.js";
import type { Connection } from "./connection.js";
import { paged, quote } from "./paging.js";
import { fromPairs, type Tags, toPairs } from "./tags.js";

export interface ModelVersion {
  name: string;
  version: string;
  description: string;
  /** `models:/m-...` for a version of a logged model. */
  source: string;
  runId: string | null;
  /** null for a version without a logged model. */
  modelId: string | null;
  status: "PENDING_REGISTRATION" | "FAILED_REGISTRATION" | "READY";
  createdMs: number;
  tags: Record<string, string>;
  aliases: string[];
}

interface VersionAnswer {
  name: string;
  version: string;
  description?: string;
  source?: string;
  run_id?: string;
  model_id?: string;
  status?: ModelVersion["status"];
  creation_timestamp?: number | string;
  tags?: { key: string; value: string }[];
  aliases?: string[];
}

const ROOT = "/api/2.0/mlflow/model-versions";

export class ModelVersions {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async create(version: {
    name: string;
    source: string;
    runId: string | null;
    modelId: string;
    description: string;
    tags: Tags;
  }): Promise<ModelVersion> {
    const { name, source, runId, modelId, description, tags } = version;
    const body = {
      ...{ name, source, description, model_id: modelId, tags: toPairs(tags) },
      ...(runId === null ? {} : { run_id: runId }),
    };
    const request = { method: "POST", path: `${ROOT}/create`, body, isIdempotent: false } as const;
    return toVersion((await this.#connection.json<{ model_version: VersionAnswer }>(request)).model_version);
  }

  /** Returns null if it does not exist. */
  async get(name: string, version: string): Promise<ModelVersion | null> {
    return this.#find(`${ROOT}/get`, { name, version });
  }

  /** Returns null if the model has no such alias. */
  async getByAlias(name: string, alias: string): Promise<ModelVersion | null> {
    return this.#find("/api/2.0/mlflow/registered-models/alias", { name, alias });
  }

  /** @param filter `name = 'birds' and tags.k = 'v'` */
  search(filter?: string): AsyncGenerator<ModelVersion> {
    return paged(async (token) => {
      const query = { max_results: 10_000, filter, page_token: token };
      const request = { method: "GET", path: `${ROOT}/search`, query } as const;
      const answer = await this.#connection.json<{
        model_versions?: VersionAnswer[];
        next_page_token?: string;
      }>(request);
      return { items: (answer.model_versions ?? []).map(toVersion), nextToken: answer.next_page_token };
    });
  }

  /** Lists the versions of one model. The server does not send their aliases here. */
  ofModel(name: string): AsyncGenerator<ModelVersion> {
    return this.search(`name = ${quote(name)}`);
  }

  async describe(name: string, version: string, description: string): Promise<void> {
    await this.#connection.json({
      method: "PATCH",
      path: `${ROOT}/update`,
      body: { name, version, description },
    });
  }

  async setTag(name: string, version: string, key: string, value: string): Promise<void> {
    await this.#connection.json({
      method: "POST",
      path: `${ROOT}/set-tag`,
      body: { name, version, key, value },
    });
  }

  async deleteTag(name: string, version: string, key: string): Promise<void> {
    await this.#connection.json({
      method: "DELETE",
      path: `${ROOT}/delete-tag`,
      body: { name, version, key },
    });
  }

  async delete(name: string, version: string): Promise<void> {
    await this.#connection.json({ method: "DELETE", path: `${ROOT}/delete`, body: { name, version } });
  }

  async #find(path: string, query: Record<string, string>): Promise<ModelVersion | null> {
    try {
      const answer = await this.#connection.json<{ model_version: VersionAnswer }>({
        method: "GET",
        path,
        query,
      });
      return toVersion(answer.model_version);
    } catch (error) {
      // MLflow reports a missing alias, and a version that is not a number, as an invalid parameter.
      const isMissing =
        error instanceof RegistryError &&
        /^(RESOURCE_DOES_NOT_EXIST|INVALID_PARAMETER_VALUE)$/.test(error.code);
      if (isMissing) return null;
      throw error;
    }
  }
}

function toVersion(answer: VersionAnswer): ModelVersion {
  return {
    name: answer.name,
    version: String(answer.version),
    description: answer.description ?? "",
    source: answer.source ?? "",
    runId: answer.run_id || null,
    modelId: answer.model_id || (/^models:\/(m-[^/]+)$/.exec(answer.source ?? "")?.[1] ?? null),
    status: answer.status ?? "READY",
    createdMs: Number(answer.creation_timestamp ?? 0),
    tags: fromPairs(answer.tags),
    aliases: answer.aliases ?? [],
  };
}
