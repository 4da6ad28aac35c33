import { RegistryError } from "../errors.js";
import type { Connection } from "./connection.js";

export interface ArtifactInfo {
  /** Relative to the listed root, with forward slashes. */
  path: string;
  /** null for a folder. */
  bytes: number | null;
}

interface FileAnswer {
  path: string;
  is_dir?: boolean;
  file_size?: number | string;
}

const ROOT = "/api/2.0/mlflow-artifacts/artifacts";

/** Files in the server's artifact store, through its proxy. Roots are the artifact URIs of runs and models. */
export class Artifacts {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @param root the artifact URI of a run or a model, such as `mlflow-artifacts:/1/<run>/artifacts` */
  async upload(root: string, path: string, file: string): Promise<void> {
    await this.#connection.upload(this.#path(root, path), file);
  }

  async download(root: string, path: string, file: string): Promise<void> {
    await this.#connection.download(this.#path(root, path), file);
  }

  /** Lists the files and folders of one folder. */
  async list(root: string, folder = ""): Promise<ArtifactInfo[]> {
    const query = { path: decodeURIComponent(this.#path(root, folder).slice(ROOT.length + 1)) };
    const answer = await this.#connection.json<{ files?: FileAnswer[] }>({
      method: "GET",
      path: ROOT,
      query,
    });
    return (answer.files ?? []).map(({ path, is_dir, file_size }) => ({
      path: folder === "" ? path : `${folder}/${path}`,
      bytes: is_dir ? null : Number(file_size ?? 0),
    }));
  }

  /** Lists all files recursively. */
  async listAll(root: string, folder = ""): Promise<ArtifactInfo[]> {
    const found: ArtifactInfo[] = [];
    for (const entry of await this.list(root, folder)) {
      if (entry.bytes === null) found.push(...(await this.listAll(root, entry.path)));
      else found.push(entry);
    }
    return found;
  }

  /** Deletes a file, or a folder with its content. */
  async delete(root: string, path = ""): Promise<void> {
    await this.#connection.json({ method: "DELETE", path: this.#path(root, path) });
  }

  #path(root: string, path: string): string {
    const match = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(root);
    if (match === null) {
      throw new RegistryError(
        "ARTIFACT_STORE",
        `${root}: artifacts are in a store that needs credentials of its own; Woodshed uses the server's proxy: ` +
          "start the server with --serve-artifacts and --artifacts-destination, and use a new experiment",
      );
    }
    const parts = [...match[1]!.split("/"), ...path.split("/")].filter((part) => part !== "");
    return [ROOT, ...parts.map(encodeURIComponent)].join("/");
  }
}
