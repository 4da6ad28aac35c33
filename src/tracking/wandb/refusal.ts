import { appUrl } from "./credentials.js";

/** Explains the HTTP status of a refused request, and what to do; null for other statuses. */
export function explainRefusal(baseUrl: string, status: number, message: string): string | null {
  switch (status) {
    case 401:
      return (
        `${baseUrl} does not accept this API key (401): copy yours from ${appUrl(baseUrl)}/authorize into WANDB_API_KEY ` +
        "or ~/.netrc, or check the server's address (WANDB_BASE_URL)"
      );
    case 403:
      return (
        `${baseUrl} does not allow this (403: ${message}): check the entity (logging.wandb.entity, --entity), ` +
        "or ask its owner for write access"
      );
    case 404:
      return (
        `${baseUrl} does not know this (404: ${message}): check the entity and project, ` +
        "and that the address is that of a W&B server (WANDB_BASE_URL)"
      );
    default:
      return null;
  }
}

/** Applies `explainRefusal` to a message of the engine such as `Failed to ...: returned error 401: {...}`. */
export function explainEngineRefusal(baseUrl: string, message: string): string {
  const status = Number(/\breturned error (\d{3})\b/.exec(message)?.[1] ?? 0);
  return explainRefusal(baseUrl, status, message) ?? message;
}
