// How far a body signal can be trusted now: as the engine judged it, and by how old that judgement is.
import * as store from '../session/store';
import type { SensorPart } from '../wire';

/** Seconds since the newest report, which every age within it has grown by. */
export function sinceReportS(): number {
  return store.stateAgeS.value ?? 0;
}

export function isDoubtful(sensor: SensorPart): boolean {
  return sensor.quality !== 'good' || store.fresh.value !== 'live';
}

export function qualityWords(sensor: SensorPart): string {
  if (store.fresh.value !== 'live') return 'stale';
  return sensor.quality === 'none' ? 'no signal' : sensor.quality;
}
