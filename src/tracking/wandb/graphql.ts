import { TrackingError } from "../../errors.js";
import type { Engine } from "./engine.js";
import type { Message } from "./protocol.js";

/** An answer that does not come must not hold anything up for ever. */
const TIMEOUT_MS = 30_000;

/** W&B's GraphQL interface, asked by the engine with its own retries and headers. */
export class GraphQl {
  readonly #engine: Engine;
  readonly #apiId: string;

  private constructor(engine: Engine, apiId: string) {
    this.#engine = engine;
    this.#apiId = apiId;
  }

  /** @throws TrackingError when the engine cannot ask that server */
  static async open(engine: Engine, baseUrl: string, apiKey: string): Promise<GraphQl> {
    const settings = { base_url: baseUrl, api_key: apiKey };
    const answer = await engine.request({ api_init_request: { settings } }, TIMEOUT_MS);
    const { api_id: id, error_message: error } = (answer["api_init_response"] ?? {}) as Record<
      string,
      string
    >;
    if (id === undefined || id === "")
      throw new TrackingError("WANDB_API", `W&B's API: ${error ?? "no answer"}`);
    return new GraphQl(engine, id);
  }

  /** @throws TrackingError with what the server said */
  async ask<Data>(query: string, variables: Message): Promise<Data> {
    const request = { query, variables_json: JSON.stringify(variables) };
    const answer = await this.#engine.request(
      { api_request: { api_id: this.#apiId, graphql_request: request } },
      TIMEOUT_MS,
    );
    const response = (answer["api_response"] ?? {}) as Record<string, Message | undefined>;
    const data = response["graphql_response"]?.["data_json"];
    if (typeof data === "string") return JSON.parse(data) as Data;
    const message = response["api_error_response"]?.["message"];
    throw new TrackingError("WANDB_API", `W&B's API: ${String(message ?? "an empty answer")}`);
  }
}
