// What stands beside the mirror while no feared scene is shown: what this phase is, and what may follow.
import { calmAge, clock, sentence } from '../format';
import * as store from '../session/store';
import * as act from './actions';
import { Course } from './figures';
import { Act, Key, Outcome } from './parts';
import type { ComponentChildren } from 'preact';

export function Panel() {
  switch (store.phase.value) {
    case 'baseline':
      return <Baseline />;
    case 'calm':
      return <Calm />;
    case 'grounding':
      return <Grounding />;
    case 'stopped':
      return <Stopped />;
    case 'interrupted':
      return <Interrupted />;
    case 'debrief':
      return <Debrief />;
    case 'ended':
      return <Ended />;
    default:
      return <Waiting />;
  }
}

function Sheet({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="sheet" aria-label={title}>
      <h2 class="title">{title}</h2>
      {children}
      <p class="m fixed" role="status">
        <Outcome place="phase" />
      </p>
    </section>
  );
}

function Waiting() {
  return (
    <Sheet title="Waiting for the engine">
      <p>The session appears here by itself as soon as the engine is heard.</p>
    </Sheet>
  );
}

function Baseline() {
  const plan = store.plan.value;
  const since = store.sinceS(store.state.value?.phase_since ?? 0);
  const meant = plan?.baseline_s ?? 0;
  const left = meant - since;
  return (
    <Sheet title="Baseline">
      <p class="second fig">
        {meant > 0 && left > 0 ? `${clock(left)} min left` : `${clock(since)} min`}
        {meant > 0 && left <= 0 ? ', complete' : ''}
      </p>
      {meant > 0 && <progress max={meant} value={Math.min(since, meant)} aria-label="Baseline spent" />}
      <p>The patient is in the calm scene. The heart rate here is what later rises are measured against.</p>
      <div class="acts">
        <Act onPress={act.next} class={meant > 0 && left > 0 ? 'out large' : 'primary large'} keys="]" off={!store.maySend.value}>
          <Key name="]" />
          {meant > 0 && left > 0 ? 'Begin the first step early' : 'Begin the first step'}
        </Act>
      </div>
    </Sheet>
  );
}

function Calm() {
  const state = store.state.value;
  return (
    <Sheet title={`Calm for ${calmAge(store.sinceS(state?.phase_since ?? 0))}`}>
      <p>The calm scene is shown, the session is open. Reason: {state?.phase_reason.words}.</p>
      <Resuming />
    </Sheet>
  );
}

function Grounding() {
  const state = store.state.value;
  return (
    <Sheet title={`Grounding for ${calmAge(store.sinceS(state?.phase_since ?? 0))}`}>
      <p>The calm scene is shown. Read the lines over it aloud, in the patient's own time; ask for a rating at the end.</p>
      <Resuming />
    </Sheet>
  );
}

function Stopped() {
  const state = store.state.value;
  const byPatient = state?.phase_reason.source === 'patient';
  return (
    <Sheet title={byPatient ? 'The patient stopped' : 'Stopped'}>
      <p>
        {sentence(state?.phase_reason.words ?? '')}, {calmAge(store.sinceS(state?.phase_since ?? 0))} ago. The calm scene is shown; only you resume.
      </p>
      {byPatient && <p class="kind">The patient was told: stopping was right.</p>}
      <Resuming />
    </Sheet>
  );
}

function Interrupted() {
  return (
    <Sheet title="Interrupted">
      <p>The engine failed and came back into the calm scene. {sentence(store.state.value?.phase_reason.words ?? '')}. Ask the patient how they are before going on.</p>
      <Resuming />
    </Sheet>
  );
}

/** The ways back into exposure, each confirmed once, and the way out. */
function Resuming() {
  const at = store.state.value?.step;
  const steps = store.plan.value?.steps ?? [];
  const off = !store.maySend.value;
  const chosen = act.confirming.value;
  if (!at) return null;
  if (at.reached < 0) {
    return (
      <div class="acts">
        <Act onPress={() => act.resume('here')} class="primary large" off={off}>
          {store.begun.value ? 'Back to the baseline' : 'Back to the checklist'}
        </Act>
        <Act onPress={act.debrief} class="large" off={off}>
          Debrief
        </Act>
      </div>
    );
  }
  const lower = Math.max(0, at.index - 1);
  if (chosen === 'here' || chosen === 'one_lower') {
    const target = chosen === 'here' ? at.index : lower;
    return (
      <div class="acts" role="group" aria-label="Confirm">
        <p>
          Resume the exposure at step {target + 1}, <b>{steps[target]?.title}</b>, from its calm end?
        </p>
        <Act onPress={() => act.resume(chosen)} class="primary large" id="confirm-resume" off={off}>
          Resume now
        </Act>
        <Act onPress={act.cancel} class="large" keys="x">
          Not yet <Key name="X" />
        </Act>
      </div>
    );
  }
  return (
    <div class="acts ways">
      <Act onPress={() => (act.confirming.value = 'here')} class="large" off={off}>
        Resume here
        <span class="m cut">
          step {at.index + 1}, {steps[at.index]?.title}
        </span>
      </Act>
      <Act onPress={() => (act.confirming.value = 'one_lower')} class="large" off={off || at.index === 0}>
        One step lower
        <span class="m cut">{at.index === 0 ? 'this is the first step' : `step ${lower + 1}, ${steps[lower]?.title}`}</span>
      </Act>
      <Act onPress={act.debrief} class="large" off={off}>
        Debrief
        <span class="m">no more exposure today</span>
      </Act>
      {store.phase.value !== 'grounding' && (
        <Act onPress={act.ground} class="large" keys="f" off={off}>
          <span class="named">
            Ground <Key name="F" />
          </span>
          <span class="m">the script, over the calm scene</span>
        </Act>
      )}
    </div>
  );
}

function Debrief() {
  const sure = act.confirming.value === 'end';
  return (
    <Sheet title="Debrief">
      <p>Exposure has ended; the calm scene stays. Go over what was expected and what happened, and note it.</p>
      <Course />
      <div class="acts">
        {sure ? (
          <>
            <Act onPress={act.end} class="primary large" id="confirm-end" off={!store.maySend.value}>
              End now, for good
            </Act>
            <Act onPress={act.cancel} class="large" keys="x">
              Not yet <Key name="X" />
            </Act>
          </>
        ) : (
          <Act onPress={() => (act.confirming.value = 'end')} class="primary large" id="end" off={!store.maySend.value}>
            End session
          </Act>
        )}
      </div>
    </Sheet>
  );
}

function Ended() {
  return (
    <Sheet title="The session has ended">
      <p>
        {store.state.value?.record.ok ? 'The session is recorded' : `Not recorded: ${store.state.value?.record.words}`}; notes can still be written.
      </p>
      <Course />
      <div class="acts">
        <a class="button primary large" id="report" href="/report" target="_blank" rel="noopener">
          Open report
        </a>
      </div>
    </Sheet>
  );
}
