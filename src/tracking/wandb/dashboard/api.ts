import { rmSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, TrackingError } from "../../../errors.js";
import { createTemporaryFolder } from "../../../temporary-folder.js";
import { appUrl, requireApiKey, resolveBaseUrl } from "../credentials.js";
import { Engine } from "../engine.js";
import { GraphQl, GraphQlError } from "../graphql.js";
import { findWandb } from "../install.js";
import type { Message } from "../protocol.js";
import { explainRefusal } from "../refusal.js";

/** W&B's GraphQL interface through wandb-core, with errors for the user. */
export class WandbApi implements AsyncDisposable {
  /** Address of its pages. */
  readonly appUrl: string;
  readonly #baseUrl: string;
  readonly #engine: Engine;
  readonly #graphql: GraphQl;
  readonly #logFolder: string;

  private constructor(engine: Engine, graphql: GraphQl, baseUrl: string, logFolder: string) {
    this.#engine = engine;
    this.#graphql = graphql;
    this.#baseUrl = baseUrl;
    this.#logFolder = logFolder;
    this.appUrl = appUrl(baseUrl);
  }

  /** @throws ConfigError without an API key for the server */
  static async open(baseUrlSetting: string | null): Promise<WandbApi> {
    const baseUrl = resolveBaseUrl(baseUrlSetting);
    const apiKey = requireApiKey(baseUrl);
    const logFolder = createTemporaryFolder("woodshed-wandb-api-");
    const engine = await Engine.start(findWandb(), join(logFolder, "core.log"));
    try {
      const graphql = await GraphQl.open(engine, baseUrl, apiKey, {
        ...{ app_url: appUrl(baseUrl), log_dir: logFolder },
        // The user is waiting: an unreachable server is reported within seconds.
        ...{
          x_graphql_retry_max: 2,
          x_graphql_retry_wait_min_seconds: 0.5,
          x_graphql_retry_wait_max_seconds: 2,
        },
      });
      return new WandbApi(engine, graphql, baseUrl, logFolder);
    } catch (error) {
      await engine.end(0);
      rmSync(logFolder, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * Returns the `data` of the answer.
   *
   * @throws ConfigError if the server refuses the key, TrackingError if it is unreachable or refuses the request
   */
  async query<Data>(query: string, variables: Message): Promise<Data> {
    try {
      return await this.#graphql.ask<Data>(query, variables);
    } catch (error) {
      if (error instanceof GraphQlError) throw this.#explain(reasonOf(error.reason), error.httpStatus);
      const isLate = error instanceof TrackingError && error.code === "WANDB_TIMEOUT";
      throw isLate ? this.#unreachable(error.message) : error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#engine.send({ inform_teardown: { exit_code: 0 } });
    await this.#engine.end(2000);
    rmSync(this.#logFolder, { recursive: true, force: true });
  }

  #explain(message: string, status: number): Error {
    const isForbidden = /permission|forbidden|denied/i.test(message);
    const refusal = explainRefusal(this.#baseUrl, status !== 401 && isForbidden ? 403 : status, message);
    if (status === 0 && /dial|connect|no such host|refused|timeout|EOF/i.test(message))
      return this.#unreachable(message);
    if (status === 401) return new ConfigError("WANDB_KEY", refusal!);
    return new TrackingError(
      isForbidden || status === 403 ? "WANDB_FORBIDDEN" : "WANDB_API",
      refusal ?? `${this.#baseUrl}: ${message}`,
    );
  }

  #unreachable(reason: string): TrackingError {
    return new TrackingError(
      "WANDB_UNREACHABLE",
      `${this.#baseUrl} cannot be reached (${reason}): check the network, a proxy (HTTPS_PROXY), and --base-url or WANDB_BASE_URL; nothing was changed`,
    );
  }
}

/** Extracts the reason: the engine writes the number of attempts before it, and an earlier attempt after it. */
function reasonOf(message: string): string {
  return message.split("\n")[0]!.replace(/^.*attempt\(s\): /, "");
}
