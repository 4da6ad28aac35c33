/** Finds the package manager of a project, for the commands that messages show. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

const LOCK_FILES: readonly (readonly [file: string, manager: PackageManager])[] = [
  ["package-lock.json", "npm"],
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/**
 * Returns what package.json names, else the owner of the nearest lock file, else the manager that started this process,
 * else npm.
 *
 * @param named `packageManager` of package.json, such as "pnpm@10.1.0"
 */
export function findPackageManager(
  folder: string,
  named: unknown,
  env: NodeJS.ProcessEnv = process.env,
): PackageManager {
  const byFile = typeof named === "string" ? managerIn(named) : null;
  return byFile ?? byLockFile(folder) ?? managerIn(env["npm_config_user_agent"] ?? "") ?? "npm";
}

/** Workspaces have one lock file, above their packages and inside the repository. */
function byLockFile(folder: string): PackageManager | null {
  const found = LOCK_FILES.find(([file]) => existsSync(join(folder, file)));
  if (found !== undefined) return found[1];
  const isTop = folder === dirname(folder) || existsSync(join(folder, ".git"));
  return isTop ? null : byLockFile(dirname(folder));
}

/** The manager at the start of "pnpm@10.1.0" or "pnpm/10.1.0 npm/? node/v22". */
function managerIn(text: string): PackageManager | null {
  return (/^(npm|pnpm|yarn|bun)[@/]/.exec(text)?.[1] as PackageManager | undefined) ?? null;
}

/** The commands of a package manager: for a script of package.json, a program of a package, and an installation. */
export function commandsOf(manager: PackageManager): {
  /** With arguments after it, which npm separates by `--`. */
  run: (script: string, args?: string) => string;
  exec: string;
  install: string;
} {
  return {
    run: (script, args) => {
      const separator = manager === "npm" && args !== undefined ? " --" : "";
      return `${manager} run ${script}${separator}${args === undefined ? "" : ` ${args}`}`;
    },
    exec: { npm: "npx", pnpm: "pnpm exec", yarn: "yarn", bun: "bunx" }[manager],
    install: `${manager} install`,
  };
}
