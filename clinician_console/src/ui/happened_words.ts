// One line for what happened, as the log shows it.
import { sentence } from '../format';
import type { Happened } from '../wire';

export function happenedWords(h: Pick<Happened, 'what' | 'name' | 'words'>): string {
  switch (h.what) {
    case 'phase':
      return `${sentence(h.name)}: ${h.words}`;
    case 'step':
      return `Step ${h.words}`;
    case 'event':
      return `Event: ${h.words}`;
    case 'mark':
      return h.words === 'marker' ? 'Marker' : `Marker: ${h.words}`;
    case 'say':
      return `To the patient: ${h.words}`;
    case 'decision':
      return `${sentence(h.name.replaceAll('_', ' '))}: ${h.words}`;
    case 'alert':
      // The engine names consoles by their random names, which tell a reader nothing.
      return h.name === 'taken_over' ? 'Another console took the controls over' : sentence(h.words);
    case 'adverse':
      return `Adverse event: ${h.words}`;
    case 'suds':
    case 'ask':
    case 'expectancy':
    case 'sickness':
      return sentence(h.words);
  }
}
