// An adverse event: what, how severe, in words. What reporting it will do is said before it is sent.
import { signal } from '@preact/signals';
import { clock } from '../format';
import { brings, kindWords, KINDS, SEVERITIES, type Kind, type Severity } from '../session/adverse';
import { refuse } from '../session/apply';
import { ask } from '../session/session';
import * as store from '../session/store';
import * as act from './actions';
import { Choices } from './choices';
import { Act, Outcome } from './parts';

/** What is being written; kept while the card is closed and opened again. */
const what = signal<Kind | null>(null);
const severity = signal<Severity | null>(null);
const words = signal('');

const BRINGS = {
  stop: 'Reporting this stops the exposure: the calm scene comes up at once.',
  ease: 'Reporting this holds the intensity and eases it by 0.10.',
  record: 'This is recorded; the session goes on as it is.',
} as const;
/** A fall is one wherever it happens; so is everything severe. */
const RULE = 'Fainting, a seizure, a fall and anything severe stop the exposure.';

export function AdverseEvent() {
  const off = !store.maySend.value;
  const will = brings(what.value, severity.value, store.phase.value);
  const ready = what.value !== null && severity.value !== null;
  const send = (): void => {
    if (what.value === null || severity.value === null) {
      return refuse('adverse', 'choose what happened and how severe it was', performance.now());
    }
    ask({ do: 'report_adverse', what: what.value, severity: severity.value, words: words.value.trim() }, 'adverse', () => {
      what.value = null;
      severity.value = null;
      words.value = '';
      if (act.over.peek() === 'adverse') act.over.value = null;
    });
  };
  return (
    <>
      <div>
        <span id="adverse-what">What happened</span>
        <Choices kind="one" options={KINDS} chosen={chosen(what.value)} onChoose={(id) => (what.value = id as Kind)} labelledBy="adverse-what" />
      </div>
      <div>
        <span id="adverse-severity">How severe</span>
        <Choices
          kind="one"
          options={SEVERITIES}
          chosen={chosen(severity.value)}
          onChoose={(id) => (severity.value = id as Severity)}
          labelledBy="adverse-severity"
        />
      </div>
      <div>
        <label for="adverse-words">In words</label>
        <textarea id="adverse-words" maxLength={2000} rows={2} value={words.value} onInput={(e) => (words.value = e.currentTarget.value)} />
      </div>
      <p class={will === 'record' ? 'm' : 'warned'} role="status">
        <Outcome place="adverse">{ready ? BRINGS[will] : RULE}</Outcome>
      </p>
      <div class="acts">
        <Act onPress={send} class="primary large" off={off || !ready}>
          {ready && will === 'stop' ? 'Report and stop the exposure' : 'Report'}
        </Act>
      </div>
      <AdverseList />
    </>
  );
}

function chosen(id: string | null): readonly string[] {
  return id === null ? [] : [id];
}

/** Those reported in this session, oldest first. */
export function AdverseList() {
  const told = store.state.value?.adverse ?? [];
  if (told.length === 0) return null;
  return (
    <ul class="told" aria-label="Adverse events reported">
      {told.map((a) => (
        <li key={a.at}>
          <span class="m fig">{clock(a.at / 1e6)}</span>
          <span>
            <b>{kindWords(a.what)}</b>, {a.severity}
            {a.words ? `: ${a.words}` : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}
