// Allows one set-up at a time in a folder: a file contains the process id of the running one.

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endProcessesOf, setupId } from "./child.mjs";
import { readStamp } from "./stamp.mjs";

const POLL_MS = 200;

/**
 * Takes the lock and returns the function that releases it. Waits while another set-up is alive, after one call of
 * `onWait` with its process id; takes over from a dead one and kills the processes that it left.
 */
export async function takeLock(path, onWait = () => {}) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = { pid: process.pid, started: startOf(process.pid), id: setupId };
  let hasWaited = false;
  while (!create(path, mine)) {
    const holder = readStamp(path);
    if (holder && isAlive(holder)) {
      if (!hasWaited) onWait(holder.pid);
      hasWaited = true;
      await sleep(POLL_MS);
    } else {
      takeOver(path, holder);
    }
  }
  return () => {
    if (readStamp(path)?.id === setupId) rmSync(path, { force: true });
  };
}

/** Creates the file with its content in one step; returns false if it exists. */
function create(path, content) {
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, JSON.stringify(content));
  try {
    linkSync(partial, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(partial, { force: true });
  }
}

function takeOver(path, dead) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside); // only one of several succeeds
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  const moved = readStamp(aside);
  if (moved?.id !== dead?.id) {
    // Another set-up took over between the check and the rename: its lock is put back.
    try {
      linkSync(aside, path);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  } else if (dead?.id) {
    endProcessesOf(dead.id);
  }
  rmSync(aside, { force: true });
}

function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  // Process ids are reused: the start time distinguishes the holder from a later process.
  return started === null || startOf(pid) === started;
}

/** Start time of a process in clock ticks since boot, or null without /proc. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
