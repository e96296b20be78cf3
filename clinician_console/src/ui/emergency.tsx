// Where help is called to, in a session with a patient who is elsewhere. Shown from what was heard last, line or none.
import * as store from '../session/store';

const ROWS: readonly (readonly [string, string])[] = [
  ['address_now', 'Address now'],
  ['phone', "Patient's phone"],
  ['emergency_contact', 'Contact'],
  ['at_hand', 'At hand'],
];

export function Emergency() {
  const answers = store.state.value?.checklist.answers ?? {};
  return (
    <>
      <p class="number" role="status">
        <span class="m">Local emergency number</span>
        {answers['emergency_number'] ?? <span class="none">not answered yet</span>}
      </p>
      <dl class="course">
        {ROWS.map(([id, title]) => (
          <div key={id}>
            <dt>{title}</dt>
            <dd>{answers[id] ?? 'not answered yet'}</dd>
          </div>
        ))}
      </dl>
      <p class="m">This console places no call. Esc stops the exposure first.</p>
    </>
  );
}
