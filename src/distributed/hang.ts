/** The last known state of a rank. */
export interface RankState {
  rank: number;
  stage: string;
  /** True if that stage waits for the other ranks. */
  waits: boolean;
  /** Optimizer steps done. */
  step: number;
  /** Time in that stage. */
  forSec: number;
  /** Time since its last message. */
  silentSec: number;
}

/** Ranks report every second; after this time without a report, something is wrong. */
const SILENT_SEC = 5;

/**
 * Describes which ranks wait for which, once one has waited for longer than `limitSec`; null before.
 */
export function describeHang(states: readonly RankState[], limitSec: number): string | null {
  const silent = states.filter(({ silentSec }) => silentSec >= SILENT_SEC);
  const waiting = states.filter(
    (state) => state.waits && state.forSec >= limitSec && !silent.includes(state),
  );
  if (waiting.length === 0) return null;
  const { stage, step, forSec } = waiting.reduce((a, b) => (a.forSec > b.forSec ? a : b));
  const who = `${ranks(waiting)} ${waiting.length === 1 ? "has" : "have"} waited in ${stage} after step ${step} for ${Math.round(forSec)} s`;
  if (silent.length > 0) {
    const lastSeen = silent
      .map((state) => `rank ${state.rank} for ${Math.round(state.silentSec)} s`)
      .join(", ");
    return `${who}; no message from ${lastSeen}: its process or host is down, or the network between them is cut`;
  }
  const others = states.filter((state) => !waiting.includes(state));
  if (others.length === 0) {
    return `${who}: all ranks are waiting, so no data passes between them; check the network (GLOO_SOCKET_IFNAME, NCCL_SOCKET_IFNAME, firewalls)`;
  }
  const late = others.map(
    (state) =>
      `rank ${state.rank} (in ${state.stage} after step ${state.step} for ${Math.round(state.forSec)} s)`,
  );
  return `${who} for ${late.join(" and for ")}`;
}

function ranks(states: readonly RankState[]): string {
  const numbers = states.map(({ rank }) => rank).sort((a, b) => a - b);
  return `rank${numbers.length === 1 ? "" : "s"} ${numbers.join(", ")}`;
}
