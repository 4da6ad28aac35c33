import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readAddress } from "./address.js";
import { Connection } from "./connection.js";
import { Deadline } from "./deadline.js";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let uri: string;
let folder: string;
/** Answers to the next requests; the last one is repeated. */
let answers: Answer[];
let seen: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
const drop: Answer = (request) => void request.socket.destroy();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-connection-"));
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      seen.push({ method: request.method!, url: request.url!, headers: request.headers, body });
      (answers.length > 1 ? answers.shift()! : answers[0]!)(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  seen = [];
  answers = [json(200, { fine: true })];
});

let connection: Connection;
afterEach(() => connection.close());
const open = (retryMs = 30_000, env: NodeJS.ProcessEnv = {}, timeoutMs = 30_000): Connection => {
  connection = new Connection(uri, { retryMs, timeoutMs, env });
  return connection;
};
const get = { method: "GET", path: "/api/x" } as const;
const create = { method: "POST", path: "/api/x/create", body: { name: "é" }, isIdempotent: false } as const;

describe("a request", () => {
  it("is sent with its query, body and credentials", async () => {
    const env = { MLFLOW_TRACKING_USERNAME: "ann", MLFLOW_TRACKING_PASSWORD: "pw" };
    await open(0, env).json({ ...create, query: { a: "1 & 2", left_out: undefined, many: ["x", "y"] } });
    expect(seen[0]).toMatchObject({
      method: "POST",
      url: "/api/x/create?a=1+%26+2&many=x&many=y",
      body: '{"name":"é"}',
    });
    expect(seen[0]!.headers.authorization).toBe(`Basic ${Buffer.from("ann:pw").toString("base64")}`);
  });

  it.each([
    ["500", json(500, "oops")],
    ["503 of a proxy", json(503, "<html>busy</html>")],
    ["429", json(429, {}, { "retry-after": "0.05" })],
    ["400 of a connection that the server cannot read", json(400, "Invalid HTTP request received.")],
    ["a lost connection", drop],
  ] satisfies [string, Answer][])("is retried after %s", async (_, fault) => {
    answers = [fault, fault, json(200, { fine: true })];
    expect(await open().json(get)).toEqual({ fine: true });
    expect(seen.length).toBe(3);
  });

  it("is retried after a timeout", async () => {
    answers = [() => {}, () => {}, json(200, { fine: true })];
    expect(await open(30_000, {}, 300).json(get)).toEqual({ fine: true });
    // On a busy machine, even a successful answer may exceed the timeout.
    expect(seen.length).toBeGreaterThanOrEqual(3);
  });

  it("that is not idempotent is retried only if the server certainly did not execute it", async () => {
    const unread = json(400, "Invalid HTTP request received.");
    answers = [json(429, {}), json(503, {}), unread, json(200, { fine: true })];
    expect(await open().json(create)).toEqual({ fine: true });
    for (const fault of [json(500, {}), drop]) {
      seen = [];
      answers = [fault];
      await expect(open().json(create)).rejects.toThrow(/POST \/api\/x\/create at http/);
      expect(seen.length).toBe(1);
    }
  });

  it("fails at once if the server asks for a longer wait than allowed", async () => {
    answers = [json(429, { message: "later" }, { "retry-after": "60" })];
    await expect(open().json(get)).rejects.toMatchObject({
      code: "HTTP_429",
      message: expect.stringContaining("429 later"),
    });
    expect(seen.length).toBe(1);
  });

  it("that the server refuses is not retried, and fails with MLflow's message", async () => {
    answers = [json(404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "Run 'x' not found." })];
    await expect(open().json(get)).rejects.toMatchObject({
      name: "RegistryError",
      code: "RESOURCE_DOES_NOT_EXIST",
      message: `GET /api/x at ${uri}: 404 RESOURCE_DOES_NOT_EXIST Run 'x' not found`,
    });
    expect(seen.length).toBe(1);
  });

  it.each([
    [401, "no", /set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN/],
    [403, "Invalid Host header", /mlflow server --allowed-hosts/],
    [404, "Not Found", /expected the address of an MLflow server, version 3 or newer/],
    [
      500,
      { error_code: "INTERNAL_ERROR", message: "(sqlite3.OperationalError) database or disk is full" },
      /disk is full.*free space/,
    ],
  ])("answered with %i fails with a remedy", async (status, body, message) => {
    answers = [json(status, body)];
    await expect(open(0).json(get)).rejects.toThrow(message);
  });

  it("to a server other than MLflow fails with NOT_MLFLOW", async () => {
    answers = [json(200, "<html>welcome</html>")];
    await expect(open(0).json(get)).rejects.toMatchObject({ code: "NOT_MLFLOW" });
  });

  it("to an unreachable server is retried until the time limit", async () => {
    connection = new Connection("http://127.0.0.1:1", { retryMs: 250, env: {} });
    await expect(connection.json(create)).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(/ECONNREFUSED.*\(\d attempts\); check that the server runs/),
    });
  });
});

