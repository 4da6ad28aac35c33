/** The built pages: a map of the files in dist/pages, read once, so that no address names a path. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { packageRoot } from "../package-root.js";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};
/** Files that are compressed already. */
const AS_THEY_ARE = new Set([".png", ".woff2", ".ico"]);
/** Larger files, such as onnxruntime's, are compressed with less effort. */
const LARGE_BYTES = 1 << 20;

export type Encoding = "br" | "gzip" | "identity";

export interface PageFile {
  bytes: Uint8Array;
  type: string;
  encoding: Encoding;
  /** False for names that contain a hash of the content: those are cached for ever. */
  isChecked: boolean;
  etag: string;
}

interface Known {
  path: string;
  read?: Promise<{ bytes: Buffer; etag: string }>;
  encoded: Map<Encoding, Promise<Uint8Array>>;
}

/**
 * Addresses of pages: their state is in the address, and each shows the same file. Each character can be matched in one way only:
 * anybody may send an address.
 */
const PAGE_ADDRESS = /^\/(?:[a-z0-9-]+\/)*[a-z0-9-]*$/;

export class Pages {
  readonly #files = new Map<string, Known>();

  constructor(folder: string = join(packageRoot, "dist", "pages")) {
    for (const path of filesIn(folder)) {
      const address = `/${relative(folder, path).split(sep).join("/")}`;
      if (TYPES[extname(path)] !== undefined) this.#files.set(address, { path, encoded: new Map() });
    }
    // For the page "Try it", from its package: 14 MB that no other page loads.
    for (const name of ONNXRUNTIME_FILES)
      this.#files.set(`/onnxruntime/${name}`, { path: join(onnxruntimeFolder(), name), encoded: new Map() });
  }

  get areBuilt(): boolean {
    return this.#files.has("/index.html");
  }

  /** True for the address of a page, which a person may open by a link. */
  isPage(address: string): boolean {
    return PAGE_ADDRESS.test(address);
  }

  /** Returns the file of an address; null if there is none. */
  async find(address: string, acceptEncoding: string): Promise<PageFile | null> {
    const known = this.#files.get(this.isPage(address) ? "/index.html" : address);
    if (known === undefined) return null;
    known.read ??= Promise.resolve().then(() => {
      const bytes = readFileSync(known.path);
      return { bytes, etag: `"${createHash("sha256").update(bytes).digest("hex").slice(0, 20)}"` };
    });
    const { bytes, etag } = await known.read;
    const ending = extname(known.path);
    const encoding = AS_THEY_ARE.has(ending) ? "identity" : chooseEncoding(acceptEncoding);
    let encoded = known.encoded.get(encoding);
    if (encoded === undefined) {
      encoded = compress(bytes, encoding);
      known.encoded.set(encoding, encoded);
    }
    return {
      bytes: await encoded,
      type: TYPES[ending]!,
      encoding,
      isChecked: !/-[A-Za-z0-9_-]{8,}\.\w+$/.test(known.path),
      etag: `${etag.slice(0, -1)}-${encoding}"`,
    };
  }
}

/** onnxruntime-web's WebAssembly build: the module, and what it loads. */
const ONNXRUNTIME_FILES = [
  "ort.wasm.min.mjs",
  "ort-wasm-simd-threaded.mjs",
  "ort-wasm-simd-threaded.wasm",
] as const;

function onnxruntimeFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));
}

/** Symbolic links are left out. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

function chooseEncoding(accepted: string): Encoding {
  const names = accepted.split(",").map((one) => one.split(";")[0]!.trim());
  if (names.includes("br")) return "br";
  return names.includes("gzip") ? "gzip" : "identity";
}

async function compress(bytes: Buffer, encoding: Encoding): Promise<Uint8Array> {
  if (encoding === "gzip") return promisify(gzip)(bytes, { level: bytes.length > LARGE_BYTES ? 6 : 9 });
  if (encoding === "identity") return bytes;
  const quality = bytes.length > LARGE_BYTES ? 5 : 11;
  return promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}
