// What can be made to happen: seen before it is sent, refused with the reason.
import { amount, dial } from '../format';
import * as store from '../session/store';
import * as act from './actions';
import { keyOfEvent } from './keyboard';
import { Act, Key, Outcome } from './parts';
import type { EventPart, EventStatePart } from '../wire';

export function Events() {
  const facts = new Map(store.stage.value?.events.map((e) => [e.name, e]));
  const offered = store.state.value?.events ?? [];
  const armed = act.armed.value ? facts.get(act.armed.value.event) : undefined;
  return (
    <>
      {armed ? <Preview event={armed} /> : <Heading count={offered.length} />}
      <div class="events">
        {offered.map((now) => {
          const event = facts.get(now.name);
          return event ? <EventButton key={now.name} event={event} now={now} /> : null;
        })}
      </div>
    </>
  );
}

function EventButton({ event, now }: { event: EventPart; now: EventStatePart }) {
  const key = keyOfEvent.value.get(event.name);
  const armed = act.armed.value?.event === event.name;
  // What holds everything is said once, above.
  const held = store.state.value?.holds.some((hold) => hold.words === now.why);
  const aside = now.playing ? 'playing now' : armed ? 'preview' : now.allowed ? `exp. SUDS +${event.suds_rise}` : held ? 'held' : now.why;
  return (
    <Act
      onPress={() => act.pressEvent(event.name)}
      {...(key ? { keys: key } : {})}
      pressed={armed}
      off={!now.allowed || !store.maySend.value}
      title={now.allowed ? event.description : now.why}
    >
      {key && <Key name={key.toUpperCase()} />}
      <span class="name">{event.title}</span>
      <span class="m aside two">{aside}</span>
    </Act>
  );
}

/** The same place says how events are fired, what came of the last wish, and what can be taken back. */
function Heading({ count }: { count: number }) {
  const undo = store.state.value?.undo ?? null;
  return (
    <div class="preview">
      <div>
        <h2>Events</h2>
        <div class="m two" role="status">
          <Outcome place="event">
            <Outcome place="undo">
              <Outcome place="parameter">{count ? 'first press previews, the same again does it' : 'none in this step'}</Outcome>
            </Outcome>
          </Outcome>
        </div>
      </div>
      <Act onPress={act.undo} keys="z" off={undo === null || !store.maySend.value}>
        <Key name="Z" />
        <span class="cut">{undo === null ? 'Undo' : `Undo: ${undo}`}</span>
      </Act>
    </div>
  );
}

function Preview({ event }: { event: EventPart }) {
  const key = keyOfEvent.value.get(event.name)?.toUpperCase();
  return (
    <div class="preview armed" role="status">
      <div>
        <b>Not sent yet: {event.title.toLowerCase()}</b>
        <div class="m two" title={event.description}>
          {event.description} {amount(event.duration_s, event.duration_s % 1 ? 0.1 : 1)} s, counts as {dial(event.intensity)}, exp. SUDS +{event.suds_rise}.
        </div>
      </div>
      <Act onPress={() => act.pressEvent(event.name)} class="out">
        Do it {key && <Key name={key} />}
      </Act>
      <Act onPress={act.cancel} keys="x" label="Cancel the preview">
        <Key name="X" />
      </Act>
    </div>
  );
}
