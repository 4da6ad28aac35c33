/**
 * Decides whether a request may be answered. The dashboard listens on this machine, where pages of any site that the browser shows
 * can reach it: a page of another site must neither read nor change anything, also if it makes a name of its own resolve to
 * 127.0.0.1 (DNS rebinding).
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { RequestError } from "../serving/request-error.js";

/**
 * Headers of every answer. Pages run the scripts of this server alone, in no frame of another site, and other sites cannot include
 * an answer.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob: data:",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; "),
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
};

/** Headers that let onnxruntime use threads; browsers accept them over HTTPS and from this machine only, and warn of them elsewhere. */
export const ISOLATION_HEADERS: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Names of this machine that every server is reached by. */
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Tokens that were printed and not used; older ones are forgotten. */
const MOST_TOKENS = 16;

export class Guard {
  readonly #host: string;
  readonly #session = randomBytes(32).toString("hex");
  #tokens: string[] = [];
  #port = 0;

  /** @param host the address that the server listens on */
  constructor(host: string) {
    this.#host = host.toLowerCase();
  }

  /** Names the cookie: browsers share cookies between the ports of a host, and several dashboards may run. */
  set port(port: number) {
    this.#port = port;
  }

  get cookieName(): string {
    return `woodshed-${this.#port}`;
  }

  /** Returns a token that opens the dashboard in one browser. */
  newToken(): string {
    const token = randomBytes(24).toString("base64url");
    this.#tokens = [...this.#tokens, token].slice(-MOST_TOKENS);
    return token;
  }

  /** Returns the value of `Set-Cookie` for a token, which is used up by it; null if it is not valid. */
  exchange(token: string): string | null {
    const place = this.#tokens.findIndex((one) => areEqual(one, token));
    if (place === -1) return null;
    this.#tokens.splice(place, 1);
    return `${this.cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** True if the browser reaches the dashboard by a name of this machine. */
  isLocal({ headers }: IncomingMessage): boolean {
    return LOOPBACK.includes((headers.host ?? "").toLowerCase().replace(/:\d+$/, ""));
  }

  isLoggedIn({ headers }: IncomingMessage): boolean {
    const prefix = `${this.cookieName}=`;
    return (headers.cookie ?? "")
      .split(";")
      .map((pair) => pair.trim())
      .some((pair) => pair.startsWith(prefix) && areEqual(pair.slice(prefix.length), this.#session));
  }

  /**
   * Checks where a request comes from, before its cookie counts.
   *
   * @param isPage true for a page that a person may open by a link on another site
   * @throws RequestError 403 for a request of another site, or for another host
   */
  assertOwn(request: IncomingMessage, isPage: boolean): void {
    const { headers, rawHeaders } = request;
    const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === "host");
    const host = headers.host?.toLowerCase() ?? "";
    if (hosts.length !== 1 || !this.#isOwnHost(host))
      throw refused(
        "HOST",
        "this server answers to its own address only, as a page of another site could reach it by another name; open the address that woodshed dashboard printed",
      );
    const { origin } = headers;
    if (origin !== undefined && origin.toLowerCase() !== `http://${host}`)
      throw refused("ORIGIN", "this request comes from a page of another site");
    const site = headers["sec-fetch-site"];
    if (site === undefined || site === "same-origin" || site === "none") return;
    const isNavigation = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
    if (isPage && isNavigation && request.method === "GET") return;
    throw refused("SITE", "this request comes from a page of another site");
  }

  /** True for a `Host` of this server, with any port: a tunnel such as SSH's may forward another one. */
  #isOwnHost(host: string): boolean {
    const name = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/.exec(host)?.[1];
    if (name === undefined) return false;
    if (LOOPBACK.includes(name) || name === this.#host || name === `[${this.#host}]`) return true;
    // A name of an attacker's cannot be an address, so rebinding needs a name.
    const isOpen = this.#host === "0.0.0.0" || this.#host === "::";
    return isOpen && (isIP(name.replace(/^\[|\]$/g, "")) !== 0 || name === hostname().toLowerCase());
  }
}

const refused = (code: string, message: string): RequestError => new RequestError(403, code, message);

/** Compares in a time that does not depend on where the texts differ. */
function areEqual(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
