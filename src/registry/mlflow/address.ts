import { RegistryError } from "../../errors.js";

/** Where an MLflow server is, and what it is asked with: all that MLflow's own client reads from its environment. */
export interface Address {
  /** Without a slash at its end, and without a password. */
  uri: string;
  /** null where nobody signs in. */
  authorization: string | null;
  /** Certificates are not checked. */
  isInsecure: boolean;
  /** A file of certificates to trust, in PEM. */
  certificateFile: string | null;
}

/**
 * @param uri `http://` or `https://`; a name and password in it are taken for MLFLOW_TRACKING_USERNAME's and PASSWORD's
 * @throws RegistryError for what is no such address
 */
export function readAddress(uri: string, env: NodeJS.ProcessEnv = process.env): Address {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new RegistryError(
      "MLFLOW_URI",
      `tracking URI "${uri}": expected a server's address such as http://127.0.0.1:5000. For files or a database, ` +
        "start one (mlflow server --backend-store-uri ...), or leave it out for Woodshed's own",
    );
  }
  const { username, password } = url;
  url.username = url.password = "";
  return {
    uri: url.href.replace(/\/+$/, ""),
    authorization: authorization(env, decodeURIComponent(username), decodeURIComponent(password)),
    isInsecure: /^(true|1)$/i.test(env["MLFLOW_TRACKING_INSECURE_TLS"] ?? ""),
    certificateFile: env["MLFLOW_TRACKING_SERVER_CERT_PATH"] || null,
  };
}

/** MLflow's order: name and password before a token. */
function authorization(env: NodeJS.ProcessEnv, urlName: string, urlPassword: string): string | null {
  const name = urlName || env["MLFLOW_TRACKING_USERNAME"];
  const password = urlPassword || env["MLFLOW_TRACKING_PASSWORD"];
  if (name && password) return `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
  const token = env["MLFLOW_TRACKING_TOKEN"];
  return token ? `Bearer ${token}` : null;
}
