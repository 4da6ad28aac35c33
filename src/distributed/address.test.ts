import { expect, it, vi } from "vitest";

const known: Record<string, { address: string; family: number }[]> = {
  "127.0.0.1": [{ address: "127.0.0.1", family: 4 }],
  both: [
    { address: "::1", family: 6 },
    { address: "127.0.0.1", family: 4 },
  ],
};
vi.mock("node:dns/promises", () => ({
  lookup: async (host: string) => {
    const found = known[host];
    if (found === undefined) throw new Error(`getaddrinfo ENOTFOUND ${host}`);
    return found;
  },
}));
let interfaces: Record<string, { address: string }[]> = {};
vi.mock("node:os", async (original) => ({
  ...(await original<typeof import("node:os")>()),
  networkInterfaces: () => interfaces,
}));

const { isLoopback, loopbackAddress, resolvable, routeTo } = await import("./address.js");

it("prefers IPv4 for a host with IPv4 and IPv6 addresses", async () => {
  expect(await routeTo("both")).toEqual({ own: "127.0.0.1", remote: "127.0.0.1" });
});

it("resolves localhost to 127.0.0.1 if /etc/hosts lacks it", async () => {
  expect(await resolvable("localhost")).toBe("127.0.0.1");
  expect(await routeTo("localhost")).toEqual({ own: "127.0.0.1", remote: "127.0.0.1" });
});

it("fails for other names that cannot be resolved", async () => {
  expect(await resolvable("node-1")).toBe("node-1");
  await expect(routeTo("node-1")).rejects.toThrow(/ENOTFOUND node-1/);
});

it("uses the IPv6 loopback address only on a host without IPv4", () => {
  interfaces = { lo: [{ address: "::1" }] };
  expect(loopbackAddress()).toBe("::1");
  interfaces = { lo: [{ address: "127.0.0.1" }, { address: "::1" }] };
  expect(loopbackAddress()).toBe("127.0.0.1");
});

it("recognizes loopback addresses", () => {
  expect(["localhost", "127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"].every(isLoopback)).toBe(true);
  expect(["10.0.0.1", "fd00::1", "127-host"].some(isLoopback)).toBe(false);
});
