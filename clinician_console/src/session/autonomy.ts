// The stages of autonomy, lowest first, and why one is not to be had here (vrtherapy/safety/autonomy.py decides).
import type { PlanReport } from '../wire';

export type Stage = PlanReport['unlocked'];

export const STAGES: readonly { readonly id: Stage; readonly name: string; readonly does: string }[] = [
  { id: 'watch', name: 'Watch', does: 'The controller only watches.' },
  { id: 'suggest', name: 'Suggest', does: 'It suggests; you accept or dismiss.' },
  { id: 'lower_only', name: 'Lower only', does: 'It lowers by itself and suggests rises.' },
  { id: 'full', name: 'Full within limits', does: 'It raises and lowers by itself, within every limit.' },
];

const rank = (stage: Stage): number => STAGES.findIndex((s) => s.id === stage);

export function stageName(stage: Stage): string {
  return STAGES[rank(stage)]!.name.toLowerCase();
}

/** Why this stage cannot be set, or "". */
export function lockedBecause(stage: Stage, unlocked: Stage, classes: readonly string[]): string {
  if (rank(stage) > rank(unlocked)) return 'Not unlocked for this patient and clinician.';
  if (stage === 'full' && classes.includes('trauma')) return 'In trauma nothing rises by itself.';
  return '';
}
