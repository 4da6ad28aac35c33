/* Imports no WebSocket: a part of the public interface, whose declarations need no types of other packages. */

/** Bounds of streams over WebSocket. */
export interface StreamLimits {
  /** Streams at a time; further ones are refused. */
  maxStreams: number;
  /** Bytes of results that a client may leave unread, beyond what the system's buffers take. */
  maxUnsentBytes: number;
  /** Time after which a client that left more unread is dropped. */
  stallMs: number;
  /** Bytes of samples that wait for the model before the client is slowed down. */
  maxWaitingBytes: number;
  /** Time without a message after which a stream is closed. */
  idleMs: number;
}

/** Bounds that a server has unless it is told otherwise. */
export const STREAM_LIMITS: StreamLimits = {
  maxStreams: 64,
  maxUnsentBytes: 1 << 20,
  stallMs: 10_000,
  maxWaitingBytes: 1 << 18,
  idleMs: 30_000,
};

/** Settings of a server's streams. */
export interface StreamSettings extends Partial<StreamLimits> {
  /** Seconds from the start of a window to the start of the next; by default half a window. */
  hopSec?: number | undefined;
}
