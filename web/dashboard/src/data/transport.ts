/** Asks the server. An exported page has another module of this name, as it has none. */
export async function send(address: string, options: RequestInit): Promise<Response> {
  return fetch(address, { credentials: "same-origin", ...options });
}
