// Builds an addon from C++ sources, one object a source; compiles only what changed.
//
// An object is current if its source, every header of ours that it includes, the flags and the compiler are those it was
// made from (NAME.o.json beside the object). Files are written under another name and renamed.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, freemem } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { run } from "./child.mjs";
import { hashFile, hashOf, readStamp, removeStamp, writeStamp } from "./stamp.mjs";

const BYTES_A_COMPILE = 2 * 2 ** 30;

/**
 * An addon to build, from the root in which all commands run. In the checkout its paths are relative, so that its objects
 * are current in any folder.
 * @typedef {object} AddonPlan
 * @property {string} root
 * @property {string} file    the addon
 * @property {string} folder  folder of the .cc files
 * @property {string} out     folder of the objects and stamps
 * @property {string | null} header   header to precompile and include everywhere
 * @property {{command: string, args: string[], isGcc: boolean}} compiler
 * @property {string[]} flags
 * @property {string[]} linkFlags
 * @property {string} environment   hash of everything outside of our sources that objects depend on
 * @property {object} info          what info.json records, with `flagsHash`
 */

/**
 * Builds an addon; returns the number of steps that had work to do.
 * Throws an Error with a message for the user, and with the compiler's `output` if there is some.
 *
 * @param {AddonPlan} plan
 * @param keepsObjects false removes the objects (400 MB for libtorch's) after linking: sources of a released version never change
 */
export async function buildAddon(plan, { keepsObjects, log }) {
  const { root, out } = plan;
  mkdirSync(join(root, out), { recursive: true });
  removeLeftovers(plan);

  const header = headerJob(plan);
  const headerIsStale = header !== null && !isCompiled(root, header);
  if (headerIsStale) {
    log(`compiling the precompiled header ${plan.header}`);
    logWarnings(await compile(plan, header), log);
  }
  const jobs = objectJobs(plan, header);
  const stale = jobs.filter((job) => !isCompiled(root, job));
  await compileAll(plan, stale, log);
  removeOrphans(plan, jobs);

  const linking = linkJob(plan, jobs);
  const linkIsStale = !isLinked(plan, linking);
  if (linkIsStale) {
    log(`linking ${basename(plan.file)}`);
    await link(plan, linking);
  }
  if (!keepsObjects) {
    for (const { object } of header ? [header, ...jobs] : jobs) rmSync(join(root, object), { force: true });
  }
  return Number(headerIsStale) + stale.length + Number(linkIsStale);
}

/** Returns true if the addon was built from these sources, flags and compiler. */
export function isAddonCurrent(plan) {
  const header = headerJob(plan);
  const jobs = objectJobs(plan, header);
  const all = header ? [header, ...jobs] : jobs;
  return all.every((job) => isUnchanged(plan.root, job)) && isLinked(plan, linkJob(plan, jobs));
}

function sources({ root, folder }) {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".cc"));
  if (names.length === 0) throw new Error(`${folder}/ holds no .cc file to build the addon from.`);
  return names.sort().map((name) => `${folder}/${name}`);
}

/** Precompiled header, for GCC only: other compilers include the header itself. */
function headerJob({ compiler, header, environment, out }) {
  if (!compiler.isGcc || header === null) return null;
  const name = basename(header, ".h");
  return {
    source: header,
    // GCC uses NAME.h.gch instead of the NAME.h beside it, which includes the real one.
    wrapper: `${out}/${name}.h`,
    object: `${out}/${name}.h.gch`,
    stamp: `${out}/${name}.json`,
    environment,
    args: ["-x", "c++-header"],
  };
}

function objectJobs(plan, header) {
  const { root, environment, out } = plan;
  const args = [];
  if (header) args.push("-include", header.wrapper);
  else if (plan.header !== null) args.push("-include", plan.header);
  // The compiler does not list the headers inside the precompiled one; its stamp represents them.
  const headerStamp = header ? JSON.stringify(readStamp(join(root, header.stamp))) : "";
  return sources(plan).map((source) => {
    const object = `${out}/${basename(source, ".cc")}.o`;
    const stamp = `${object}.json`;
    return { source, object, stamp, environment: hashOf(environment, headerStamp), args };
  });
}

function isCompiled(root, job) {
  return existsSync(join(root, job.object)) && isUnchanged(root, job);
}

/** Returns true if the inputs are those that the job was last done with. */
function isUnchanged(root, job) {
  const stamp = readStamp(join(root, job.stamp));
  if (stamp?.environment !== job.environment) return false;
  return Object.entries(stamp.inputs).every(([path, hash]) => hashFile(join(root, path)) === hash);
}

