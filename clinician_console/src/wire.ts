// Generated from wire.schema.json by `npm run gen`. Do not edit.

/**
 * Everything a console may say and hear.
 */
export interface Wire {
  from_console: Hello | Command | ConsoleBeat;
  to_console: Welcome | PlanReport | StateReport | Happened | AnswerReport | NoEngine | Refused;
}
/**
 * First message of a console on `/ws/session`. `last_seq`: newest `happened` it holds, 0 for none.
 */
export interface Hello {
  client: string;
  kind: 'hello';
  last_seq: number;
  v: 1;
}
export interface Command {
  beat: number;
  kind: 'command';
  number: number;
  v: 1;
  wish:
    | TakeControl
    | Confirm
    | Rehearse
    | Start
    | Next
    | Back
    | Repeat
    | Skip
    | GoOn
    | Ease
    | Ground
    | AskExpectancy
    | AnswerExpectancy
    | ReportAdverse
    | EnterSickness
    | ExtendDose
    | SetAutonomy
    | AcceptUnrecorded
    | AskIntensity
    | SetCap
    | SetParameter
    | ReleaseParameter
    | FireEvent
    | AskSuds
    | EnterSuds
    | Pause
    | Calm
    | Stop
    | Resume
    | Debrief
    | End
    | WriteNotes
    | Mark
    | SayToPatient
    | AcceptSuggestion
    | DismissSuggestion
    | Undo;
}
export interface TakeControl {
  do: 'take_control';
}
/**
 * Answers to the checklist by item, as text (the plan's `checklist` says what each takes). All are taken or none.
 */
export interface Confirm {
  answers: {
    [k: string]: string;
  };
  do: 'confirm';
}
/**
 * Ask the patient to perform the stop before anything is shown.
 */
export interface Rehearse {
  do: 'rehearse';
}
export interface Start {
  do: 'start';
}
export interface Next {
  do: 'next';
}
export interface Back {
  do: 'back';
}
export interface Repeat {
  do: 'repeat';
}
export interface Skip {
  do: 'skip';
  /**
   * a reason in words
   */
  words: string;
}
/**
 * Somebody has looked: what was held until then is held no longer.
 */
export interface GoOn {
  do: 'go_on';
}
export interface Ease {
  do: 'ease';
}
export interface Ground {
  do: 'ground';
}
export interface AskExpectancy {
  do: 'ask_expectancy';
  when: 'before' | 'after';
}
/**
 * `likelihood` 0-100, or null with the reason in `words`.
 */
export interface AnswerExpectancy {
  do: 'answer_expectancy';
  likelihood: number | null;
  when: 'before' | 'after';
  words: string;
}
/**
 * Syncope, seizure, fall and anything severe stop the exposure.
 */
export interface ReportAdverse {
  do: 'report_adverse';
  severity: 'mild' | 'moderate' | 'severe';
  what: 'sickness' | 'syncope' | 'seizure' | 'fall' | 'panic' | 'dissociation' | 'pain' | 'other';
  words: string;
}
/**
 * Fast Motion Sickness scale, 0-20.
 */
export interface EnterSickness {
  do: 'enter_sickness';
  rating: number;
}
export interface ExtendDose {
  do: 'extend_dose';
  minutes: number;
  what: 'exposure' | 'high';
  /**
   * a reason in words
   */
  words: string;
}
export interface SetAutonomy {
  do: 'set_autonomy';
  stage: 'watch' | 'suggest' | 'lower_only' | 'full';
}
export interface AcceptUnrecorded {
  do: 'accept_unrecorded';
  /**
   * a reason in words
   */
  words: string;
}
export interface AskIntensity {
  do: 'ask_intensity';
  /**
   * dial position, permille
   */
  intensity: number;
}
export interface SetCap {
  /**
   * dial position, permille
   */
  cap: number;
  do: 'set_cap';
}
export interface SetParameter {
  do: 'set_parameter';
  parameter: string;
  value: number | string;
}
export interface ReleaseParameter {
  do: 'release_parameter';
  parameter: string;
}
export interface FireEvent {
  do: 'fire_event';
  event: string;
}
export interface AskSuds {
  do: 'ask_suds';
}
export interface EnterSuds {
  do: 'enter_suds';
  /**
   * subjective units of distress, 0-100
   */
  suds: number;
}
export interface Pause {
  do: 'pause';
}
export interface Calm {
  do: 'calm';
}
export interface Stop {
  do: 'stop';
}
export interface Resume {
  do: 'resume';
  where: 'here' | 'one_lower';
}
export interface Debrief {
  do: 'debrief';
}
export interface End {
  do: 'end';
}
export interface WriteNotes {
  do: 'write_notes';
  text: string;
}
export interface Mark {
  do: 'mark';
  text: string;
}
export interface SayToPatient {
  do: 'say';
  text: string;
}
export interface AcceptSuggestion {
  do: 'accept';
}
export interface DismissSuggestion {
  do: 'dismiss';
}
export interface Undo {
  do: 'undo';
}
/**
 * Twice a second while the console's page is alive.
 */
