// Where a strip may not be trusted: the signal is poor, or has not come. A value not yet known from a good signal is a
// gap, not a doubt. Good from 0.7, as the engine judges it (vrtherapy/biofeedback/signal_quality.py).
export const GOOD = 0.7;
/** Points come four times a second; a longer gap is a gap. */
export const GAP_S = 2;

type Column = readonly (number | null)[];

export interface Doubt {
  readonly fromS: number;
  readonly toS: number;
}

const trusted = (quality: number | null | undefined): boolean => (quality ?? 0) >= GOOD;

/** The stretches to hatch, up to `nowS`. Before the first point there was nothing to doubt. */
export function doubts(atS: readonly number[], quality: Column, nowS: number): Doubt[] {
  const found: Doubt[] = [];
  let since: number | null = null;
  const close = (toS: number): void => {
    if (since !== null && toS > since) found.push({ fromS: since, toS });
    since = null;
  };
  atS.forEach((t, i) => {
    const before = atS[i - 1];
    if (before !== undefined && t - before > GAP_S) since ??= before;
    if (trusted(quality[i])) close(t);
    else since ??= t;
  });
  const last = atS.at(-1);
  if (last !== undefined && nowS - last > GAP_S) since ??= last;
  close(nowS);
  return found;
}

/** The column as two lines: what is good, and what is not; where they meet both have the point. */
export function parted(values: Column, quality: Column): { good: Column; doubtful: Column } {
  const good = values.map((v, i) => (trusted(quality[i]) ? v : null));
  const doubtful = values.map((v, i) => {
    const beside = [i - 1, i, i + 1].some((j) => values[j] != null && !trusted(quality[j]));
    return beside ? v : null;
  });
  return { good, doubtful };
}
