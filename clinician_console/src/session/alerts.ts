// Which alerts stand over the mirror until they are seen, and what takes them away again.
import type { Happened } from '../wire';

const SHOWN_MOST = 3;

/** Good news takes the bad news away with it and does not stand itself. */
const OVER: Readonly<Record<string, readonly string[]>> = {
  live_again: ['not_live'],
  sensor_back: ['sensor_lost', 'dial_yours'],
  server_back: ['server_silent'],
  biofeedback_back: ['biofeedback_silent'],
  recorded: ['not_recorded'],
  unrecorded_accepted: ['not_recorded'],
  dose_extended: ['dose_warning', 'dose_cap', 'high_dose_warning', 'high_dose_cap'],
  hold_over: ['suds_high', 'no_answer'],
  stop_practised: [],
  autonomy: [],
  taken_over: ['not_live', 'console_left'],
};

/** Ends what stood, and is itself no good news to whoever had the controls. */
const LOSES: ReadonlySet<string> = new Set(['taken_over']);

/** What has a place of its own on the page: the held and stopped panels, the ladder, the question, the controls. */
const ELSEWHERE: ReadonlySet<string> = new Set(
  'not_recorded suds_high no_answer stopped came_back step_done taken_over scene_failed sickness adverse dial_yours expectancy_after'.split(' '),
);

/** Questions about a pause or a step that the next phase or step answers. */
const ASKED: ReadonlySet<string> = new Set(['pause_long', 'step_long']);

/** The alerts standing after `told` happened. */
export function standing(alerts: readonly Happened[], told: Happened): readonly Happened[] {
  if (told.what === 'phase' || told.what === 'step') return keep(alerts, (a) => !ASKED.has(a.name));
  if (told.what !== 'alert') return alerts;
  const over = OVER[told.name];
  if (over) return keep(alerts, (a) => !over.includes(a.name));
  if (ELSEWHERE.has(told.name)) return alerts;
  return [...alerts.filter((a) => a.name !== told.name), told].slice(-SHOWN_MOST);
}

function keep(alerts: readonly Happened[], wanted: (alert: Happened) => boolean): readonly Happened[] {
  return alerts.every(wanted) ? alerts : alerts.filter(wanted);
}

export function isGoodNews(name: string): boolean {
  return name in OVER && !LOSES.has(name);
}
