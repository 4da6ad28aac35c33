import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../errors.js";

export const DEFAULT_BASE_URL = "https://api.wandb.ai";

/**
 * The address of W&B's server: the setting, else WANDB_BASE_URL, else W&B's cloud; without a slash at its end.
 *
 * @throws ConfigError unless it is an http or https address
 */
export function resolveBaseUrl(setting: string | null, env: NodeJS.ProcessEnv = process.env): string {
  const url = (setting ?? (env["WANDB_BASE_URL"] || DEFAULT_BASE_URL)).replace(/\/+$/, "");
  if (URL.canParse(url) && /^https?:/i.test(url)) return url;
  const where = setting === null ? "WANDB_BASE_URL" : "logging.wandb.base_url or --base-url";
  throw new ConfigError(
    "WANDB_URL",
    `${where}: expected an address such as https://wandb.my-lab.org, got "${url}"`,
  );
}

/** The address of a server's pages; a private server has them at its own. */
export function appUrl(baseUrl: string): string {
  return baseUrl === DEFAULT_BASE_URL ? "https://wandb.ai" : baseUrl;
}

/** Returns the key from WANDB_API_KEY, else the password of the host in netrc; null without either. */
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

/** @throws ConfigError without a key, with the page that shows it and where to store it */
export function requireApiKey(baseUrl: string): string {
  const apiKey = findApiKey(baseUrl);
  if (apiKey !== null) return apiKey;
  throw new ConfigError(
    "WANDB_KEY",
    `no API key for ${baseUrl}. Copy yours from ${appUrl(baseUrl)}/authorize, then set WANDB_API_KEY, or store it in ~/.netrc as ` +
      `\`machine ${new URL(baseUrl).hostname} login user password KEY\` (the Python package's \`wandb login\` writes that line)`,
  );
}

/** Returns the password of a machine in a file as netrc(5) describes; ignores lines that begin with #. */
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
