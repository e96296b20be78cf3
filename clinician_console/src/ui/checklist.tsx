// Before anything is shown: one page of what must be known, with what the engine has as the fact. The patient's side
// of it, practice in the calm scene, stands beside the picture; the start says what is missing.
import { grouped, inTheWay, standing, whyNot, type Group } from '../checklist/answers';
import { clock } from '../format';
import { classWords } from '../session/dose';
import * as store from '../session/store';
import type { ChecklistPart, ItemPart } from '../wire';
import * as act from './actions';
import { ChecklistItem } from './checklist_item';
import { Act, Key, Outcome } from './parts';

/** The groups that the engine sees for itself are practised with the patient. */
function practised(group: Group): boolean {
  return group.items.some((item) => item.asks === 'shown');
}

export function Checklist() {
  const plan = store.plan.value;
  const checklist = store.state.value?.checklist;
  if (!plan || !checklist) return null;
  const groups = grouped(plan.checklist, checklist.applies).filter((g) => !practised(g));
  const [first, second] = halves(groups);
  const answered = checklist.applies.filter((id) => checklist.missing[id] === undefined).length;
  return (
    <section class="page" aria-label="Before the session">
      <div class="page-head">
        <div>
          <h2 class="title">Before the session</h2>
          <p class="m">
            {answered} of {checklist.applies.length} done. Tab goes on, Y and N answer, arrows choose.
          </p>
        </div>
        <Act onPress={() => act.open('notes')} keys="n">
          Notes <Key name="N" />
        </Act>
        <Act onPress={() => act.open('adverse')} keys="v">
          Adverse event <Key name="V" />
        </Act>
      </div>
      <div class="columns">
        {[first, second].map((column, i) => (
          <div key={i}>
            {column.map((group) => (
              <GroupOf key={group.name} group={group} checklist={checklist} />
            ))}
          </div>
        ))}
      </div>
      <Start items={plan.checklist} checklist={checklist} />
    </section>
  );
}

/** What the patient does in the calm scene, seen by the engine. */
export function Practice() {
  const plan = store.plan.value;
  const checklist = store.state.value?.checklist;
  if (!plan || !checklist) return null;
  const groups = grouped(plan.checklist, checklist.applies).filter(practised);
  return (
    <section class="practice" aria-label="Practice with the patient">
      <h2 class="vh">Practice with the patient</h2>
      {groups.map((group) => (
        <GroupOf key={group.name} group={group} checklist={checklist} />
      ))}
    </section>
  );
}

function GroupOf({ group, checklist }: { group: Group; checklist: ChecklistPart }) {
  const done = group.items.filter((item) => standing(item, checklist) === 'good').length;
  return (
    <section class="asks" aria-label={group.name}>
      <h3>
        {group.name}{' '}
        <span class="m">
          {done} of {group.items.length}
        </span>
      </h3>
      {group.items.map((item) => (
        <ChecklistItem key={item.id} item={item} checklist={checklist} />
      ))}
    </section>
  );
}

/** Two columns: the tallest group heads the right one, the others fill the left as far as the right one reaches. */
function halves(groups: readonly Group[]): readonly [readonly Group[], readonly Group[]] {
  const tallest = groups.reduce<Group | null>((most, g) => (most === null || height(g) > height(most) ? g : most), null);
  if (groups.length < 2 || tallest === null) return [groups, []];
  const [left, right] = [[] as Group[], [tallest]];
  for (const group of groups) if (group !== tallest) (reach(left) <= reach(right) ? left : right).push(group);
  return [left, right];
}

function reach(column: readonly Group[]): number {
  return column.reduce((sum, group) => sum + height(group), 0);
}

function height(group: Group): number {
  return group.items.reduce((sum, item) => sum + (item.choices.length > 3 ? item.choices.length / 2 : 1), 1);
}

function Start({ items, checklist }: { items: readonly ItemPart[]; checklist: ChecklistPart }) {
  const plan = store.plan.value;
  const way = inTheWay(items, checklist);
  const words = store.state.value?.record.ok === false ? 'the record cannot be kept: not started' : whyNot(way);
  const off = !store.maySend.value;
  const away = act.confirming.value === 'debrief';
  return (
    <div class="page-foot">
      <div>
        <p class="two" id="start-why" title={words} role="status">
          <Outcome place="phase">
            <Outcome place="checklist">
              {words === '' ? (
                <b>Everything is answered and shown.</b>
              ) : (
                <>
                  <b>Not ready:</b> {words}
                </>
              )}
            </Outcome>
          </Outcome>
        </p>
        <p class="m two">{ahead(plan?.steps.length ?? 0, plan?.baseline_s ?? 0)}</p>
      </div>
      {words !== '' && !away && (
        <Act onPress={act.toOpenItem} class="large" keys="j">
          Next open <Key name="J" />
        </Act>
      )}
      {away ? (
        <>
          <Act onPress={act.debrief} class="out large" off={off}>
            To the debrief
          </Act>
          <Act onPress={act.cancel} class="large" keys="x">
            Not yet <Key name="X" />
          </Act>
        </>
      ) : (
        <>
          <Act onPress={() => (act.confirming.value = 'debrief')} off={off}>
            No exposure today
          </Act>
          <Act onPress={act.start} class="primary large" id="start" off={off || words !== ''}>
            Start session
          </Act>
        </>
      )}
    </div>
  );
}

function ahead(steps: number, baselineS: number): string {
  const cap = store.state.value?.dose.exposure_cap_s ?? 0;
  const classes = classWords(store.state.value?.classes ?? []);
  const first = baselineS > 0 ? `Baseline ${clock(baselineS)} min, ` : '';
  return `${first}${steps} steps, at most ${clock(cap)} min of exposure. ${classes ? `Limits for ${classes} hold.` : ''}`;
}