export interface ConsoleBeat {
  beat: number;
  kind: 'console_beat';
  v: 1;
}
/**
 * The server's first message to a console.
 */
export interface Welcome {
  client: string;
  kind: 'welcome';
  role: 'clinician' | 'observer';
  v: 1;
}
/**
 * What does not change in a session. Sent once to each console, and again when the engine comes back.
 */
export interface PlanReport {
  alias: string;
  autonomy: 'watch' | 'suggest' | 'lower_only' | 'full';
  baseline_s: number;
  checklist: ItemPart[];
  disorder: string;
  exposure_cap_s: number;
  grounding: string[];
  kind: 'plan';
  protocol: string;
  protocol_version: string;
  record: string;
  remote: boolean;
  /**
   * dial position, permille
   */
  rise_per_s: number;
  session_kind: 'real' | 'training' | 'demo' | 'research';
  stages: StagePart[];
  steps: StepPart[];
  /**
   * subjective units of distress, 0-100
   */
  suds_high: number;
  /**
   * dial position, permille
   */
  target_high: number;
  /**
   * dial position, permille
   */
  target_low: number;
  title: string;
  unlocked: 'watch' | 'suggest' | 'lower_only' | 'full';
  v: 1;
}
/**
 * One item of the checklist. `asks` says how it is answered; `shown` is seen by the engine and cannot be answered.
 */
export interface ItemPart {
  asks: 'yes_no' | 'number' | 'choice' | 'several' | 'words' | 'shown';
  choices: ChoicePart[];
  group: string;
  id: string;
  words: string;
}
export interface ChoicePart {
  id: string;
  title: string;
}
export interface StagePart {
  events: EventPart[];
  id: string;
  parameters: ParameterPart[];
  title: string;
}
export interface EventPart {
  description: string;
  duration_s: number;
  /**
   * dial position, permille
   */
  intensity: number;
  key: string;
  name: string;
  suds_rise: number;
  title: string;
}
/**
 * A parameter the console can show and move. Numbers run from `calm` to `intense` by `step`.
 */
export interface ParameterPart {
  calm: number;
  choices: ChoicePart[];
  description: string;
  intense: number;
  name: string;
  step: number;
  title: string;
  type: 'integer' | 'real' | 'choice';
  unit: string;
}
export interface StepPart {
  ask_after: string;
  ask_before: string;
  at_least_s: number;
  at_most_s: number;
  /**
   * dial position, permille
   */
  high: number;
  id: string;
  /**
   * dial position, permille
   */
  low: number;
  offers: string[];
  rationale: string;
  say: string;
  scene: string;
  /**
   * subjective units of distress, 0-100
   */
  suds_expected: number;
  title: string;
}
/**
 * Everything a console shows, as it is. `beat` counts up with each report; a console echoes the newest.
 */
export interface StateReport {
  adverse: AdversePart[];
  /**
   * session time, microseconds
   */
  at: number;
  autonomy: 'watch' | 'suggest' | 'lower_only' | 'full';
  beat: number;
  checklist: ChecklistPart;
  classes: string[];
  controller: string;
  dial: DialPart;
  dose: DosePart;
  epoch: number;
  events: EventStatePart[];
  exposure_s: number;
  hold: ReasonPart | null;
  holds: ReasonPart[];
  kind: 'state';
  links: LinkPart[];
  live: boolean;
  notes: string;
  parameters: ParameterStatePart[];
  phase:
    | 'checklist'
    | 'baseline'
    | 'exposure'
    | 'paused'
    | 'calm'
    | 'grounding'
    | 'stopped'
    | 'interrupted'
    | 'debrief'
    | 'ended';
  phase_reason: ReasonPart;
  /**
   * session time, microseconds
   */
  phase_since: number;
  record: RecordPart;
  sensor: SensorPart | null;
  seq: number;
  sickness: number | null;
  step: StepStatePart;
  suds: SudsPart;
  suggestion: SuggestionPart | null;
  undo: string | null;
  v: 1;
  view: ViewPart;
}
export interface AdversePart {
  /**
   * session time, microseconds
   */
  at: number;
  severity: 'mild' | 'moderate' | 'severe';
  step: number;
  what: string;
  words: string;
}
/**
 * The gate: `answers` by item, the items that apply, and why the session cannot start yet, by item.
 */
