import { RegistryError } from "../errors.js";

/** Address and credentials of an MLflow server, from the same variables that MLflow's own client reads. */
export interface Address {
  /** Without trailing slash and password. */
  uri: string;
  /** Authorization header; null without credentials. */
  authorization: string | null;
  /** True if certificates are not verified. */
  isInsecure: boolean;
  /** PEM file of trusted certificates. */
  certificateFile: string | null;
}

/**
 * @param uri `http://` or `https://`; a name and password in it replace MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD
 * @throws RegistryError for another URI
 */
export function readAddress(uri: string, env: NodeJS.ProcessEnv = process.env): Address {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new RegistryError(
      "MLFLOW_URI",
      `tracking URI "${uri}": expected a server's address such as http://127.0.0.1:5000. For files or a database, ` +
        "start one (mlflow server --backend-store-uri ...), or leave it out for a local server",
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

/** Name and password have precedence over a token, as in MLflow. */
function authorization(env: NodeJS.ProcessEnv, urlName: string, urlPassword: string): string | null {
  const name = urlName || env["MLFLOW_TRACKING_USERNAME"];
  const password = urlPassword || env["MLFLOW_TRACKING_PASSWORD"];
  if (name && password) return `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
  const token = env["MLFLOW_TRACKING_TOKEN"];
  return token ? `Bearer ${token}` : null;
}
