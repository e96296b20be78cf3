// A happening as the engine tells it, with only what a test cares about spelled out.
import type { Happened } from '../src/wire';

let seq = 0;

export function happened({ atS, ...more }: Partial<Omit<Happened, 'at'>> & { atS: number }): Happened {
  seq += 1;
  return { kind: 'happened', v: 1, seq, at: atS * 1e6, what: 'alert', name: '', words: '', value: null, source: '', ...more };
}
