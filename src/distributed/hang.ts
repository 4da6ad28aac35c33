/** What a rank was last heard to be doing. */
export interface RankState {
  rank: number;
  stage: string;
  /** Whether that stage waits for the other ranks. */
  waits: boolean;
  /** Optimizer steps done. */
  step: number;
  /** How long it has been at it. */
  forSec: number;
  /** How long it has not been heard of. */
  silentSec: number;
}

/** Ranks are heard of every second; after so many without, something is wrong. */
const SILENT_SEC = 5;

/**
 * Who waits for whom, in words, once a rank has waited for longer than `limitSec`; null before.
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
    return `${who}; nothing was heard of ${lastSeen}: its process or host is gone, or the network between is cut`;
  }
  const others = states.filter((state) => !waiting.includes(state));
  if (others.length === 0) {
    return `${who}: all of them, so that no data passes between them; look at the network (GLOO_SOCKET_IFNAME, NCCL_SOCKET_IFNAME, firewalls)`;
  }
  const late = others.map(
    (state) =>
      `rank ${state.rank}, in ${state.stage} after step ${state.step} for ${Math.round(state.forSec)} s`,
  );
  return `${who}, for ${late.join("; for ")}`;
}

function ranks(states: readonly RankState[]): string {
  const numbers = states.map(({ rank }) => rank).sort((a, b) => a - b);
  return `rank${numbers.length === 1 ? "" : "s"} ${numbers.join(", ")}`;
}
