/**
 * The text that a person reads when something fails: one line for errors whose cause lies outside of Woodshed (input,
 * files, disks, network), and a stack trace with a request for a report for defects of Woodshed itself.
 */
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { ownPlace, ownTrace } from "./components/trace.js";
import { displayPath } from "./display-path.js";
import { WoodshedError } from "./errors.js";
import { setupCommandLine } from "./installation.js";
import { packageVersion } from "./package-root.js";
import { shellWord } from "./shell-word.js";

/** The fields of Node's system errors; see the `errors` page of Node's documentation. */
interface SystemError extends Error {
  code?: string;
  syscall?: string;
  path?: string;
  dest?: string;
  address?: string;
  port?: number;
  hostname?: string;
}

/** Reason and advice by `errno` name. */
const REASONS: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  EACCES: ["permission denied", "Check its owner and permissions (ls -ld)."],
  EPERM: [
    "operation not permitted",
    "Check its owner and permissions, and that the file system supports it.",
  ],
  EROFS: ["the file system is read-only", "Choose a folder that can be written to."],
  ENOENT: ["no such file or folder", "Check the path."],
  ENOTDIR: ["a part of the path is a file, not a folder", "Check the path."],
  EISDIR: ["is a folder, expected a file", "Name a file in it."],
  EEXIST: ["exists already", "Choose another name."],
  ENOTEMPTY: ["the folder is not empty", "Choose another folder."],
  ELOOP: ["symbolic links form a loop", "Check where they point to (ls -l)."],
  ENAMETOOLONG: ["the name is too long for the file system", "Choose a shorter one."],
  EBUSY: ["is in use", "Close the programs that use it, and try again."],
  ENOSPC: ["no space left on the disk", "Free some space (df -h, df -i), or choose another disk."],
  EDQUOT: ["the disk quota is reached", "Free some space, or choose another disk."],
  EFBIG: ["the file is too large for the file system", "Choose another disk."],
  EIO: ["the disk reported a read or write error", "Check the disk and its cables (dmesg)."],
  ESTALE: ["the network file system lost the file", "Check the mount."],
  ESPIPE: ["is a pipe, expected a file", "Write it to a file first."],
  ENXIO: ["is a device or socket that cannot be opened", "Name a file."],
  ENODEV: ["the file system does not support this operation", "Choose another disk."],
  ENOTSUP: ["the file system does not support this operation", "Choose another disk."],
  EINVAL: ["the system rejected the operation", "Check that it is a regular file on a local disk."],
  EMFILE: ["too many open files", "Raise the limit (ulimit -n 4096)."],
  ENFILE: ["the system has too many open files", "Close other programs."],
  ENOMEM: ["out of memory", "Close other programs, or use smaller batches and fewer workers."],
  EAGAIN: ["the system has no more processes or threads", "Raise the limit (ulimit -u)."],
  ENOEXEC: ["not a program for this machine", "Install it for this system and processor."],
  EPIPE: ["the program that read the output has ended", "Check that program."],
  EADDRINUSE: ["the address is in use", "Choose another port, or stop the program that listens there."],
  EADDRNOTAVAIL: ["this machine does not have that address", "Use 127.0.0.1, or 0.0.0.0 for all interfaces."],
  ECONNREFUSED: ["connection refused", "Check that the server runs and that the port is right."],
  ECONNRESET: ["the connection was closed by the other side", "Try again; check the network."],
  ETIMEDOUT: ["no answer in time", "Check the address and the network."],
  EHOSTUNREACH: ["the host is unreachable", "Check the address and the network."],
  ENETUNREACH: ["the network is unreachable", "Check the network."],
  ENOTFOUND: ["the host name cannot be resolved", "Check its spelling and the network."],
  EAI_AGAIN: ["the host name cannot be resolved at the moment", "Check the network and its name server."],
  UND_ERR_CONNECT_TIMEOUT: ["no answer in time", "Check the address and the network."],
  UND_ERR_SOCKET: ["the connection was closed by the other side", "Try again; check the network."],
};

const SQLITE_REASONS: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_FULL/, "no space left on the disk. Free some space (df -h), or choose another disk."],
  [/^SQLITE_READONLY|^SQLITE_PERM/, "the database cannot be written to. Check its owner and permissions."],
  [/^SQLITE_CANTOPEN/, "the database cannot be opened. Check that its folder exists and can be written to."],
  [/^SQLITE_BUSY|^SQLITE_LOCKED/, "another process holds the database. Wait for that process, or stop it."],
  [/^SQLITE_IOERR/, "the disk reported a read or write error. Check the disk (dmesg, df -h)."],
  [/^SQLITE_CORRUPT|^SQLITE_NOTADB/, "the database is corrupt or is not a database. Restore it from a copy."],
];

