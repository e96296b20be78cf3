// When what is shown is too old to act on. The engine reports at least four times a second.
export const STALE_MS = 900;

export type Freshness = 'live' | 'stale' | 'silent' | 'offline' | 'waiting';

export interface Heard {
  readonly connected: boolean;
  /** The server says that it hears no engine. */
  readonly engineSilent: boolean;
  /** When the newest state came, by this page's clock; null before the first. */
  readonly stateAtMs: number | null;
}

export function freshness(heard: Heard, nowMs: number): Freshness {
  if (!heard.connected) return 'offline';
  if (heard.engineSilent) return 'silent';
  if (heard.stateAtMs === null) return 'waiting';
  return nowMs - heard.stateAtMs < STALE_MS ? 'live' : 'stale';
}

export function freshnessWords(freshness: Freshness): string {
  switch (freshness) {
    case 'live':
      return 'live';
    case 'stale':
      return 'stale';
    case 'silent':
      return 'engine silent';
    case 'offline':
      return 'no connection';
    case 'waiting':
      return 'waiting';
  }
}
