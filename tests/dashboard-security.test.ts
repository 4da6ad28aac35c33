/** Attacks on the dashboard by pages of other sites and by paths that no browser sends: each is refused. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROUTES } from "../src/dashboard/routes/index.js";
import { startAttacked } from "./support/attacked-dashboard.js";
import { TestDashboard } from "./support/dashboard.js";

const dashboard = new TestDashboard();
let attacked: Awaited<ReturnType<typeof startAttacked>>;
/** An address of every route, and of the pages. */
let addresses: string[] = [];

beforeAll(async () => {
  attacked = await startAttacked(dashboard);
  addresses = [
    ...ROUTES.filter(({ method }) => method !== "POST").map(({ path }) =>
      path.replace(/:\w+/g, attacked.key),
    ),
    "/",
    "/assets/index-C0ffee12.js",
  ];
});
afterAll(() => attacked.close());

const host = (): string => `127.0.0.1:${dashboard.server.port}`;

describe("another host (DNS rebinding)", () => {
  it.each([
    "evil.test",
    "127.0.0.1.evil.test",
    "localhost.evil.test",
    "127.0.0.1@evil.test",
    "127.1",
    "2130706433",
    "[::2]",
    "0.0.0.0",
  ])("%s is refused everywhere", async (name) => {
    for (const path of addresses) {
      const { status, body } = await dashboard.ask(path, { Host: name });
      expect([path, status]).toEqual([path, 403]);
      expect(body.toString()).not.toContain("test-");
    }
  });

  it("no host, two hosts, and a whole address are refused", async () => {
    const cookie = `Cookie: ${dashboard.cookie}\r\n`;
    for (const head of [
      `GET /api/runs HTTP/1.1\r\n${cookie}\r\n`,
      `GET /api/runs HTTP/1.0\r\n${cookie}\r\n`,
      `GET /api/runs HTTP/1.1\r\nHost:\r\n${cookie}\r\n`,
      `GET /api/runs HTTP/1.1\r\nHost: ${host()}\r\nHost: evil.test\r\n${cookie}\r\n`,
      `GET /api/runs HTTP/1.1\r\nHost: evil.test\r\nHost: ${host()}\r\n${cookie}\r\n`,
      `GET /api/runs HTTP/1.1\r\nHost: ${host()}\r\nhost: ${host()}\r\n${cookie}\r\n`,
      `GET http://evil.test/api/runs HTTP/1.1\r\nHost: evil.test\r\n${cookie}\r\n`,
      `GET http://${host()}/api/runs HTTP/1.1\r\nHost: ${host()}\r\n${cookie}\r\n`,
      `GET //evil.test/api/runs HTTP/1.1\r\nHost: ${host()}\r\n${cookie}\r\n`,
    ])
      expect(await dashboard.raw(head), head).toMatch(/^HTTP\/1\.1 40[03] /);
  });

  it.each(["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])(
    "%s with any port is this machine",
    async (name) => {
      expect((await dashboard.ask("/api/runs", { Host: `${name}:8080` })).status).toBe(200);
    },
  );
});

describe("another site", () => {
  it.each([
    "https://evil.test",
    "null",
    "http://127.0.0.1:1",
    "http://localhost",
    "file://",
    "http://127.0.0.1:PORT.evil.test",
    "https://127.0.0.1:PORT",
  ])("the origin %s is refused everywhere", async (origin) => {
    const Origin = origin.replace("PORT", String(dashboard.server.port));
    for (const path of addresses)
      expect([path, (await dashboard.ask(path, { Origin })).status]).toEqual([path, 403]);
  });

  it.each(["cross-site", "same-site", "other"])("Sec-Fetch-Site: %s is refused everywhere", async (site) => {
    for (const path of addresses)
      expect([path, (await dashboard.ask(path, { "Sec-Fetch-Site": site })).status]).toEqual([path, 403]);
    for (const mode of ["navigate", "no-cors", "cors"])
      for (const path of addresses.filter((address) => address !== "/"))
        expect(
          (
            await dashboard.ask(path, {
              ...{ "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": "document" },
            })
          ).status,
        ).toBe(403);
  });

  it("a link to the page works, a frame or a script of it does not", async () => {
    const link = {
      "Sec-Fetch-Site": "cross-site",
      "Sec-Fetch-Mode": "navigate",
      "Sec-Fetch-Dest": "document",
    };
    expect((await dashboard.ask("/", link)).status).toBe(200);
    for (const dest of ["iframe", "script", "image", "object"])
      expect((await dashboard.ask("/", { ...link, "Sec-Fetch-Dest": dest })).status).toBe(403);
    expect((await dashboard.ask("/", link, "POST", "a=b")).status).toBe(403);
  });

  it("forms and texts write nothing: routes that write take JSON of this origin", async () => {
    const own = { Origin: `http://${host()}` };
    for (const type of [
      "application/x-www-form-urlencoded",
      "text/plain",
      "multipart/form-data; boundary=a",
      "",
    ])
      for (const { path, method = "GET" } of ROUTES) {
        const address = path.replace(/:\w+/g, attacked.key);
        const { status } = await dashboard.ask(address, { ...own, "Content-Type": type }, "POST", "a=b");
        expect([address, [404, 405, 415, 400].includes(status)]).toEqual([address, true]);
        if (method === "POST") expect(status).toBe(415);
      }
  });

  it("headers keep scripts, frames and inclusion out, on every answer", async () => {
    for (const path of [...addresses, "/nothing.js", "/api/nothing", `/api/runs/${"0".repeat(12)}`]) {
      if (path === "/api/stream") continue;
      const { headers } = await dashboard.ask(path);
      expect(headers["content-security-policy"], path).toMatch(
        /^default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; .*object-src 'none'; frame-ancestors 'none'; base-uri 'none'/,
      );
      expect(headers).toMatchObject({
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      });
      expect(headers).not.toHaveProperty("access-control-allow-origin");
    }
  });
});

describe("the token", () => {
  it("nothing is answered without the cookie, or with another one", async () => {
    const name = `woodshed-${dashboard.server.port}`;
    const [, value = ""] = dashboard.cookie.split("=");
    for (const cookie of [
      "",
      `${name}=`,
      `${name}=${"0".repeat(64)}`,
      `woodshed-1=${value}`,
      `${name}=${value.slice(1)}`,
      `${name}=${value}0`,
    ])
      for (const path of [...addresses, "/api/nothing", "/nothing.js"])
        expect([path, (await dashboard.ask(path, { cookie })).status]).toEqual([path, 401]);
    expect((await dashboard.ask("/api/runs", { cookie: "", Authorization: `Bearer ${value}` })).status).toBe(
      401,
    );
  });

  it("is used once, sets a strict cookie named by the port, and leaves the address", async () => {
    const token = dashboard.server.newToken();
    // A browser that loads ahead does not use it up.
    expect((await dashboard.ask(`/?token=${token}`, { cookie: "", "Sec-Purpose": "prefetch" })).status).toBe(
      400,
    );
    expect((await dashboard.ask(`/?token=${token}x`, { cookie: "" })).status).toBe(401);
    expect((await dashboard.ask(`/?token=${token}`, { cookie: "" }, "HEAD")).status).toBe(400);
    const { status, headers } = await dashboard.ask(`/runs?token=${token}`, { cookie: "" });
    expect([status, headers["location"]]).toEqual([303, "/runs"]);
    expect(String(headers["set-cookie"])).toMatch(
      new RegExp(`^woodshed-${dashboard.server.port}=[0-9a-f]{64}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    const again = await dashboard.ask(`/?token=${token}`, { cookie: "" });
    expect([again.status, again.body.toString()]).toEqual([401, expect.stringContaining("used already")]);
    expect(again.headers).not.toHaveProperty("set-cookie");
    // With the cookie, an address that was opened before still opens.
    expect((await dashboard.ask(`/?token=${token}`)).status).toBe(303);
    expect(
      (await dashboard.ask(`/api/runs?token=${dashboard.server.newToken()}`, { cookie: "" })).status,
    ).toBe(401);
  });
});

describe("paths", () => {
  it.each([
    "/../../../../etc/passwd",
    "/assets/../../package.json",
    "/..%2f..%2fpackage.json",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%252e%252e/etc/passwd",
    "/..;/etc/passwd",
    "/assets/index-C0ffee12.js;a",
    "/#/../etc/passwd",
    "/..\\..\\etc\\passwd",
    "/assets\\index-C0ffee12.js",
    "/%00",
    "/index.html%00.png",
    "/windows/win.ini",
    "/c:/windows/win.ini",
    "/secret.txt",
    "/passwd.json",
    "/api/runs/../../etc/passwd",
    "/api/runs/%2e%2e/item?name=a",
    "/api/../secret.txt",
    "/api/runs/../runs",
    "/api//runs",
    "/api/runs/",
    "/API/runs",
  ])("%s has no file", async (path) => {
    const line = await dashboard.raw(
      `GET ${path} HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${dashboard.cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect(line).toMatch(/^HTTP\/1\.1 40[04] /);
  });

  it("pages are compressed, and cached by their names", async () => {
    const page = await dashboard.ask("/runs/anything", { "Accept-Encoding": "gzip, br" });
    expect([page.status, page.headers["content-encoding"]]).toEqual([200, "br"]);
    expect(page.headers["cache-control"]).toBe("private, no-cache");
    const script = await dashboard.ask("/assets/index-C0ffee12.js", { "Accept-Encoding": "gzip" });
    expect(script.headers).toMatchObject({
      ...{ "content-encoding": "gzip", "content-type": "text/javascript; charset=utf-8" },
      "cache-control": "private, max-age=31536000, immutable",
    });
    const etag = String(page.headers["etag"]);
    expect((await dashboard.ask("/", { "Accept-Encoding": "br", "If-None-Match": etag })).status).toBe(304);
  });
});
