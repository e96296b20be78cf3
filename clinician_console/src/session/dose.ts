// What the patient has had against its caps: exposure, time above the high level, events of the last minute.
import { clock, dial } from '../format';
import type { DosePart } from '../wire';

/** Share of a cap from which on it is told. */
export const WARNS_AT = 0.8;

export interface Measure {
  readonly of: 'exposure' | 'high' | 'events';
  readonly name: string;
  readonly had: string;
  readonly cap: string;
  readonly share: number;
  readonly warns: boolean;
}

export function measures(dose: DosePart): readonly [Measure, Measure, Measure] {
  return [
    measured('exposure', 'exposure', dose.exposure_s, dose.exposure_cap_s, (s) => `${clock(s)} min`),
    measured('high', `above ${dial(dose.level)}`, dose.high_s, dose.high_cap_s, (s) => `${clock(s)} min`),
    measured('events', 'events in the last minute', dose.events, dose.events_cap, String),
  ];
}

function measured(of: Measure['of'], name: string, had: number, cap: number, words: (amount: number) => string): Measure {
  const share = cap > 0 ? had / cap : had > 0 ? 1 : 0;
  return { of, name, had: words(had), cap: words(cap), share, warns: share >= WARNS_AT };
}

/** Of those that warn the one closest to its cap. */
export function warning(dose: DosePart): Measure | null {
  return measures(dose)
    .filter((m) => m.warns)
    .reduce<Measure | null>((most, m) => (most === null || m.share > most.share ? m : most), null);
}

const CLASSES: Readonly<Record<string, string>> = {
  child: 'a child',
  trauma: 'trauma',
  blood_injury: 'blood and injury',
  first_session: 'a first session',
};

/** The classes whose limits hold, as words; "" where none do. */
export function classWords(classes: readonly string[]): string {
  return classes.map((name) => CLASSES[name] ?? name.replaceAll('_', ' ')).join(', ');
}
