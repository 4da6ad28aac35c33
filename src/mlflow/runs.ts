import type { Connection } from "./connection.js";
import { batches, LIMITS } from "./limits.js";
import { paged } from "./paging.js";
import { fromPairs, type Tags, toPairs } from "./tags.js";

export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";

export interface Run {
  id: string;
  name: string;
  experimentId: string;
  status: RunStatus;
  startedMs: number;
  endedMs: number | null;
  /** `mlflow-artifacts:/1/<id>/artifacts` where the server proxies artifacts. */
  artifactUri: string;
  /** The value of each metric at its last step. */
  metrics: Record<string, LoggedMetric>;
  params: Record<string, string>;
  tags: Record<string, string>;
}

export interface LoggedMetric {
  key: string;
  value: number;
  step: number;
  /** Unix time in milliseconds. */
  timeMs: number;
}

/** A metric to send, with its logged model if it has one. */
export interface NewMetric extends LoggedMetric {
  modelId?: string;
}

interface MetricAnswer {
  key: string;
  value: number | string;
  timestamp: number | string;
  step?: number | string;
}

interface RunAnswer {
  info: {
    run_id: string;
    run_name?: string;
    experiment_id: string;
    status: RunStatus;
    start_time?: number | string;
    end_time?: number | string;
    artifact_uri?: string;
  };
  data?: {
    metrics?: MetricAnswer[];
    params?: { key: string; value: string }[];
    tags?: { key: string; value: string }[];
  };
}

const ROOT = "/api/2.0/mlflow/runs";

