/**
 * News of the runs. One tab of a browser holds the stream of events and tells the others: HTTP/1.1 has six connections to a server,
 * and six tabs with a stream each would block all further requests. While no tab is visible there is no stream.
 */
import { signal } from "@preact/signals";
import type { StreamEvents } from "../../../../src/dashboard/api.js";

export type News = {
  [Name in keyof StreamEvents]: { name: Name; data: StreamEvents[Name] };
}[keyof StreamEvents];

type Message = { kind: "news"; news: News } | { kind: "follow"; tab: string; runs: string[] };

const NAMES: readonly (keyof StreamEvents)[] = ["run", "metrics", "rewind", "list"];
const channel = new BroadcastChannel("woodshed-news");
const tab = crypto.randomUUID();
const listeners = new Set<(news: News) => void>();
/** Runs that tabs follow, by tab. */
const followed = new Map<string, readonly string[]>();

/** False while the server cannot be reached. */
export const isConnected = signal(true);

/** Calls `listen` for news. @returns a function that ends it */
export function onNews(listen: (news: News) => void): () => void {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

/** Asks for the metrics of runs as they are logged, instead of those asked for before. */
export function follow(runs: readonly string[]): void {
  followed.set(tab, runs);
  channel.postMessage({ kind: "follow", tab, runs: [...runs] } satisfies Message);
  reopen();
}

const tell = (news: News): void => {
  for (const listen of listeners) listen(news);
};

let source: EventSource | null = null;
let sourceUrl = "";
let isLeader = false;

function reopen(): void {
  if (!isLeader) return;
  const runs = [...new Set([...followed.values()].flat())].sort();
  const url = `/api/stream${runs.length === 0 ? "" : `?runs=${runs.join(",")}`}`;
  if (source !== null && url === sourceUrl && source.readyState !== EventSource.CLOSED) return;
  source?.close();
  sourceUrl = url;
  const opened = new EventSource(url);
  source = opened;
  opened.onopen = () => {
    isConnected.value = true;
  };
  opened.onerror = () => {
    isConnected.value = false;
    // A refusal ends a stream for good; the server may be back later.
    if (opened.readyState === EventSource.CLOSED) setTimeout(reopen, 3000);
  };
  for (const name of NAMES)
    opened.addEventListener(name, (event) => {
      const news = { name, data: JSON.parse((event as MessageEvent<string>).data) } as News;
      tell(news);
      channel.postMessage({ kind: "news", news } satisfies Message);
    });
}

channel.onmessage = ({ data }: MessageEvent<Message>) => {
  if (data.kind === "news") return tell(data.news);
  followed.set(data.tab, data.runs);
  reopen();
};

/** Takes the lead among the visible tabs, and gives it up when this one is hidden. */
function lead(): void {
  if (document.hidden || isLeader) return;
  const hidden = new AbortController();
  const untilHidden = new Promise<void>((resolve) => {
    document.addEventListener(
      "visibilitychange",
      () => {
        if (!document.hidden) return;
        hidden.abort();
        resolve();
      },
      { once: true },
    );
  });
  navigator.locks
    .request("woodshed-news", { signal: hidden.signal }, async () => {
      isLeader = true;
      sourceUrl = "";
      reopen();
      await untilHidden;
      isLeader = false;
      source?.close();
      source = null;
    })
    .catch(() => {
      // Hidden before it was its turn.
    });
}

export function startNews(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    lead();
    // What was missed.
    tell({ name: "list", data: {} });
  });
  lead();
}
