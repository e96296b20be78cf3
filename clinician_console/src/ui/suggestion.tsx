// What stands before the clinician: a pause, every reason why nothing rises, a question to the patient, or, where
// there is none of them, what the controller proposes.
import { age, dial, calmAge, sentence } from '../format';
import * as store from '../session/store';
import type { StateReport, SuggestionPart } from '../wire';
import * as act from './actions';
import { Expectancy, whichAsked } from './expectancy';
import { HeldRow, heldNow } from './held';
import { Act, Key, Outcome } from './parts';

export function Suggestion() {
  const state = store.state.value;
  const held = heldNow();
  const when = whichAsked();
  const paused = state?.phase === 'paused';
  if (state === null || (!paused && held.length === 0 && when === null && state.suggestion === null)) return <None />;
  return (
    <div class="before-you">
      {paused && <Paused state={state} />}
      {held.map((reason) => (
        <HeldRow key={reason.code} held={reason} />
      ))}
      {when !== null && <Expectancy when={when} />}
      {state.suggestion !== null && !paused && <Proposed suggested={state.suggestion} asked={state.dial.asked} />}
    </div>
  );
}

function None() {
  return (
    <section class="suggestion" aria-label="Suggestion">
      <span class="m">
        <Outcome place="suggestion">
          <Outcome place="hold">{store.state.value?.autonomy === 'watch' ? 'The controller only watches.' : 'No suggestion now.'}</Outcome>
        </Outcome>
      </span>
    </section>
  );
}

function Paused({ state }: { state: StateReport }) {
  return (
    <section class="suggestion marked" aria-label="Paused">
      <div>
        <b class="title">Paused {calmAge(store.sinceS(state.phase_since))}</b>
        <div class="m">{state.phase_reason.words}; exposure goes on counting</div>
      </div>
      <Act onPress={act.pauseOrResume} class="primary" off={!store.maySend.value}>
        Resume <Key name="Space" />
      </Act>
    </section>
  );
}

function Proposed({ suggested, asked }: { suggested: SuggestionPart; asked: number }) {
  return (
    <section class="suggestion marked" aria-label="Suggestion">
      <div>
        <b class="title">{sentence(suggested.kind)}</b>{' '}
        <span class="m fig">
          asked {dial(asked)} → {dial(suggested.intensity)}, made {age(suggested.age_s)} ago
        </span>
        <div class="two" title={suggested.words}>
          <Outcome place="suggestion">{sentence(suggested.words)}</Outcome>
        </div>
      </div>
      <Act onPress={act.acceptSuggestion} class="primary" keys="Enter" off={!store.maySend.value}>
        Accept <Key name="Enter" />
      </Act>
      <Act onPress={act.dismissSuggestion} keys="d" off={!store.maySend.value}>
        Dismiss <Key name="D" />
      </Act>
    </section>
  );
}