export class Runs {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async create(run: { experimentId: string; name: string; startedMs: number; tags?: Tags }): Promise<Run> {
    const { experimentId, name, startedMs, tags = {} } = run;
    const body = { experiment_id: experimentId, run_name: name, start_time: startedMs, tags: toPairs(tags) };
    const request = { method: "POST", path: `${ROOT}/create`, body, isIdempotent: false } as const;
    return toRun((await this.#connection.json<{ run: RunAnswer }>(request)).run);
  }

  async get(id: string): Promise<Run> {
    const request = { method: "GET", path: `${ROOT}/get`, query: { run_id: id } } as const;
    return toRun((await this.#connection.json<{ run: RunAnswer }>(request)).run);
  }

  async update(id: string, change: { status?: RunStatus; endedMs?: number; name?: string }): Promise<void> {
    const { status, endedMs, name } = change;
    const body = { run_id: id, status, end_time: endedMs, run_name: name };
    await this.#connection.json({ method: "POST", path: `${ROOT}/update`, body });
  }

  /** Deletes a run. MLflow's own command can restore it. */
  async delete(id: string): Promise<void> {
    await this.#connection.json({ method: "POST", path: `${ROOT}/delete`, body: { run_id: id } });
  }

  /**
   * @param filter `metrics.x < 0.1 and params.lr = '0.1' and tags.k = 'v'`; there is no `or`
   * @param orderBy such as `metrics.x ASC`
   */
  search(
    experimentIds: readonly string[],
    filter = "",
    orderBy: readonly string[] = [],
  ): AsyncGenerator<Run> {
    return paged(async (token) => {
      const body = {
        experiment_ids: experimentIds,
        filter,
        order_by: orderBy,
        max_results: 1000,
        page_token: token,
      };
      const request = { method: "POST", path: `${ROOT}/search`, body } as const;
      const answer = await this.#connection.json<{ runs?: RunAnswer[]; next_page_token?: string }>(request);
      return { items: (answer.runs ?? []).map(toRun), nextToken: answer.next_page_token };
    });
  }

  /**
   * Sends metrics in order, in batches within the server's limits. A metric sent twice with the same time is stored once.
   *
   * @param onBatch called after each batch that the server has accepted
   */
  async logMetrics(
    id: string,
    metrics: readonly NewMetric[],
    onBatch?: (numSent: number) => void,
  ): Promise<void> {
    for (const batch of batches(metrics.map(toMetricBody), LIMITS.metrics)) {
      await this.#logBatch(id, { metrics: batch });
      onBatch?.(batch.length);
    }
  }

  /** Sends params. MLflow refuses to change a param; values that are too long for it are cut. */
  async logParams(id: string, params: Readonly<Record<string, string>>): Promise<void> {
    const pairs = toPairs(params).map(({ key, value }) => ({
      key,
      value: value.slice(0, LIMITS.paramChars),
    }));
    for (const batch of batches(pairs, LIMITS.params)) await this.#logBatch(id, { params: batch });
  }

  async setTags(id: string, tags: Tags): Promise<void> {
    for (const batch of batches(toPairs(tags), LIMITS.tags)) await this.#logBatch(id, { tags: batch });
  }

  async deleteTag(id: string, key: string): Promise<void> {
    await this.#connection.json({ method: "POST", path: `${ROOT}/delete-tag`, body: { run_id: id, key } });
  }

  /** Yields all values of one metric in the order in which they were logged. */
  metricHistory(id: string, key: string): AsyncGenerator<LoggedMetric> {
    return paged(async (token) => {
      const query = { run_id: id, metric_key: key, max_results: 25_000, page_token: token };
      const request = { method: "GET", path: "/api/2.0/mlflow/metrics/get-history", query } as const;
      const answer = await this.#connection.json<{ metrics?: MetricAnswer[]; next_page_token?: string }>(
        request,
      );
      return { items: (answer.metrics ?? []).map(toMetric), nextToken: answer.next_page_token };
    });
  }

  /** Records that the run produced logged models. */
  async logOutputs(id: string, modelIds: readonly string[], step: number): Promise<void> {
    const models = modelIds.map((modelId) => ({ model_id: modelId, step }));
    await this.#connection.json({ method: "POST", path: `${ROOT}/outputs`, body: { run_id: id, models } });
  }

  /** Records the clips of the run as a dataset. */
  async logDataset(
    id: string,
    dataset: { name: string; digest: string; source: string; context: string },
  ): Promise<void> {
    const { name, digest, source, context } = dataset;
    const body = {
      run_id: id,
      datasets: [
        {
          tags: [{ key: "mlflow.data.context", value: context }],
          // MLflow limits digests to 36 characters.
          dataset: {
            name,
            digest: digest.slice(0, 36),
            source_type: "local",
            source: JSON.stringify({ uri: source }),
          },
        },
      ],
    };
    await this.#connection.json({ method: "POST", path: `${ROOT}/log-inputs`, body });
  }

  async #logBatch(id: string, content: Record<string, unknown>): Promise<void> {
    await this.#connection.json({
      method: "POST",
      path: `${ROOT}/log-batch`,
      body: { run_id: id, ...content },
    });
  }
}

/** Converts a metric for JSON, with protobuf's names for NaN and infinities. */
function toMetricBody({ key, value, step, timeMs, modelId }: NewMetric): Record<string, unknown> {
  const body = { key, value: Number.isFinite(value) ? value : String(value), timestamp: timeMs, step };
  return modelId === undefined ? body : { ...body, model_id: modelId };
}

/** Converts a metric from JSON. MLflow's SQL store has the largest number for infinities. */
function toMetric({ key, value, timestamp, step = 0 }: MetricAnswer): LoggedMetric {
  const number = Number(value);
  const isInfinite = Math.abs(number) === Number.MAX_VALUE;
  return {
    key,
    value: isInfinite ? Math.sign(number) * Infinity : number,
    step: Number(step),
    timeMs: Number(timestamp),
  };
}

function toRun({ info, data = {} }: RunAnswer): Run {
  return {
    id: info.run_id,
    name: info.run_name ?? "",
    experimentId: info.experiment_id,
    status: info.status,
    startedMs: Number(info.start_time ?? 0),
    endedMs: info.end_time === undefined ? null : Number(info.end_time),
    artifactUri: info.artifact_uri ?? "",
    metrics: Object.fromEntries((data.metrics ?? []).map((metric) => [metric.key, toMetric(metric)])),
    params: fromPairs(data.params),
    tags: fromPairs(data.tags),
  };
}
