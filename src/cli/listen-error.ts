import { ConfigError } from "../errors.js";

/**
 * The reason why the server cannot listen, with what to do; null for other errors.
 *
 * @param ifInUse more to do if another program has the port
 */
export function listenError(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  ifInUse = "",
): ConfigError | null {
  const { syscall = "", code = "" } = error;
  if (!["listen", "bind", "getaddrinfo"].includes(syscall)) return null;
  const reasons: Record<string, string> = {
    EADDRINUSE: `another program listens there; choose another --port, or --port 0 for a free one${ifInUse}`,
    EACCES: "no permission to listen there; ports below 1024 need it, choose a higher --port",
    EADDRNOTAVAIL: "no such address on this machine; choose another --host (127.0.0.1, or 0.0.0.0 for all)",
  };
  const unknownHost = "no such host; choose another --host (127.0.0.1, or 0.0.0.0 for all addresses)";
  const reason = reasons[code] ?? (syscall === "getaddrinfo" ? unknownHost : `cannot listen there (${code})`);
  return new ConfigError("LISTEN", `${host}:${port}: ${reason}`, { cause: error });
}
