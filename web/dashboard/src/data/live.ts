/**
 * News of the runs. One tab of a browser holds the stream of events and tells the others: HTTP/1.1 has six connections to a server,
 * and six tabs with a stream each would block all further requests. While no tab is visible there is no stream.
 *
 * Browsers have locks only for HTTPS and for this machine. Over HTTP from another machine each visible tab has its own stream.
 */
import { signal } from "@preact/signals";
import type { StreamEvents } from "../../../../src/dashboard/api.js";

export type News = {
  [Name in keyof StreamEvents]: { name: Name; data: StreamEvents[Name] };
}[keyof StreamEvents];

type Message =
  | { kind: "news"; news: News }
  | { kind: "connected"; value: boolean }
  | { kind: "follow"; tab: string; runs: readonly string[] }
  /** From a new leader: it knows nothing of what tabs followed before it was opened. */
  | { kind: "who" };

const NAMES: readonly (keyof StreamEvents)[] = ["run", "metrics", "rewind", "list"];
const OPEN_DELAY_MS = 20;
const locks: LockManager | undefined = navigator.locks;
const channel = locks === undefined ? null : new BroadcastChannel("woodshed-news");
// `crypto.randomUUID` is missing where locks are.
const tab = crypto.getRandomValues(new Uint32Array(4)).join("-");
const lockOf = (of: string): string => `woodshed-tab-${of}`;
/** A tab holds a lock until it is closed or crashes: a leader that waits for it learns of that. */
const held = new Promise<void>((resolve) => {
  locks
    ?.request(lockOf(tab), () => {
      resolve();
      return new Promise<void>(() => {});
    })
    .catch(() => {
      // The page is closed.
    });
});
const listeners = new Set<(news: News) => void>();
/** Runs that this tab follows while it is visible. */
let own: readonly string[] = [];
/** Runs that visible tabs follow, by tab. */
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
  own = [...runs];
  announce(document.hidden ? [] : own);
}

const post = (message: Message): void => channel?.postMessage(message);

function announce(runs: readonly string[]): void {
  note(tab, runs);
  void held.then(() => post({ kind: "follow", tab, runs }));
}

function note(of: string, runs: readonly string[]): void {
  if (runs.length === 0) followed.delete(of);
  else followed.set(of, runs);
  reopenSoon();
}

const tell = (news: News): void => {
  for (const listen of listeners) listen(news);
};

let source: EventSource | null = null;
let sourceUrl = "";
let isLeader = false;
let isOpening = false;

/** Once for all tabs that answer a new leader. */
function reopenSoon(): void {
  if (isOpening) return;
  isOpening = true;
  setTimeout(() => {
    isOpening = false;
    reopen();
  }, OPEN_DELAY_MS);
}

function reopen(): void {
  if (!isLeader) return;
  const runs = [...new Set([...followed.values()].flat())].sort();
  const url = `/api/stream${runs.length === 0 ? "" : `?runs=${runs.join(",")}`}`;
  if (source !== null && url === sourceUrl && source.readyState !== EventSource.CLOSED) return;
  source?.close();
  sourceUrl = url;
  const opened = new EventSource(url);
  source = opened;
  const tellConnected = (value: boolean): void => {
    isConnected.value = value;
    post({ kind: "connected", value });
  };
  opened.onopen = () => tellConnected(true);
  opened.onerror = () => {
    tellConnected(false);
    // A refusal ends a stream for good; the server may be back later.
    if (opened.readyState === EventSource.CLOSED) setTimeout(reopen, 3000);
  };
  for (const name of NAMES)
    opened.addEventListener(name, (event) => {
      const news = { name, data: JSON.parse((event as MessageEvent<string>).data) } as News;
      tell(news);
      post({ kind: "news", news });
    });
}

function hear({ data }: MessageEvent<Message>): void {
  if (data.kind === "news") tell(data.news);
  else if (data.kind === "connected") isConnected.value = data.value;
  else if (data.kind === "who") announce(document.hidden ? [] : own);
  else {
    awaitEnd(data.tab);
    note(data.tab, data.runs);
  }
}

const awaited = new Set<string>();
function awaitEnd(of: string): void {
  if (awaited.has(of)) return;
  awaited.add(of);
  locks
    ?.request(lockOf(of), () => {
      awaited.delete(of);
      note(of, []);
    })
    .catch(() => {
      // The page is closed.
    });
}

function beginLead(): void {
  isLeader = true;
  sourceUrl = "";
  // Tabs answer with what they follow now.
  followed.clear();
  note(tab, own);
  post({ kind: "who" });
  // News that came while no tab led.
  const news: News = { name: "list", data: {} };
  tell(news);
  post({ kind: "news", news });
}

function endLead(): void {
  isLeader = false;
  source?.close();
  source = null;
}

/** Takes the lead among the visible tabs, and gives it up when this one is hidden. */
function lead(): void {
  if (document.hidden || isLeader) return;
  if (locks === undefined) {
    beginLead();
    return;
  }
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
  locks
    .request("woodshed-news", { signal: hidden.signal }, async () => {
      beginLead();
      await untilHidden;
      endLead();
    })
    .catch(() => {
      // Hidden before it was its turn.
    });
}

export function startNews(): void {
  if (channel !== null) channel.onmessage = hear;
  document.addEventListener("visibilitychange", () => {
    announce(document.hidden ? [] : own);
    if (document.hidden) {
      if (locks === undefined) endLead();
      return;
    }
    lead();
    // News that came while this tab was hidden.
    tell({ name: "list", data: {} });
  });
  lead();
}
