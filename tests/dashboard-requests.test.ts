/** Requests that no browser sends: costly ones are refused, and none ends in an error of the server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROUTES } from "../src/dashboard/routes/index.js";
import { startAttacked } from "./support/attacked-dashboard.js";
import { TestDashboard } from "./support/dashboard.js";

const dashboard = new TestDashboard();
let key = "";

let attacked: Awaited<ReturnType<typeof startAttacked>>;

beforeAll(async () => {
  attacked = await startAttacked(dashboard);
  key = attacked.key;
});
afterAll(() => attacked.close());

const host = (): string => `127.0.0.1:${dashboard.server.port}`;

describe("requests that cost much", () => {
  it.each([
    ["/api/curves?series=KEY:loss&buckets=1000000000", 400],
    ["/api/curves?series=KEY:loss&buckets=0", 400],
    ["/api/curves?series=KEY:loss&buckets=-1", 400],
    ["/api/curves?series=KEY:loss&buckets=1e3", 400],
    ["/api/curves?series=KEY:loss&from=9007199254740993", 400],
    ["/api/curves?series=KEY:loss&from=5&to=2", 400],
    ["/api/curves?series=KEY:loss&from=9007199254740990&to=9007199254740991", 200],
    ["/api/curves?series=KEY:loss,KEY:loss", 400],
    ["/api/curves?series=KEY", 400],
    ["/api/curves?series=KEY:", 400],
    ["/api/curves", 400],
    ["/api/curves?series=000000000000:loss", 404],
    ["/api/runs/KEY/stages?points=100000000", 400],
    ["/api/runs/KEY/item?name=a&name=b", 400],
    ["/api/runs/KEY/item?name=__proto__", 404],
    ["/api/runs/KEY/clips?split=../../etc", 400],
    ["/api/runs/KEY/sound?split=validation&clip=-1", 400],
    ["/api/runs/KEY/sound?split=validation&clip=0&from=5&to=1", 400],
    ["/api/runs/KEY/console?after=99999999999999999999", 400],
    ["/api/runs/KEY/console?after=9007199254740991", 200],
    ["/api/stream?runs=nothing", 400],
    ["/api/runs/__proto__", 404],
    ["/api/runs/constructor/item?name=a", 404],
  ])("%s", async (path, status) => {
    expect((await dashboard.ask(path.replaceAll("KEY", key))).status).toBe(status);
  });

  it("a hundred thousand metrics, and half a million buckets", async () => {
    const many = Array.from({ length: 300 }, (_, i) => `${key}:m${i}`).join(",");
    expect((await dashboard.ask(`/api/curves?series=${many}`)).status).toBe(400);
    const wide = Array.from({ length: 200 }, (_, i) => `${key}:m${i}`).join(",");
    expect((await dashboard.ask(`/api/curves?series=${wide}&buckets=4096`)).status).toBe(400);
    const long = Array.from({ length: 10_000 }, (_, i) => `${key}:m${i}`).join(",");
    expect((await dashboard.ask(`/api/curves?series=${long}`)).status).toBe(431);
  });

  it("large bodies, unknown methods and upgrades", async () => {
    expect((await dashboard.ask("/api/runs", {}, "DELETE")).status).toBe(405);
    expect((await dashboard.ask("/api/runs", {}, "PUT", "x".repeat(1_000_000))).status).toBe(405);
    expect((await dashboard.ask("/", {}, "OPTIONS")).status).toBe(405);
    expect((await dashboard.ask("/api/stream", {}, "HEAD")).status).toBe(405);
    const head = `Host: ${host()}\r\nCookie: ${dashboard.cookie}\r\n`;
    expect(await dashboard.raw(`CONNECT evil.test:80 HTTP/1.1\r\n${head}\r\n`)).not.toMatch(/ 200 /);
    expect(
      await dashboard.raw(
        `GET /api/runs HTTP/1.1\r\n${head}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
      ),
    ).toMatch(/ 400 /);
    expect(await dashboard.raw("hello\r\n\r\n")).toMatch(/ 400 /);
  });
});

it("10,000 fuzzed requests give no 500, and the server still answers", async () => {
  let state = 1;
  const next = (most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const pick = <T>(list: readonly T[]): T => list[next(list.length)]!;
  const names = [
    "series",
    "buckets",
    "from",
    "to",
    "name",
    "step",
    "split",
    "parts",
    "clip",
    "row",
    "column",
    "after",
    "runs",
    "points",
    "count",
    "version",
  ];
  const values = [
    ...[
      "",
      "0",
      "1",
      "-1",
      "1e9",
      "9007199254740991",
      "99999999999999999999",
      "NaN",
      "null",
      "true",
      "[]",
      "validation",
      "validation:10,test:10",
      "test",
    ],
    ...[
      "loss",
      "a",
      "__proto__",
      "constructor",
      "..",
      "../../etc/passwd",
      "%00",
      "%ff%fe",
      "%",
      "a%2",
      "<script>",
      "'; DROP TABLE runs",
      "🎵",
      "x".repeat(600),
    ],
    ...["KEY", "KEY:loss", "KEY:loss,KEY:", "000000000000", "KEY:__proto__"],
  ];
  const parts = [
    "api",
    "runs",
    "KEY",
    "curves",
    "item",
    "media",
    "sound",
    "clips",
    "predictions",
    "stages",
    "console",
    "stream",
    "map",
    "searches",
    "models",
    "..",
    "%2e%2e",
    "",
    "a;b",
    "000000000000",
  ];
  const routes = ROUTES.map(({ path }) => path);
  const addressOf = (): string => {
    const path =
      next(4) > 0
        ? pick(routes).replace(/:\w+/g, () => pick(["KEY", "KEY", "000000000000", "zz"]))
        : `/${Array.from({ length: next(6) }, () => pick(parts)).join("/")}`;
    const query = Array.from({ length: next(6) }, () => `${pick(names)}=${encodeMaybe(pick(values))}`);
    return `${path}${query.length === 0 ? "" : `?${query.join("&")}`}`.replaceAll("KEY", key);
  };
  const encodeMaybe = (text: string): string =>
    next(3) === 0 || /[^\x21-\x7e]|[<>']/.test(text) ? encodeURIComponent(text) : text;
  const statuses = new Map<number, number>();
  let numExports = 0;
  for (let i = 0; i < 10_000; i += 20)
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const path = addressOf();
        // A stream has no end.
        if (path.startsWith("/api/stream")) return;
        // Whatever its query, an export collects the whole run, for half a second: the first ones stand for all.
        if (path.startsWith(`/api/runs/${key}/export`) && ++numExports > 5) return;
        const method = pick(["GET", "GET", "GET", "GET", "HEAD", "POST", "PUT"]);
        const headers: Record<string, string> =
          next(8) === 0
            ? {
                Range: pick([
                  "bytes=0-",
                  "bytes=-1",
                  "bytes=9-2",
                  "bytes=0-0,5-9",
                  "bytes=99999999999999-",
                  "lines=1",
                ]),
              }
            : {};
        const body = method === "POST" ? pick(["", "{}", "[", '{"clip":1e999}', '{"__proto__":{}}']) : "";
        if (body !== "" && next(2) === 0) headers["Content-Type"] = "application/json";
        const { status, body: answer } = await dashboard.ask(path, headers, method, body);
        if (status >= 500) expect([path, method, status, answer.toString()]).toBeNull();
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }),
    );
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 206, 400, 404, 405]));
  expect((await dashboard.rows()).length).toBe(1);
});
