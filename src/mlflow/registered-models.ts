import { RegistryError } from "../errors.js";
import type { Connection } from "./connection.js";
import { paged } from "./paging.js";
import { fromPairs, type Tags, toPairs } from "./tags.js";

export interface RegisteredModel {
  name: string;
  description: string;
  createdMs: number;
  updatedMs: number;
  tags: Record<string, string>;
  /** Versions by alias. */
  aliases: Record<string, string>;
}

interface ModelAnswer {
  name: string;
  description?: string;
  creation_timestamp?: number | string;
  last_updated_timestamp?: number | string;
  tags?: { key: string; value: string }[];
  aliases?: { alias: string; version: string }[];
}

const ROOT = "/api/2.0/mlflow/registered-models";

export class RegisteredModels {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Creates a model if needed. Returns true if it is new. */
  async ensure(name: string, tags: Tags = {}): Promise<boolean> {
    try {
      const body = { name, tags: toPairs(tags) };
      await this.#connection.json({ method: "POST", path: `${ROOT}/create`, body });
      return true;
    } catch (error) {
      if (error instanceof RegistryError && error.code === "RESOURCE_ALREADY_EXISTS") return false;
      throw error;
    }
  }

  /** Returns null if it does not exist. */
  async get(name: string): Promise<RegisteredModel | null> {
    try {
      const request = { method: "GET", path: `${ROOT}/get`, query: { name } } as const;
      return toModel(
        (await this.#connection.json<{ registered_model: ModelAnswer }>(request)).registered_model,
      );
    } catch (error) {
      if (error instanceof RegistryError && error.code === "RESOURCE_DOES_NOT_EXIST") return null;
      throw error;
    }
  }

  /** @param filter `name LIKE 'bird%' and tags.k = 'v'` */
  search(filter?: string): AsyncGenerator<RegisteredModel> {
    return paged(async (token) => {
      const query = { max_results: 1000, filter, page_token: token };
      const request = { method: "GET", path: `${ROOT}/search`, query } as const;
      const answer = await this.#connection.json<{
        registered_models?: ModelAnswer[];
        next_page_token?: string;
      }>(request);
      return { items: (answer.registered_models ?? []).map(toModel), nextToken: answer.next_page_token };
    });
  }

  async describe(name: string, description: string): Promise<void> {
    await this.#connection.json({ method: "PATCH", path: `${ROOT}/update`, body: { name, description } });
  }

  async setTag(name: string, key: string, value: string): Promise<void> {
    await this.#connection.json({ method: "POST", path: `${ROOT}/set-tag`, body: { name, key, value } });
  }

  async deleteTag(name: string, key: string): Promise<void> {
    await this.#connection.json({ method: "DELETE", path: `${ROOT}/delete-tag`, body: { name, key } });
  }

  /** Sets an alias; another version that has it loses it. */
  async setAlias(name: string, alias: string, version: string): Promise<void> {
    await this.#connection.json({ method: "POST", path: `${ROOT}/alias`, body: { name, alias, version } });
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    await this.#connection.json({ method: "DELETE", path: `${ROOT}/alias`, body: { name, alias } });
  }

  /** Deletes a model with all its versions. */
  async delete(name: string): Promise<void> {
    await this.#connection.json({ method: "DELETE", path: `${ROOT}/delete`, body: { name } });
  }
}

function toModel(answer: ModelAnswer): RegisteredModel {
  return {
    name: answer.name,
    description: answer.description ?? "",
    createdMs: Number(answer.creation_timestamp ?? 0),
    updatedMs: Number(answer.last_updated_timestamp ?? 0),
    tags: fromPairs(answer.tags),
    aliases: Object.fromEntries((answer.aliases ?? []).map(({ alias, version }) => [alias, version])),
  };
}
