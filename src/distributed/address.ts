import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";

/** The two ends of the route to a host. */
export interface Route {
  /** The address of this host on that route. */
  own: string;
  remote: string;
}

/**
 * Finds the route to a host, by IPv4 where it has both; sends nothing.
 *
 * @throws the system's error if the name has no address, or no address a route
 */
export async function routeTo(host: string): Promise<Route> {
  const addresses = (await lookup(await resolvable(host), { all: true })).sort((a, b) => a.family - b.family);
  let failure: unknown;
  for (const { address: remote } of addresses) {
    try {
      return { own: await addressTowards(remote), remote };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function addressTowards(remote: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIP(remote) === 6 ? "udp6" : "udp4");
    socket.on("error", (error) => {
      socket.close();
      reject(error);
    });
    // Connecting a datagram socket only looks up the route; the port does not matter.
    socket.connect(9, remote, () => {
      const { address } = socket.address();
      socket.close();
      resolve(address);
    });
  });
}

/** The host, or the loopback address for a `localhost` that /etc/hosts of some containers lacks. */
export async function resolvable(host: string): Promise<string> {
  if (host !== "localhost") return host;
  return lookup(host).then(
    () => host,
    () => loopbackAddress(),
  );
}

/** 127.0.0.1, or ::1 on a host without IPv4. */
export function loopbackAddress(): string {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const has = (address: string): boolean => own.some((one) => one.address === address);
  return has("::1") && !has("127.0.0.1") ? "::1" : "127.0.0.1";
}

export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^(::ffff:)?127\./.test(address);
}