export interface ChecklistPart {
  answers: {
    [k: string]: string;
  };
  applies: string[];
  missing: {
    [k: string]: string;
  };
  rehearsing: boolean;
}
export interface DialPart {
  /**
   * dial position, permille
   */
  asked: number;
  /**
   * dial position, permille
   */
  cap: number;
  /**
   * dial position, permille
   */
  ceiling: number;
  ceiling_reason: ReasonPart;
  /**
   * dial position, permille
   */
  given: number;
  reaches_in_s: number | null;
  reason: ReasonPart;
  /**
   * dial position, permille
   */
  step_high: number;
  /**
   * dial position, permille
   */
  step_low: number;
}
/**
 * Why, as a stable code and as words a clinician reads, and who decided.
 */
export interface ReasonPart {
  code: string;
  source: string;
  words: string;
}
/**
 * What the patient has had against its caps. `high`: above `level`. `events`: within the last minute.
 */
export interface DosePart {
  events: number;
  events_cap: number;
  exposure_cap_s: number;
  exposure_s: number;
  extended_s: number;
  high_cap_s: number;
  high_s: number;
  /**
   * dial position, permille
   */
  level: number;
  unbroken_s: number;
}
export interface EventStatePart {
  allowed: boolean;
  name: string;
  playing: boolean;
  why: string;
}
/**
 * How a link stands. `age_s` null: not heard yet.
 */
export interface LinkPart {
  age_s: number | null;
  alive: boolean;
  name: 'console' | 'server' | 'biofeedback' | 'sensor';
}
export interface ParameterStatePart {
  asked: number | string;
  name: string;
  pinned: boolean;
  reason: ReasonPart;
  value: number | string;
}
export interface RecordPart {
  accepted: boolean;
  ok: boolean;
  saved_s_ago: number | null;
  words: string;
}
/**
 * A body signal's source and how far it can be trusted now. `age_s` counts from the newest sample.
 */
export interface SensorPart {
  age_s: number | null;
  arousal: number | null;
  arousal_sd: number | null;
  heart_rate: number | null;
  origin: 'live' | 'playback' | 'simulated';
  quality: 'good' | 'poor' | 'none';
  /**
   * dial position, permille
   */
  quality_permille: number;
  reason: string;
  rmssd_ms: number | null;
  source: string;
}
export interface StepStatePart {
  after: BeliefPart | null;
  ask: ('before' | 'after') | null;
  before: BeliefPart | null;
  index: number;
  peak: number | null;
  reached: number;
  ready: ReasonPart | null;
  skipped: number[];
  spent_s: number;
}
export interface BeliefPart {
  likelihood: number | null;
  words: string;
}
export interface SudsPart {
  due: number | null;
  last: number | null;
  last_at: number | null;
  last_by: ('patient' | 'clinician' | 'simulated') | null;
  missed: number;
  open_since: number | null;
  said: (number | null)[];
}
export interface SuggestionPart {
  age_s: number;
  /**
   * dial position, permille
   */
  intensity: number;
  kind: 'raise' | 'hold' | 'lower';
  words: string;
}
/**
 * What the patient's display shows and how well it keeps up.
 */
export interface ViewPart {
  failure: string;
  frame: number;
  frames_per_s: number;
  shows: 'calm' | 'exposure';
  surface: 'offscreen' | 'window' | 'headset';
}
/**
 * One thing that happened, for the timeline, the log view and screen readers.
 */
export interface Happened {
  /**
   * session time, microseconds
   */
  at: number;
  kind: 'happened';
  name: string;
  seq: number;
  source: string;
  v: 1;
  value: number | null;
  what:
    | 'phase'
    | 'step'
    | 'event'
    | 'suds'
    | 'ask'
    | 'decision'
    | 'mark'
    | 'say'
    | 'alert'
    | 'expectancy'
    | 'adverse'
    | 'sickness';
  words: string;
}
export interface AnswerReport {
  accepted: boolean;
  client: string;
  kind: 'answer';
  number: number;
  reason: ReasonPart;
  v: 1;
}
/**
 * The server hears no engine: what the console shows is old.
 */
export interface NoEngine {
  kind: 'no_engine';
  silent_s: number;
  v: 1;
}
/**
 * A message the server could not read; nothing was done.
 */
export interface Refused {
  kind: 'refused';
  v: 1;
  words: string;
}
