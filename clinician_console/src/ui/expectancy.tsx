// What the patient expects before a step and what they found after it: how likely from 0 to 100, or why not to be had.
import { useEffect, useRef } from 'preact/hooks';
import { refuse } from '../session/apply';
import { ask } from '../session/session';
import * as store from '../session/store';
import * as act from './actions';
import { Act, Key, Outcome } from './parts';
import { readSuds } from './suds_entry';

export type When = 'before' | 'after';

/** Which of the two questions stands before the clinician now. */
export function whichAsked(): When | null {
  return act.asking.value ?? store.state.value?.step.ask ?? null;
}

export function Expectancy({ when }: { when: When }) {
  const likelihood = useRef<HTMLInputElement>(null);
  const words = useRef<HTMLInputElement>(null);
  const step = store.step.value;
  const known = store.state.value?.step[when] ?? null;
  useEffect(() => {
    if (likelihood.current) likelihood.current.value = known?.likelihood == null ? '' : String(known.likelihood);
    if (words.current) words.current.value = known?.words ?? '';
  }, [when, step?.id]);
  const off = !store.maySend.value;
  const send = (): void => {
    const [said, reason] = [likelihood.current?.value.trim() ?? '', words.current?.value.trim() ?? ''];
    const likely = said === '' ? null : readSuds(said);
    if (said !== '' && likely === null) return refuse('expectancy', `${said} is not 0 to 100`, performance.now());
    if (likely === null && reason === '') return refuse('expectancy', 'say how likely, or in words why there is no answer', performance.now());
    if (!ask({ do: 'answer_expectancy', when, likelihood: likely, words: reason }, 'expectancy', () => (act.asking.value = null))) return;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const onKeyDown = (e: KeyboardEvent): void => {
    if (e.key === 'Enter' && !e.isComposing && !e.ctrlKey) send();
  };
  const question = when === 'before' ? step?.ask_before : step?.ask_after;
  return (
    <section class="suggestion marked held expectancy" aria-label={`Expectancy, ${when} the step`}>
      <div>
        <b class="two" title={question}>
          {question}
        </b>
        <div class="m">
          <Outcome place="expectancy">
            {when === 'before' ? 'Before the step; nothing rises until it is answered.' : 'After the step; asked before the next one.'}
          </Outcome>
        </div>
      </div>
      <Act onPress={() => ask({ do: 'ask_expectancy', when }, 'expectancy')} off={off} title="Shown to the patient for 8 s">
        Show to patient
      </Act>
      <div class="answering">
        <label for="likelihood" class="m">
          Likely, 0–100 <Key name="Q" />
        </label>
        <label for="likely-words" class="m">
          In the patient's words, or why there is no answer
        </label>
        <input id="likelihood" ref={likelihood} inputMode="numeric" maxLength={3} autoComplete="off" onKeyDown={onKeyDown} />
        <input id="likely-words" ref={words} maxLength={2000} autoComplete="off" onKeyDown={onKeyDown} />
        <Act onPress={send} class="primary" off={off}>
          Save
        </Act>
      </div>
    </section>
  );
}
