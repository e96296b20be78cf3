// What the patient expected of each step and what they found, as it was told: before -> after, by step.
import type { Happened } from '../wire';

export interface Found {
  readonly before: number | null;
  readonly after: number | null;
}

/** By index of the step; a step without either is not in it. Without an answer the likelihood is null. */
export function beliefs(happened: readonly Happened[]): ReadonlyMap<number, Found> {
  const found = new Map<number, Found>();
  let step: number | null = null;
  for (const h of happened) {
    if (h.what === 'step') step = h.value;
    if (h.what !== 'expectancy' || step === null) continue;
    const known = found.get(step) ?? { before: null, after: null };
    found.set(step, h.name === 'before' ? { ...known, before: h.value } : { ...known, after: h.value });
  }
  return found;
}

/** `70 → 10 %`; a dash for what was not to be had. */
export function beliefWords(found: Found): string {
  return `${found.before ?? '–'} → ${found.after ?? '–'} %`;
}
