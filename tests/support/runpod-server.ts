/**
 * A fake of RunPod's REST v2 on loopback, by its OpenAPI document, with pods whose containers really run here. Requests
 * and answers are checked against the contract: violations are answered with 422 and stored in `violations`.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Container, type LogLine } from "./runpod-container.js";
import { problemsOfAnswer, problemsOfRequest } from "./runpod-contract.js";

/** The account's key and one for pods only, so that tests see the origin of a request. */
export const ACCOUNT_KEY = "rpa_account_key_that_must_not_be_seen";
export const POD_KEY = "rpa_pod_key_that_must_not_be_seen";

interface Json {
  // biome-ignore lint/suspicious/noExplicitAny: bodies of a fake, checked by the contract
  [name: string]: any;
}

interface FakePod {
  view: Json;
  args: string;
  env: Record<string, string>;
  container?: Container;
  listeners: Set<(line: LogLine) => void>;
}

/** A fault that occurs once or `times`, before or after the request takes effect. */
export interface Fault {
  /** "POST /v2/pods" */
  on: RegExp;
  times?: number;
  answer?: { status: number; detail: string; headers?: Record<string, string> };
  /** Cuts the connection instead of answering. */
  cut?: "before" | "after" | "long before";
}

const ROUTES: [template: string, pattern: RegExp][] = [
  "/v2/pods",
  "/v2/pods/{id}",
  "/v2/pods/{id}/logs",
  "/v2/clusters",
  "/v2/clusters/{id}",
  "/v2/clusters/{id}/pods",
  "/v2/catalog/gpus",
  "/v2/network-volumes",
].map((template) => [template, new RegExp(`^${template.replace("{id}", "([^/]+)")}$`)]);

export class FakeRunpod {
  readonly pods = new Map<string, FakePod>();
  readonly clusters = new Map<string, Json>();
  readonly volumes: Json[] = [];
  gpus: Json[] = [gpuType("NVIDIA GeForce RTX 4090", 24, 0.44), gpuType("NVIDIA L4", 24, 0.39)];
  faults: Fault[] = [];
  /** "POST /v2/pods", in order. */
  readonly requests: {
    what: string;
    atMs: number;
    by: "account" | "pod";
    headers: IncomingMessage["headers"];
    body: Json;
  }[] = [];
  readonly violations: string[] = [];
  /** Deleted machines, and the key that deleted them. */
  readonly deleted: { id: string; by: "account" | "pod" }[] = [];
  #isDown = false;
  /** Cuts each log stream after this many lines. */
  cutLogsAfter = Infinity;
  /** Accepts only times as cursors, as documented, not the ids that it sends, as in the example. */
  refusesIds = false;
  /** The programs in images; by default those of this machine. */
  programs: string[] | undefined;
  /** Price of pods relative to the list price. */
  costFactor = 1;
  startsAs: "RUNNING" | "ERROR" = "RUNNING";
  readonly #folder: string;
  readonly #server: Server;
  #numMade = 0;

