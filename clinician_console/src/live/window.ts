// How much of the session the timeline shows: ten minutes, less while there is less to show. It grows in two steps,
// so that the scale stands still between them.
const STEPS_S = [120, 300] as const;
export const LONGEST_S = 600;

export interface TimeWindow {
  readonly fromS: number;
  readonly toS: number;
  readonly minutes: number;
}

export function timeWindow(nowS: number): TimeWindow {
  const shownS = STEPS_S.find((s) => nowS < s) ?? LONGEST_S;
  const fromS = Math.max(0, nowS - shownS);
  return { fromS, toS: fromS + shownS, minutes: shownS / 60 };
}

/** Seconds between the marks of the time axis. */
export function tickS(window: TimeWindow): number {
  return window.minutes <= 2 ? 30 : window.minutes <= 5 ? 60 : 120;
}
