// How far the controller may go by itself: the stage that holds, and what keeps a higher one away.
import { lockedBecause, STAGES } from '../session/autonomy';
import { ask } from '../session/session';
import * as store from '../session/store';
import { Act, Outcome } from './parts';

export function AutonomyStages() {
  const [state, plan] = [store.state.value, store.plan.value];
  if (state === null || plan === null) return null;
  return (
    <>
      <div class="stages" role="group" aria-label="Stage">
        {STAGES.map((stage) => {
          const locked = lockedBecause(stage.id, plan.unlocked, state.classes);
          const holds = state.autonomy === stage.id;
          return (
            <Act
              key={stage.id}
              onPress={() => ask({ do: 'set_autonomy', stage: stage.id }, 'autonomy')}
              pressed={holds}
              off={locked !== '' || !store.maySend.value}
            >
              <span>
                <b>{stage.name}</b>
                <span class="m">{locked || stage.does}</span>
              </span>
              {holds && <span class="m">holds now</span>}
            </Act>
          );
        })}
      </div>
      <p class="m" role="status">
        <Outcome place="autonomy">
          The protocol asks for {name(plan.autonomy)}. In an expectancy step nothing is steered. You may go lower at any time.
        </Outcome>
      </p>
    </>
  );
}

function name(stage: string): string {
  return STAGES.find((s) => s.id === stage)?.name.toLowerCase() ?? stage;
}