  /** @param folder for files of pods; its folder `ssh` is for the fake ssh */
  constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: Error) => {
        this.violations.push(error.stack ?? error.message);
        response.destroy();
      });
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v2`;
  }

  async close(): Promise<void> {
    for (const { container } of this.pods.values()) container?.remove();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** From now on the server is unreachable with the account's key; pods have their own network. */
  goDown(): void {
    this.#isDown = true;
    for (const socket of this.#streams) socket.destroy();
  }
  readonly #streams = new Set<Socket>();

  /** Returns all output of a pod. */
  linesOf(name: string): string[] {
    return this.#kept.get(name)?.map(({ line }) => line) ?? [];
  }
  readonly #kept = new Map<string, LogLine[]>();

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, "http://fake");
    const method = request.method!;
    const what = `${method} ${url.pathname}`;
    const key = request.headers.authorization?.replace("Bearer ", "");
    const by = key === POD_KEY ? "pod" : "account";
    if (this.#isDown && by === "account") return void request.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text === "" ? undefined : JSON.parse(text);
    this.requests.push({ what, atMs: Date.now(), by, headers: request.headers, body });
    const [template, pattern] = ROUTES.find(([, route]) => route.test(url.pathname)) ?? [];
    const respond = (status: number, answer?: Json, headers: Record<string, string> = {}) => {
      if (template !== undefined) this.#mind(what, problemsOfAnswer(method, template, status, answer));
      const type = status >= 400 ? "application/problem+json" : "application/json";
      response.writeHead(status, answer === undefined ? headers : { "content-type": type, ...headers });
      response.end(answer === undefined ? undefined : JSON.stringify(answer));
    };
    const refuse = (status: number, detail: string, headers?: Record<string, string>, errors?: string[]) =>
      respond(status, { title: "Error", status, detail, ...(errors ? { errors } : {}) }, headers);

    if (template === undefined) return refuse(404, "no such route");
    if (key !== ACCOUNT_KEY && key !== POD_KEY) return refuse(401, "invalid API key");
    const problems = problemsOfRequest({ method, template, query: url.searchParams, body });
    this.#mind(what, problems);
    if (problems.length > 0) return refuse(422, "request validation failed", {}, problems);

    const fault = this.faults.find((one) => one.on.test(what) && (one.times ?? 1) > 0);
    if (fault !== undefined) {
      fault.times = (fault.times ?? 1) - 1;
      if (fault.answer !== undefined)
        return refuse(fault.answer.status, fault.answer.detail, fault.answer.headers);
      if (fault.cut === "before") return void request.socket.destroy();
    }
    if (fault?.cut === "long before") {
      request.socket.destroy();
      await sleep(300);
    }
    const id = pattern!.exec(url.pathname)![1]!;
    if (template.endsWith("/logs")) return this.#streamLogs(id, url, request, response, refuse);
    const [status, answer] = this.#answer(method, template, id, body, url.searchParams, by);
    if (fault?.cut !== undefined) return void request.socket.destroy();
    if (status >= 400) return refuse(status, answer!["detail"]);
    respond(status, answer);
  }

  #mind(what: string, problems: readonly string[]): void {
    this.violations.push(...problems.map((problem) => `${what}: ${problem}`));
  }

  #answer(
    method: string,
    template: string,
    id: string,
    body: Json,
    query: URLSearchParams,
    by: "account" | "pod",
  ): [status: number, answer?: Json] {
    const missing: [number, Json] = [404, { detail: `${id} not found` }];
    const views = () => [...this.pods.values()].map(({ view }) => view);
    const pod = this.pods.get(id);
    const cluster = this.clusters.get(id);
    switch (`${method} ${template}`) {
      case "GET /v2/catalog/gpus":
        return [200, { gpus: this.gpus }];
      case "GET /v2/network-volumes":
        return [200, { networkVolumes: this.volumes }];
      case "POST /v2/network-volumes": {
        const volume = { ...body, id: `vol${this.volumes.length}`, type: "STANDARD" };
        this.volumes.push(volume);
        return [201, volume];
      }
      case "GET /v2/pods": {
        const all = query.get("includeClusterPods") === "true";
        return [200, { pods: views().filter((view) => all || view["cluster"] === undefined) }];
      }
      case "POST /v2/pods":
        return [201, this.#makePod(body, body["gpu"]).view];
      case "GET /v2/pods/{id}":
        return pod === undefined ? missing : [200, pod.view];
      case "DELETE /v2/pods/{id}":
        if (pod === undefined) return missing;
        if (pod.view["cluster"] !== undefined) return [409, { detail: "pod belongs to a cluster" }];
        this.#remove(id, by);
        return [204];
      case "GET /v2/clusters":
        return [200, { clusters: [...this.clusters.values()] }];
      case "POST /v2/clusters":
        return [201, this.#makeCluster(body)];
      case "GET /v2/clusters/{id}/pods":
        if (cluster === undefined) return missing;
        return [200, { pods: views().filter((view) => view["cluster"]?.id === id) }];
      case "DELETE /v2/clusters/{id}":
        if (cluster === undefined) return missing;
        for (const view of views()) if (view["cluster"]?.id === id) this.#remove(view["id"], by);
        this.clusters.delete(id);
        return [204];
      default:
        throw new Error(`${method} ${template} is not faked`);
    }
  }

  #makePod(body: Json, gpu: Json, more: { cluster?: Json; env?: Record<string, string> } = {}): FakePod {
    const id = `pod${this.#numMade++}`;
    const price = this.gpus.find((type) => type["id"] === gpu["id"])?.["price"].secure ?? 1;
    const view: Json = {
      id,
      name: body["name"],
      image: body["image"],
      args: body["args"],
      disk: body["disk"],
      ports: body["ports"],
      env: body["env"],
      registry: null,
      status: "PROVISIONING",
      actions: ["stop", "terminate"],
      mounts: body["mounts"] ?? {},
      gpu,
      cloud: body["cloud"] ?? "SECURE",
      dataCenterId: null,
      cudaVersion: null,
      ssh: { proxy: null, direct: null },
      ...(more.cluster === undefined ? {} : { cluster: more.cluster }),
      template: null,
      cost: price * gpu["count"] * this.costFactor,
      locked: false,
      globalNetworking: { enabled: false },
      runtime: null,
      createdAt: new Date().toISOString(),
      startedAt: null,
    };
    const env = { ...body["env"], ...more.env, RUNPOD_POD_ID: id, RUNPOD_API_KEY: "a key that may not" };
    const pod: FakePod = { view, args: body["args"], env, listeners: new Set() };
    this.pods.set(id, pod);
    setTimeout(() => this.#startPod(pod), 50);
    return pod;
  }

  #startPod(pod: FakePod): void {
    const { view, args, env } = pod;
    if (!this.pods.has(view["id"])) return;
    view["status"] = this.startsAs;
    if (this.startsAs !== "RUNNING") return;
    const port = 20_000 + Number(view["id"].slice(3));
    view["startedAt"] = new Date().toISOString();
    view["dataCenterId"] = "EU-RO-1";
    view["actions"] = ["stop", "restart", "terminate"];
    view["runtime"] = { uptime: 0 };
    const ssh = { host: "127.0.0.1", port, username: "root", command: `ssh root@127.0.0.1 -p ${port}` };
    view["ssh"] = { proxy: null, direct: ssh };
    const kept: LogLine[] = [];
    this.#kept.set(`${view["name"]}${view["cluster"]?.rank || ""}`, kept);
    pod.container = new Container({
      folder: join(this.#folder, view["id"]),
      sshFolder: join(this.#folder, "ssh"),
      sshPort: port,
      args,
      env,
      programs: this.programs,
      onLine: (line) => {
        kept.push(line);
        for (const listener of pod.listeners) listener(line);
      },
    });
  }

  #makeCluster(body: Json): Json {
    const { gpuTypeId, gpuCountPerPod, podCount } = body["compute"];
    const id = `cluster${this.#numMade++}`;
    const { name, type, compute } = body;
    const createdAt = new Date().toISOString();
    const pods = { total: podCount, byStatus: { PROVISIONING: podCount } };
    const cluster = { id, name, type, compute, pods, createdAt };
    this.clusters.set(id, cluster);
    for (let rank = podCount - 1; rank >= 0; rank--) {
      const addresses = {
        PRIMARY_ADDR: "10.65.0.2",
        MASTER_ADDR: "10.65.0.2",
        NODE_ADDR: `10.65.0.${2 + rank}`,
      };
      const counts = { NODE_RANK: rank, NUM_NODES: podCount, WORLD_SIZE: podCount * gpuCountPerPod };
      const env = {
        ...addresses,
        ...Object.fromEntries(Object.entries(counts).map(([k, v]) => [k, String(v)])),
      };
      this.#makePod(body, { id: gpuTypeId, count: gpuCountPerPod }, { cluster: { id, rank }, env });
    }
    return cluster;
  }

  #remove(id: string, by: "account" | "pod"): void {
    this.pods.get(id)?.container?.remove();
    this.pods.delete(id);
    this.deleted.push({ id, by });
  }

  #streamLogs(
    id: string,
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
    refuse: (status: number, detail: string) => void,
  ): void {
    const pod = this.pods.get(id);
    if (pod === undefined) {
      refuse(404, `${id} not found`);
      return;
    }
    const lines = pod.container?.lines ?? [];
    const cursor = request.headers["last-event-id"] as string | undefined;
    if (this.refusesIds && cursor?.includes("/")) {
      refuse(400, "Last-Event-ID is not a timestamp");
      return;
    }
    // The cursor is a time: all lines of that moment are repeated.
    const since = cursor?.split("/")[0];
    const tail = Number(url.searchParams.get("tail") ?? 100);
    const before =
      since === undefined ? (tail === 0 ? [] : lines.slice(-tail)) : lines.filter(({ ts }) => ts >= since);
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    response.flushHeaders();
    let left = this.cutLogsAfter;
    const send = ({ id: eventId, ...data }: LogLine) => {
      if (left-- > 0) response.write(`id: ${eventId}\ndata: ${JSON.stringify(data)}\n\n`);
      // Delayed, so that the lines sent before arrive.
      else setTimeout(() => request.socket.destroy(), 20);
    };
    for (const line of before) send(line);
    pod.listeners.add(send);
    this.#streams.add(request.socket);
    response.on("close", () => pod.listeners.delete(send));
  }
}

export function gpuType(id: string, memory: number, secure: number, more: Json = {}): Json {
  const availability = more["availability"] ?? "HIGH";
  return {
    id,
    name: id.replace(/^NVIDIA (GeForce )?/, ""),
    pool: null,
    manufacturer: "NVIDIA",
    memory,
    secure: true,
    community: true,
    price: { secure, community: secure / 2 },
    maxCount: { secure: 8, community: 4 },
    availability,
    dataCenters: [{ id: "EU-RO-1", name: "EU Romania 1", availability }],
    ...more,
  };
}
