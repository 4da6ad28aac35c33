/** Detects whether the process that writes a run still exists, although process ids are reused. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Returns a text that differs between processes with the same id: boot and start time. null if no such process
 * exists, the empty text if the system does not report it.
 */
export function processStart(pid: number): string | null {
  if (!exists(pid)) return null;
  if (process.platform === "linux") return linuxStart(pid);
  if (process.platform === "win32") return "";
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
      timeout: 2000,
    }).trim();
  } catch {
    return "";
  }
}

/** Returns whether the process with that id and start time still exists. */
export function isSameProcess(pid: number, start: string): boolean {
  const startNow = processStart(pid);
  return startNow !== null && (startNow === start || startNow === "" || start === "");
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name, in parentheses, may contain spaces and parentheses; state and times follow it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie has exited and waits for its parent to read its status.
    if (fields[0] === "Z") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}:${fields[19]}`; // field 22 of proc(5): start time in ticks since boot
  } catch {
    return "";
  }
}
