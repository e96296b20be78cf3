// When the console sounds: while a patient may be in the scene and nothing was heard of the engine for 2 s, whichever
// link is to blame. It is silenced for a minute at most.
export const SILENT_MS = 2000;
export const MUTED_MS = 60_000;

export interface Listening {
  /** The session's phase when it was last heard; null before the first report. */
  readonly phase: string | null;
  /** The server says that it hears no engine. */
  readonly engineSilent: boolean;
  readonly stateAtMs: number | null;
}

const NOBODY_EXPOSED: ReadonlySet<string> = new Set(['checklist', 'ended']);

export function alarming(heard: Listening, nowMs: number): boolean {
  if (heard.phase === null || heard.stateAtMs === null || NOBODY_EXPOSED.has(heard.phase)) return false;
  return heard.engineSilent || nowMs - heard.stateAtMs >= SILENT_MS;
}

/** Seconds for which it is still silenced; 0 when it is not. */
export function mutedS(mutedAtMs: number | null, nowMs: number): number {
  return mutedAtMs === null ? 0 : Math.max(0, Math.ceil((mutedAtMs + MUTED_MS - nowMs) / 1000));
}
