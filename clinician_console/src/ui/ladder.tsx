// The steps: where the session is, what each was expected to cost and what was said, which was skipped; and the ways
// from one to another.
import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { clock, dial, DASH } from '../format';
import { beliefs, beliefWords, type Found } from '../live/beliefs';
import * as store from '../session/store';
import * as act from './actions';
import { Act, Key, Outcome } from './parts';
import { Reasoned } from './reasoned';
import type { StepPart } from '../wire';

export function Ladder() {
  const plan = store.plan.value;
  const state = store.state.value;
  const steps = plan?.steps ?? [];
  const at = state === null ? 0 : Math.max(0, state.step.index);
  const skipped = new Set(state?.step.skipped);
  const found = useComputed(() => beliefs(store.happened.value)).value;
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest' }), [at]);
  return (
    <section class="ladder" aria-label="Ladder">
      <div class="lhead">
        <h2>
          Ladder <span class="m">{steps.length ? `step ${at + 1} of ${steps.length}` : ''}</span>
        </h2>
        <span class="m">Exp.</span>
        <span class="m">Said</span>
      </div>
      <ol tabIndex={0} aria-label="Steps, expected and said SUDS">
        {steps.map((step, i) => {
          const said = state?.suds.said[i] ?? null;
          const look = i === at ? 'cur' : skipped.has(i) ? 'skipped' : i <= (state?.step.reached ?? -1) ? 'done' : '';
          return (
            <li key={step.id} class={look} aria-current={i === at ? 'step' : undefined} ref={i === at ? current : null}>
              <span>{look === 'done' ? '✓' : look === 'skipped' ? '↷' : i + 1}</span>
              <span class="t" title={step.title}>
                {step.title}
                {look === 'done' && <span class="vh">, reached</span>}
                {look === 'skipped' && <span class="line m">skipped</span>}
                {i !== at && <Believed found={found.get(i)} />}
              </span>
              <span class="n">
                <span class="vh">expected </span>
                {step.suds_expected}
              </span>
              <span class="n">
                <span class="vh">said </span>
                {said === null ? DASH : <b>{said}</b>}
              </span>
              {i === at && <Here step={step} />}
            </li>
          );
        })}
      </ol>
      <Ahead next={steps[at + 1]} />
      <Moves last={steps.length > 0 && at === steps.length - 1} first={at === 0} />
    </section>
  );
}

/** What was expected and what was found. */
function Believed({ found }: { found: Found | undefined }) {
  if (found === undefined || (found.before === null && found.after === null)) return null;
  return (
    <span class="line m fig">
      <span class="vh">expected before and after: </span>
      {beliefWords(found)}
    </span>
  );
}

function Here({ step }: { step: StepPart }) {
  const at = store.state.value?.step;
  if (!at || at.reached < 0) return <span class="m">not yet begun</span>;
  return (
    <span class="m">
      <span class="fig">{clock(at.spent_s)} min</span> in step{at.peak === null ? '' : `, peak ${at.peak}`}
      {step.at_least_s > 0 && (
        <span class="line">
          stay {clock(step.at_least_s)}
          {step.at_most_s > 0 ? `–${clock(step.at_most_s)}` : ''} min
        </span>
      )}
      {(at.before || at.after) && (
        <span class="line fig" id="belief">
          expected {beliefWords({ before: at.before?.likelihood ?? null, after: at.after?.likelihood ?? null })}
        </span>
      )}
      {at.ready && <span class="line ready">✓ {at.ready.words}</span>}
    </span>
  );
}

function Ahead({ next }: { next: StepPart | undefined }) {
  return (
    <div class="next">
      <b>{next ? `Next: ${next.title}` : 'Next: debrief'}</b>
      <div class="m">
        <Outcome place="step">
          {next ? `Opens at ${dial(next.low)}, expected SUDS ${next.suds_expected}.` : 'This is the last step.'}
        </Outcome>
      </div>
    </div>
  );
}

function Moves({ first, last }: { first: boolean; last: boolean }) {
  const phase = store.phase.value;
  const inside = store.inExposure.value;
  const ready = store.state.value?.step.ready != null;
  const off = !store.maySend.value;
  return (
    <div class="lnav">
      <Act onPress={act.back} keys="[" off={off || !inside || first}>
        <Key name="[" />
        Back
      </Act>
      <Act onPress={act.next} keys="]" class={inside && ready ? 'primary' : ''} off={off || (!inside && phase !== 'baseline')}>
        <Key name="]" />
        {inside && last ? 'Debrief' : phase === 'baseline' ? 'First step' : 'Next step'}
      </Act>
      {inside && act.confirming.value !== null ? (
        <Sure last={last} />
      ) : (
        <div class="three">
          <Act onPress={act.repeat} off={off || !inside} title="This step again, from its calm end">
            Repeat
          </Act>
          <Act onPress={askSkip} off={off || !inside || last} title="Leave this step undone, for a reason">
            Skip
          </Act>
          <Act onPress={() => (act.confirming.value = 'debrief')} off={off || !inside} label="End the exposure">
            End
          </Act>
        </div>
      )}
    </div>
  );
}

function askSkip(): void {
  act.confirming.value = 'skip';
  act.focusOn('skip-why');
}

/** What ends the exposure or leaves a step undone asks once more. */
function Sure({ last }: { last: boolean }) {
  if (act.confirming.value === 'skip' && !last) {
    return (
      <div class="sure skip" role="group" aria-label="Skip this step?">
        <Reasoned id="skip-why" label="Skip this step, because" place="step" onSend={act.skip}>
          Skip
        </Reasoned>
        <Act onPress={act.cancel} keys="x">
          Not now <Key name="X" />
        </Act>
      </div>
    );
  }
  return (
    <div class="sure" role="group" aria-label="End the exposure?">
      <Act onPress={() => act.debrief()} class="out">
        To debrief
      </Act>
      <Act onPress={act.cancel} keys="x">
        Not yet <Key name="X" />
      </Act>
    </div>
  );
}
