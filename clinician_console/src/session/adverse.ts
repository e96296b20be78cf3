// The words for adverse events, and what reporting one does before it is sent (vrtherapy/session/entries.py).
import type { ReportAdverse } from '../wire';

export type Kind = ReportAdverse['what'];
export type Severity = ReportAdverse['severity'];

export const KINDS: readonly { readonly id: Kind; readonly title: string }[] = [
  { id: 'sickness', title: 'Motion sickness' },
  { id: 'syncope', title: 'Fainting' },
  { id: 'seizure', title: 'Seizure' },
  { id: 'fall', title: 'Fall' },
  { id: 'panic', title: 'Panic' },
  { id: 'dissociation', title: 'Dissociation' },
  { id: 'pain', title: 'Pain' },
  { id: 'other', title: 'Other' },
];

export const SEVERITIES: readonly { readonly id: Severity; readonly title: string }[] = [
  { id: 'mild', title: 'Mild' },
  { id: 'moderate', title: 'Moderate' },
  { id: 'severe', title: 'Severe' },
];

const STOPS: ReadonlySet<Kind> = new Set(['syncope', 'seizure', 'fall']);
/** Where there is nothing left to stop. */
const OUT_OF_IT: ReadonlySet<string> = new Set(['checklist', 'stopped', 'debrief', 'ended']);

export type Brings = 'stop' | 'ease' | 'record';

/** What a report of this kind and severity brings in this phase. */
export function brings(what: Kind | null, severity: Severity | null, phase: string | null): Brings {
  if (phase === null || OUT_OF_IT.has(phase)) return 'record';
  if ((what !== null && STOPS.has(what)) || severity === 'severe') return 'stop';
  return what === 'sickness' && (phase === 'exposure' || phase === 'paused') ? 'ease' : 'record';
}

export function kindWords(what: string): string {
  return KINDS.find((kind) => kind.id === what)?.title ?? what;
}
