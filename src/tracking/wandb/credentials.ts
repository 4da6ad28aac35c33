import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../errors.js";

export const DEFAULT_BASE_URL = "https://api.wandb.ai";

/**
 * Where W&B is: the setting, else WANDB_BASE_URL, else W&B's own cloud; without a slash at its end.
 *
 * @throws ConfigError for what is no address
 */
export function resolveBaseUrl(setting: string | null, env: NodeJS.ProcessEnv = process.env): string {
  const url = (setting ?? (env["WANDB_BASE_URL"] || DEFAULT_BASE_URL)).replace(/\/+$/, "");
  if (URL.canParse(url)) return url;
  const where = setting === null ? "WANDB_BASE_URL" : "logging.wandb.base_url";
  throw new ConfigError(
    "WANDB_URL",
    `${where}: expected an address such as https://wandb.my-lab.org, got "${url}"`,
  );
}

/** Where its pages are; a private server has them at the same address. */
export function appUrl(baseUrl: string): string {
  return baseUrl === DEFAULT_BASE_URL ? "https://wandb.ai" : baseUrl;
}

/** From WANDB_API_KEY, else the password that netrc has for the host; null where there is none. */
export function findApiKey(baseUrl: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const given = env["WANDB_API_KEY"]?.trim();
  if (given) return given;
  const { hostname } = new URL(baseUrl);
  const files = env["NETRC"] ? [env["NETRC"]] : [".netrc", "_netrc"].map((name) => join(homedir(), name));
  for (const file of files) {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch {
      continue;
    }
    const key = passwordOf(text, hostname);
    if (key !== null) return key;
  }
  return null;
}

/** @throws ConfigError where there is none, with how to get one and where it belongs */
export function requireApiKey(baseUrl: string): string {
  const apiKey = findApiKey(baseUrl);
  if (apiKey !== null) return apiKey;
  throw new ConfigError(
    "WANDB_KEY",
    `no API key for ${baseUrl}: set WANDB_API_KEY, or add the host to ~/.netrc; copy yours from ${appUrl(baseUrl)}/authorize`,
  );
}

/** The password of a machine in the words of netrc(5); lines that begin with # are left out. */
function passwordOf(netrc: string, machine: string): string | null {
  const words = netrc
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("#"))
    .join(" ")
    .split(/\s+/);
  let isOurs = false;
  for (let i = 0; i < words.length; i++) {
    if (words[i] === "machine") isOurs = words[++i] === machine;
    else if (words[i] === "default") isOurs = false;
    else if (words[i] === "login" || words[i] === "account") i++;
    else if (words[i] === "password" && isOurs) return words[i + 1] ?? null;
    else if (words[i] === "password") i++;
  }
  return null;
}
