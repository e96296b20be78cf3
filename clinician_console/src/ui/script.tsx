// The clinician's script for grounding, to be read aloud, over the calm picture.
import * as store from '../session/store';

export function Script() {
  const lines = store.plan.value?.grounding ?? [];
  if (store.phase.value !== 'grounding' || lines.length === 0) return null;
  return (
    <ol class="script" tabIndex={0} aria-label="Grounding, to be read aloud">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  );
}
