// The one question that stands before the clinician: a pause, a hold, or what the controller proposes.
import { age, dial, calmAge, sentence } from '../format';
import * as store from '../session/store';
import type { ReasonPart, StateReport, SuggestionPart } from '../wire';
import * as act from './actions';
import { Act, Key, Outcome } from './parts';

export function Suggestion() {
  const state = store.state.value;
  if (state?.phase === 'paused') return <Paused state={state} />;
  if (state?.hold) return <Held hold={state.hold} />;
  if (state?.suggestion) return <Proposed suggested={state.suggestion} asked={state.dial.asked} />;
  return (
    <section class="suggestion" aria-label="Suggestion">
      <span class="m">
        <Outcome place="suggestion">
          {store.plan.value?.autonomy === 'watch' ? 'The controller only watches.' : 'No suggestion now.'}
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

/** Stay needs no press: nothing rises until the hold is over. Stop has its own place. */
function Held({ hold }: { hold: ReasonPart }) {
  return (
    <section class="suggestion marked" aria-label="Held">
      <div>
        <b class="title">{sentence(hold.words)}</b>
        <div class="m two">
          <Outcome place="intensity">Stay: nothing rises until a lower rating. Or ease, ground, stop.</Outcome>
        </div>
      </div>
      <Act onPress={act.ease} off={!store.maySend.value} title="Asks 0.10 less than is given now">
        Ease −0.10
      </Act>
      <Act onPress={act.calm} off={!store.controls.value} title="The calm scene, the session stays open">
        Ground <Key name="C" />
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
