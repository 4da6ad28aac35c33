import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, TrackingError } from "../../../errors.js";
import { appUrl, findApiKey, resolveBaseUrl } from "../credentials.js";
import { Engine } from "../engine.js";
import { findWandb } from "../install.js";
import type { Message } from "../protocol.js";

/** How long one question may take; the engine tries again for longer than a person waits. */
const ANSWER_MS = 20_000;

/** W&B's GraphQL interface, asked through wandb-core. */
export class WandbApi implements AsyncDisposable {
  /** Where its pages are. */
  readonly appUrl: string;
  readonly #baseUrl: string;
  readonly #engine: Engine;
  readonly #id: string;
  readonly #logFolder: string;

  private constructor(engine: Engine, baseUrl: string, id: string, logFolder: string) {
    this.#engine = engine;
    this.#baseUrl = baseUrl;
    this.#id = id;
    this.#logFolder = logFolder;
    this.appUrl = appUrl(baseUrl);
  }

  /** @throws ConfigError without an API key for the server */
  static async open(baseUrlSetting: string | null): Promise<WandbApi> {
    const baseUrl = resolveBaseUrl(baseUrlSetting);
    const apiKey = findApiKey(baseUrl);
    if (apiKey === null) {
      throw new ConfigError(
        "WANDB_KEY",
        `no API key for ${baseUrl}: set WANDB_API_KEY, or add the host to ~/.netrc`,
      );
    }
    const logFolder = mkdtempSync(join(tmpdir(), "woodshed-wandb-api-"));
    const engine = await Engine.start(findWandb(), join(logFolder, "core.log"));
    try {
      const settings = {
        ...{ base_url: baseUrl, api_key: apiKey, app_url: appUrl(baseUrl), log_dir: logFolder },
        ...{
          x_graphql_retry_max: 2,
          x_graphql_retry_wait_min_seconds: 0.5,
          x_graphql_retry_wait_max_seconds: 2,
        },
      };
      const answer = await engine.request({ api_init_request: { settings } }, ANSWER_MS);
      const { api_id: id, error_message: error } = (answer["api_init_response"] ?? {}) as Message;
      if (error) throw new TrackingError("WANDB_API", `${baseUrl}: ${String(error)}`);
      return new WandbApi(engine, baseUrl, String(id ?? ""), logFolder);
    } catch (error) {
      await engine.end(0);
      rmSync(logFolder, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * The `data` of the answer.
   *
   * @throws ConfigError for a key that the server does not take, TrackingError where it cannot be reached or refuses
   */
  async query<Data>(query: string, variables: Record<string, unknown>): Promise<Data> {
    const request = {
      api_id: this.#id,
      graphql_request: { query, variables_json: JSON.stringify(variables) },
    };
    let answer: Message;
    try {
      answer = await this.#engine.request({ api_request: request }, ANSWER_MS);
    } catch (error) {
      const isLate = error instanceof TrackingError && error.code === "WANDB_TIMEOUT";
      throw isLate ? this.#unreachable(`no answer in ${ANSWER_MS / 1000} s`) : error;
    }
    const response = (answer["api_response"] ?? {}) as {
      graphql_response?: { data_json?: string };
      api_error_response?: { message?: string; http_status?: number };
    };
    const { api_error_response: error } = response;
    if (error !== undefined)
      throw this.#explain(reasonOf(error.message ?? "refused"), error.http_status ?? 0);
    return JSON.parse(response.graphql_response?.data_json ?? "{}") as Data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#engine.send({ inform_teardown: { exit_code: 0 } });
    await this.#engine.end(2000);
    rmSync(this.#logFolder, { recursive: true, force: true });
  }

  #explain(message: string, status: number): Error {
    if (status === 401) {
      return new ConfigError(
        "WANDB_KEY",
        `${this.#baseUrl} does not take this API key (401): copy yours anew from ${this.appUrl}/authorize into WANDB_API_KEY or ~/.netrc`,
      );
    }
    if (status === 0 && /dial|connect|no such host|refused|timeout|EOF/i.test(message))
      return this.#unreachable(message);
    if (status === 403 || /permission|forbidden|denied/i.test(message)) {
      return new TrackingError(
        "WANDB_FORBIDDEN",
        `${this.#baseUrl}: ${message}: the key's account may not do this here; check --entity, or ask its owner for write access`,
      );
    }
    return new TrackingError("WANDB_API", `${this.#baseUrl}: ${message}`);
  }

  #unreachable(reason: string): TrackingError {
    return new TrackingError(
      "WANDB_UNREACHABLE",
      `${this.#baseUrl} cannot be reached (${reason}): check the network, a proxy (HTTPS_PROXY), and --base-url or WANDB_BASE_URL; nothing was changed`,
    );
  }
}

/** The engine tells how often it tried before it tells why; the last line is about the try before. */
function reasonOf(message: string): string {
  return message.split("\n")[0]!.replace(/^.*attempt\(s\): /, "");
}
