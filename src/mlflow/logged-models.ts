import type { Connection } from "./connection.js";
import { paged } from "./paging.js";
import { fromPairs, type Tags, toPairs } from "./tags.js";

/** MLflow 3's entity between a run and a registered version: a model that a run produced, with its files. */
export interface LoggedModel {
  /** `m-...` */
  id: string;
  name: string;
  experimentId: string;
  sourceRunId: string | null;
  /** Root of its files. */
  artifactUri: string;
  status: "LOGGED_MODEL_PENDING" | "LOGGED_MODEL_READY" | "LOGGED_MODEL_UPLOAD_FAILED";
  params: Record<string, string>;
  tags: Record<string, string>;
}

interface ModelAnswer {
  info: {
    model_id: string;
    name: string;
    experiment_id: string;
    source_run_id?: string;
    artifact_uri: string;
    status: LoggedModel["status"] | number;
    tags?: { key: string; value: string }[];
  };
  data?: { params?: { key: string; value: string }[] };
}

const ROOT = "/api/2.0/mlflow/logged-models";

export class LoggedModels {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Creates a pending model; call `finish` after its files are uploaded. */
  async create(model: {
    experimentId: string;
    name: string;
    sourceRunId: string | null;
    type: string;
    params?: Tags;
    tags?: Tags;
  }): Promise<LoggedModel> {
    const { experimentId, name, sourceRunId, type, params = {}, tags = {} } = model;
    const body = {
      experiment_id: experimentId,
      // MLflow refuses these characters here, but accepts them in the name of a registered model.
      name: name.replace(/[/:.%"']/g, "-"),
      ...(sourceRunId === null ? {} : { source_run_id: sourceRunId }),
      model_type: type,
      params: toPairs(params),
      tags: toPairs(tags),
    };
    const request = { method: "POST", path: ROOT, body, isIdempotent: false } as const;
    return toModel((await this.#connection.json<{ model: ModelAnswer }>(request)).model);
  }

  async get(id: string): Promise<LoggedModel> {
    return toModel(
      (await this.#connection.json<{ model: ModelAnswer }>({ method: "GET", path: `${ROOT}/${id}` })).model,
    );
  }

  async finish(id: string, status: "LOGGED_MODEL_READY" | "LOGGED_MODEL_UPLOAD_FAILED"): Promise<void> {
    await this.#connection.json({ method: "PATCH", path: `${ROOT}/${id}`, body: { model_id: id, status } });
  }

  search(experimentIds: readonly string[], filter?: string): AsyncGenerator<LoggedModel> {
    return paged(async (token) => {
      const body = { experiment_ids: experimentIds, filter, max_results: 50, page_token: token };
      const request = { method: "POST", path: `${ROOT}/search`, body } as const;
      const answer = await this.#connection.json<{ models?: ModelAnswer[]; next_page_token?: string }>(
        request,
      );
      return { items: (answer.models ?? []).map(toModel), nextToken: answer.next_page_token };
    });
  }

  async setTags(id: string, tags: Tags): Promise<void> {
    await this.#connection.json({
      method: "PATCH",
      path: `${ROOT}/${id}/tags`,
      body: { tags: toPairs(tags) },
    });
  }

  async delete(id: string): Promise<void> {
    await this.#connection.json({ method: "DELETE", path: `${ROOT}/${id}` });
  }
}

const STATUSES = ["LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"] as const;

function toModel({ info, data }: ModelAnswer): LoggedModel {
  return {
    id: info.model_id,
    name: info.name,
    experimentId: info.experiment_id,
    sourceRunId: info.source_run_id || null,
    artifactUri: info.artifact_uri,
    status: typeof info.status === "number" ? STATUSES[info.status - 1]! : info.status,
    params: fromPairs(data?.params),
    tags: fromPairs(info.tags),
  };
}
