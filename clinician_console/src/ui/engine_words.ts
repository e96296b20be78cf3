// What the engine does now, or what was asked of it and not yet answered; for the bar, the mirror and the tab's title.
import { DASH } from '../format';
import { freshnessWords } from '../session/freshness';
import * as store from '../session/store';

export function engineWords(): string {
  const way = store.onTheWay.value;
  if (way['stop']) return 'stop asked';
  if (way['calm']) return 'calm asked';
  if (way['pause']) return store.phase.value === 'paused' ? 'resume asked' : 'pause asked';
  if (store.fresh.value !== 'live') return freshnessWords(store.fresh.value);
  if (store.phase.value === 'ended') return 'ended';
  if (store.state.value?.live === false) return 'not live';
  if (store.phase.value === 'checklist') return 'not started';
  return store.phase.value === 'exposure' ? 'live' : (store.phase.value ?? DASH);
}
