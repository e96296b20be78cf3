// An event is sent in two presses of its key: the first previews, the same key again sends. A second press within
// 400 ms is a stutter and does nothing; another event's key changes the preview.
export const SETTLE_MS = 400;

export interface Armed {
  readonly event: string;
  readonly atMs: number;
}

export type Press = { readonly armed: Armed | null; readonly send: string | null };

export function press(armed: Armed | null, event: string, nowMs: number): Press {
  if (armed === null || armed.event !== event) return { armed: { event, atMs: nowMs }, send: null };
  if (nowMs - armed.atMs < SETTLE_MS) return { armed, send: null };
  return { armed: null, send: event };
}