async function compile({ root, folder, compiler, flags }, job) {
  const partial = `${job.object}.${process.pid}.part`;
  const dependencies = `${partial}.d`;
  // Hashed before compiling, so that a file saved meanwhile counts as changed.
  const before = new Map(ourFiles(root, folder).map((path) => [path, hashFile(join(root, path))]));
  if (job.wrapper) writeFileSync(join(root, job.wrapper), `#include "${join(root, job.source)}"\n`);
  const input = job.wrapper ?? job.source;
  const args = [...flags, ...job.args, "-MD", "-MF", dependencies, "-c", input, "-o", partial];
  let warnings;
  try {
    warnings = await run(compiler.command, [...compiler.args, ...args], { cwd: root });
  } catch (error) {
    rmSync(join(root, partial), { force: true });
    rmSync(join(root, dependencies), { force: true });
    throw Object.assign(new Error(`${job.source} does not compile`), {
      output: error.output || error.message,
    });
  }
  const headers = readDependencies(root, join(root, dependencies));
  const inputs = Object.fromEntries([...before].filter(([path]) => path === job.source || headers.has(path)));
  removeStamp(join(root, job.stamp));
  renameSync(join(root, partial), join(root, job.object));
  rmSync(join(root, dependencies), { force: true });
  writeStamp(join(root, job.stamp), { environment: job.environment, inputs });
  return warnings;
}

function ourFiles(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
}

/** Reads the paths under the root from the make rule that the compiler wrote. */
function readDependencies(root, path) {
  const rule = readFileSync(path, "utf8").replaceAll("\\\n", " ");
  const paths = rule.slice(rule.indexOf(":") + 1).match(/(?:\\.|\S)+/g) ?? [];
  return new Set(paths.map((name) => relative(root, resolve(root, name.replaceAll("\\ ", " ")))));
}

/** Compiles as many files at a time as cores and memory allow; starts no more after a failure. */
async function compileAll(plan, jobs, log) {
  const queue = [...jobs];
  const failures = [];
  let numStarted = 0;
  const work = async () => {
    while (queue.length > 0 && failures.length === 0) {
      const job = queue.shift();
      log(`compiling ${++numStarted}/${jobs.length} ${basename(job.source)}`);
      try {
        logWarnings(await compile(plan, job), log);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: numCompiles() }, work));
  if (failures.length > 0) throw buildError(failures);
}

function logWarnings(warnings, log) {
  if (warnings.trim()) log(warnings.trimEnd());
}

function buildError(failures) {
  const message = failures.map((error) => error.message).join("; ");
  return Object.assign(new Error(message), { output: failures.map((error) => error.output).join("\n") });
}

function linkJob({ root, info }, jobs) {
  const objects = jobs.map((job) => job.object);
  const made = hashOf(info.flagsHash, ...jobs.map((job) => JSON.stringify(readStamp(join(root, job.stamp)))));
  return { objects, made };
}

function isLinked({ root, file, out }, { made }) {
  return readStamp(join(root, out, "link.json"))?.made === made && existsSync(join(root, file));
}

async function link({ root, file, out, compiler, linkFlags, info }, { objects, made }) {
  const stamp = join(root, out, "link.json");
  const partial = `${file}.${process.pid}.part`;
  try {
    await run(compiler.command, [...compiler.args, "-o", partial, ...objects, ...linkFlags], { cwd: root });
  } catch (error) {
    rmSync(join(root, partial), { force: true });
    throw Object.assign(new Error(`${basename(file)} does not link`), {
      output: error.output || error.message,
    });
  }
  removeStamp(stamp);
  renameSync(join(root, partial), join(root, file));
  writeStamp(join(root, out, "info.json"), info);
  writeStamp(stamp, { made });
}

function numCompiles() {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / BYTES_A_COMPILE)));
}

/** Removes files that an interrupted build of this addon left half-written. */
function removeLeftovers({ root, file, out }) {
  const beside = join(root, file, "..");
  const started = new RegExp(`^${basename(file).replaceAll(".", "\\.")}\\.\\d+\\.part$`);
  for (const name of readdirSync(beside)) if (started.test(name)) rmSync(join(beside, name), { force: true });
  for (const name of readdirSync(join(root, out)))
    if (/\.part(\.d)?$/.test(name)) rmSync(join(root, out, name), { force: true });
}

/** Removes objects whose source is gone. */
function removeOrphans({ root, out }, jobs) {
  const known = new Set(jobs.flatMap((job) => [basename(job.object), basename(job.stamp)]));
  for (const name of readdirSync(join(root, out)))
    if (/\.o(\.json)?$/.test(name) && !known.has(name)) rmSync(join(root, out, name), { force: true });
}
