import { createSocket } from "node:dgram";
import { isIP } from "node:net";

/** This host's address on the way to another, as the system's routes say; nothing is sent. */
export function addressTowards(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIP(host) === 6 ? "udp6" : "udp4");
    socket.on("error", reject);
    // Any port does: connecting a datagram socket only asks for the route.
    socket.connect(9, host, () => {
      const { address } = socket.address();
      socket.close();
      resolve(address);
    });
  });
}

export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || address.startsWith("127.");
}
