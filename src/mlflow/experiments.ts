import { RegistryError } from "../errors.js";
import type { Connection } from "./connection.js";
import { paged, quote } from "./paging.js";
import { fromPairs, type Tags, toPairs } from "./tags.js";

export interface Experiment {
  id: string;
  name: string;
  /** `mlflow-artifacts:/1` where the server proxies artifacts. */
  artifactLocation: string;
  isDeleted: boolean;
  tags: Record<string, string>;
}

interface ExperimentAnswer {
  experiment_id: string;
  name: string;
  artifact_location?: string;
  lifecycle_stage?: string;
  tags?: { key: string; value: string }[];
}

const ROOT = "/api/2.0/mlflow/experiments";

export class Experiments {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Creates an experiment and returns its id. @throws RegistryError RESOURCE_ALREADY_EXISTS */
  async create(name: string, tags: Tags = {}): Promise<string> {
    const body = { name, tags: toPairs(tags) };
    const request = { method: "POST", path: `${ROOT}/create`, body, isIdempotent: false } as const;
    return (await this.#connection.json<{ experiment_id: string }>(request)).experiment_id;
  }

  async get(id: string): Promise<Experiment> {
    const request = { method: "GET", path: `${ROOT}/get`, query: { experiment_id: id } } as const;
    return toExperiment((await this.#connection.json<{ experiment: ExperimentAnswer }>(request)).experiment);
  }

  /** Returns null if it does not exist. */
  async getByName(name: string): Promise<Experiment | null> {
    try {
      const request = {
        method: "GET",
        path: `${ROOT}/get-by-name`,
        query: { experiment_name: name },
      } as const;
      return toExperiment(
        (await this.#connection.json<{ experiment: ExperimentAnswer }>(request)).experiment,
      );
    } catch (error) {
      if (error instanceof RegistryError && error.code === "RESOURCE_DOES_NOT_EXIST") return null;
      throw error;
    }
  }

  /** Returns the experiment of that name and creates it if needed, also when several processes do so at once. */
  async ensure(name: string): Promise<Experiment> {
    for (let tries = 0; ; tries++) {
      const found = await this.getByName(name);
      if (found?.isDeleted) {
        throw new RegistryError(
          "EXPERIMENT_DELETED",
          `experiment "${name}" at ${this.#connection.uri} is deleted; use another name, or: mlflow experiments restore -x ${found.id}`,
        );
      }
      if (found !== null) return found;
      try {
        return await this.get(await this.create(name));
      } catch (error) {
        const exists = error instanceof RegistryError && error.code === "RESOURCE_ALREADY_EXISTS";
        // The request may have succeeded although its answer was lost.
        const isLost = error instanceof RegistryError && /^(UNREACHABLE|HTTP_5|INTERNAL)/.test(error.code);
        if (tries > 1 || !(exists || isLost)) throw error;
      }
    }
  }

  search(filter?: string): AsyncGenerator<Experiment> {
    return paged(async (token) => {
      const body = { max_results: 1000, filter, page_token: token };
      const request = { method: "POST", path: `${ROOT}/search`, body } as const;
      const answer = await this.#connection.json<{
        experiments?: ExperimentAnswer[];
        next_page_token?: string;
      }>(request);
      return { items: (answer.experiments ?? []).map(toExperiment), nextToken: answer.next_page_token };
    });
  }

  /** Searches by the start of the name. */
  searchByPrefix(prefix: string): AsyncGenerator<Experiment> {
    return this.search(`name LIKE ${quote(`${prefix}%`)}`);
  }

  async setTag(id: string, key: string, value: string): Promise<void> {
    const body = { experiment_id: id, key, value };
    await this.#connection.json({ method: "POST", path: `${ROOT}/set-experiment-tag`, body });
  }

  /** Deletes an experiment. MLflow's own command can restore it. */
  async delete(id: string): Promise<void> {
    await this.#connection.json({ method: "POST", path: `${ROOT}/delete`, body: { experiment_id: id } });
  }
}

function toExperiment(answer: ExperimentAnswer): Experiment {
  return {
    id: answer.experiment_id,
    name: answer.name,
    artifactLocation: answer.artifact_location ?? "",
    isDeleted: answer.lifecycle_stage === "deleted",
    tags: fromPairs(answer.tags),
  };
}
