// After the exposure: the session in a few figures; the report has the rest.
import { clock } from '../format';
import { beliefs, beliefWords } from '../live/beliefs';
import { kindWords } from '../session/adverse';
import * as store from '../session/store';

export function Course() {
  const state = store.state.value;
  const steps = store.plan.value?.steps ?? [];
  if (state === null) return null;
  const said = store.happened.value.filter((h) => h.what === 'suds' && h.value !== null).map((h) => h.value!);
  const found = [...beliefs(store.happened.value)];
  return (
    <dl class="course">
      <dt>Exposure</dt>
      <dd class="fig">{clock(state.exposure_s)} min</dd>
      <dt>Highest step</dt>
      <dd>{state.step.reached < 0 ? 'none' : `${state.step.reached + 1} of ${steps.length}, ${steps[state.step.reached]?.title}`}</dd>
      <dt>SUDS said</dt>
      <dd class="fig">{said.length === 0 ? 'none' : `${said.length} times, highest ${Math.max(...said)}, last ${said.at(-1)}`}</dd>
      {found.length > 0 && (
        <>
          <dt>Expected → found</dt>
          <dd class="fig">{found.map(([i, f]) => `step ${i + 1}: ${beliefWords(f)}`).join(', ')}</dd>
        </>
      )}
      {state.step.skipped.length > 0 && (
        <>
          <dt>Skipped</dt>
          <dd>{state.step.skipped.map((i) => `step ${i + 1}`).join(', ')}</dd>
        </>
      )}
      {state.sickness !== null && (
        <>
          <dt>Motion sickness</dt>
          <dd class="fig">last {state.sickness} of 20</dd>
        </>
      )}
      <dt>Adverse events</dt>
      <dd>{state.adverse.length === 0 ? 'none reported' : state.adverse.map((a) => `${kindWords(a.what).toLowerCase()}, ${a.severity}`).join('; ')}</dd>
    </dl>
  );
}
