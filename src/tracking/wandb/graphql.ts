import { TrackingError } from "../../errors.js";
import type { Engine } from "./engine.js";
import type { Message } from "./protocol.js";

/** Maximum time without an answer. */
const TIMEOUT_MS = 30_000;

/** The server refused the request or was unreachable. */
export class GraphQlError extends TrackingError {
  /** 0 without an answer. */
  readonly httpStatus: number;
  readonly reason: string;

  constructor(reason: string, httpStatus: number) {
    super("WANDB_API", `W&B's API: ${reason}`);
    this.reason = reason;
    this.httpStatus = httpStatus;
  }
}

/** W&B's GraphQL interface, through the engine's own retries and headers. */
export class GraphQl {
  readonly #engine: Engine;
  readonly #apiId: string;

  private constructor(engine: Engine, apiId: string) {
    this.#engine = engine;
    this.#apiId = apiId;
  }

  /** @throws TrackingError if the engine refuses the server's address */
  static async open(
    engine: Engine,
    baseUrl: string,
    apiKey: string,
    moreSettings: Message = {},
  ): Promise<GraphQl> {
    const settings = { base_url: baseUrl, api_key: apiKey, ...moreSettings };
    const answer = await engine.request({ api_init_request: { settings } }, TIMEOUT_MS);
    const { api_id: id, error_message: error } = (answer["api_init_response"] ?? {}) as Record<
      string,
      string
    >;
    if (id === undefined || id === "") throw new GraphQlError(error ?? "no answer", 0);
    return new GraphQl(engine, id);
  }

  /** @throws GraphQlError with the server's message, TrackingError if the engine does not answer in time */
  async ask<Data>(query: string, variables: Message): Promise<Data> {
    const request = { query, variables_json: JSON.stringify(variables) };
    const answer = await this.#engine.request(
      { api_request: { api_id: this.#apiId, graphql_request: request } },
      TIMEOUT_MS,
    );
    const response = (answer["api_response"] ?? {}) as Record<string, Message | undefined>;
    const data = response["graphql_response"]?.["data_json"];
    if (typeof data === "string") return JSON.parse(data) as Data;
    const { message = "an empty answer", http_status: status = 0 } = response["api_error_response"] ?? {};
    throw new GraphQlError(String(message), Number(status));
  }
}