/** Returns the text to print for anything that was thrown. `args` are the command's arguments. */
export function describeError(error: unknown, args: readonly string[] = process.argv.slice(2)): string {
  const place = ownPlace(error);
  if (error instanceof WoodshedError) {
    const isNamed = place === null || error.message.includes(place);
    return `${error.name}: ${error.message}${isNamed ? "" : ` (at ${place})`}`;
  }
  if (place !== null) return describeOwn(error as Error, place);
  return describeKnownError(error, args) ?? describeDefect(error, args);
}

/** An error of the user's own component: the trace of their files, which are not ours to report. */
function describeOwn(error: Error, place: string): string {
  return `${ownTrace(error.stack ?? error.message)}\n\nThe error is in your component, at ${place}.`;
}

/** Returns one line for an error whose cause lies outside of Woodshed, and null for a defect. */
export function describeKnownError(error: unknown, args: readonly string[] = []): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as SystemError;
  if (error instanceof AggregateError && error.errors.length > 0)
    return describeKnownError(error.errors[0], args);
  // fetch hides the reason in its cause.
  if (error.message === "fetch failed") return describeKnownError(error.cause, args);
  if (typeof code !== "string") return null;
  const [reason, advice] = REASONS[code] ?? [];
  if (reason !== undefined) return describeSystemError(error, reason, advice!);
  if (code.startsWith("SQLITE_")) {
    const text = SQLITE_REASONS.find(([pattern]) => pattern.test(code))?.[1];
    return text === undefined ? null : `Error: ${text} (${code}: ${error.message})`;
  }
  if (code === "ERR_DLOPEN_FAILED" || code === "ERR_MODULE_NOT_FOUND") {
    return `Error: the installation is incomplete or was made for another version of Node: ${firstLine(error)}. Run ${setupCommandLine()}.`;
  }
  if (/^ERR_(INVALID|OUT_OF_RANGE|SOCKET_BAD|FS_)/.test(code) && isAboutArguments(error, args))
    return `Error: a value on the command line cannot be used: ${firstLine(error)} (${code})`;
  return null;
}

/** Returns the reason of a system error in words, `permission denied (EACCES)`; the message of any other error. */
export function systemReason(error: unknown): string {
  const { code, message } = error as SystemError;
  const reason = REASONS[code ?? ""]?.[0];
  return reason === undefined ? message : `${reason} (${code})`;
}

function describeSystemError(error: SystemError, reason: string, advice: string): string {
  const { code, syscall } = error;
  if (syscall === "uv_cwd")
    return "Error: the working directory was deleted (ENOENT). Change to a folder that exists.";
  const source = `(${code}${syscall === undefined ? "" : `, ${syscall.split(" ")[0]}`})`;
  const { path } = error;
  if (syscall?.startsWith("spawn") && code === "ENOENT")
    return `Error: ${path ?? "a program"}: not installed or not on the PATH ${source}. Install it, or check the PATH.`;
  if (code === "ENOENT" && path?.startsWith(tmpdir()) && !existsSync(tmpdir()))
    return `Error: ${tmpdir()}: the folder for temporary files does not exist ${source}. Set TMPDIR to a folder that exists, or unset it.`;
  const place = placeOf(error);
  return `Error: ${place === null ? "" : `${place}: `}${reason} ${source}. ${advice}`;
}

function placeOf({ path, dest, hostname, address, port }: SystemError): string | null {
  if (path) return dest ? `${displayPath(path)} -> ${displayPath(dest)}` : displayPath(path);
  const host = hostname ?? address;
  if (host === undefined) return null;
  return port === undefined ? host : `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

const firstLine = ({ message }: Error): string => message.split("\n")[0]!.replace(/\.$/, "");

/** True if the value that Node rejected was given on the command line. */
function isAboutArguments(error: Error, args: readonly string[]): boolean {
  const { input } = error as { input?: unknown };
  const received = typeof input === "string" ? input : /Received .*?['"](.+)['"]/.exec(error.message)?.[1];
  return received !== undefined && args.some((arg) => arg.includes(received));
}

/** A stack trace, and what a report should contain. */
function describeDefect(error: unknown, args: readonly string[]): string {
  const trace = error instanceof Error ? withCauses(error) : `thrown: ${String(error)}`;
  const { version, platform, arch } = process;
  return [
    trace,
    "",
    "This is a defect in Woodshed. Please report it, with the lines above and:",
    `  version  woodshed ${packageVersion}, Node ${version}, ${platform} ${arch}`,
    `  command  woodshed ${args.map(shellWord).join(" ")}`.trimEnd(),
    "  recipe   the recipe, or config.yaml in the run's folder",
    "  machine  the output of `woodshed doctor`",
  ].join("\n");
}

function withCauses(error: Error): string {
  const text = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${text}\ncaused by ${withCauses(error.cause)}` : text;
}