describe("a deadline", () => {
  const limited = (ms: number, address = uri): Connection => {
    const deadline = new Deadline(ms);
    deadline.start();
    connection = new Connection(address, { retryMs: 600_000, timeoutMs: 600_000, env: {}, deadline });
    return connection;
  };

  it("ends unanswered requests, and refuses later ones before they are sent", async () => {
    answers = [() => {}];
    const requests = [limited(200).json(get), connection.json(create)];
    for (const request of requests)
      await expect(request).rejects.toMatchObject({
        code: "UNREACHABLE",
        message: expect.stringContaining("no answer in time"),
      });
    const numSent = seen.length;
    await expect(connection.json(get)).rejects.toMatchObject({ code: "UNREACHABLE" });
    expect(seen.length).toBe(numSent);
  });

  it("ends the attempts to reach an unreachable server, with the reason", async () => {
    await expect(limited(2000, "http://127.0.0.1:1").json(get)).rejects.toThrow(
      /ECONNREFUSED.*\(\d attempts\)/,
    );
  });
});

describe("files", () => {
  const bytes = Buffer.from(Uint8Array.from({ length: 3_000_000 }, (_, i) => i * 7));

  it("are transferred from the start in each attempt, in both directions", async () => {
    const file = join(folder, "file");
    writeFileSync(file, bytes);
    answers = [drop, json(500, {}), json(200, {})];
    await open().upload("/artifacts/a", file);
    expect(seen.map(({ body, method }) => [method, body.length])).toEqual(
      seen.map(() => ["PUT", bytes.toString().length]),
    );
    const cut: Answer = (request, response) => {
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 1_000_000), () => request.socket.destroy());
    };
    answers = [cut, (_, response) => void response.end(bytes)];
    await open().download("/artifacts/a", join(folder, "back"));
    expect(readFileSync(join(folder, "back")).equals(bytes)).toBe(true);
  });

  it("that cannot be written to disk are not retried", async () => {
    answers = [(_, response) => void response.end(bytes)];
    await expect(open().download("/artifacts/a", "/dev/full")).rejects.toMatchObject({ code: "FILE" });
    expect(seen.length).toBe(1);
  });
});

describe("an address", () => {
  const env = { MLFLOW_TRACKING_TOKEN: "secret", MLFLOW_TRACKING_INSECURE_TLS: "true" };

  it("is stored without its password, which takes precedence over a token", () => {
    connection = new Connection("http://ann:p%40w@127.0.0.1:5000/base/", { env });
    expect(connection.uri).toBe("http://127.0.0.1:5000/base");
    expect(readAddress("http://ann:p%40w@127.0.0.1:5000/", env).authorization).toBe(
      `Basic ${Buffer.from("ann:p@w").toString("base64")}`,
    );
    expect(readAddress("https://lab.org", env)).toEqual({
      ...{ uri: "https://lab.org", authorization: "Bearer secret", isInsecure: true, certificateFile: null },
    });
  });

  it.each(["sqlite:///mlflow.db", "./mlruns", "databricks"])("cannot be %s", (text) => {
    expect(() => readAddress(text, {})).toThrow(
      /expected a server's address such as http:\/\/127\.0\.0\.1:5000/,
    );
  });
});
