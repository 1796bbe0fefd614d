// O2: the stations of the day, in order, with what is due, and one button a form.
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {formatLongDate} from '../shared/locale.ts';
import {label, language, t} from '../shared/messages.ts';
import {Note, Screen} from '../shared/ui.tsx';
import {Clock, clock, Problem} from './parts.tsx';
import {device, drafts, forms, nowText, outbox, pack, saveDraft} from './state.ts';
import type {Assignment, Draft, Form, Station} from './types.ts';

const identifier = (): string => crypto.randomUUID();

/** Opens the draft of this form for this station, or begins one. */
export async function begin(form: Form, station: string, kind?: Draft['kind']): Promise<void> {
  const known = drafts.value.find((draft) => draft.form === form.form && draft.station === station);
  const draft: Draft = known ?? {
    id: identifier(), kind: kind ?? (form.kind === 'practice' ? 'practice' : form.kind === 'protocol' ? 'protocol' : form.kind === 'incident' ? 'incident' : 'visit'),
    form: form.form, version: form.version, station, phase: form.phase, language: language.value,
    answers: {}, comments: {}, figures: {}, extra: {}, photos: [], started: nowText(), changed: nowText(),
  };
  if (!known) await saveDraft(draft);
  location.hash = draft.kind === 'protocol' ? `#/protocol/${draft.id}` : `#/form/${draft.id}`;
}

export async function beginProtocol(station: string): Promise<void> {
  await begin(forms.value.get('PR') ?? {form: 'PR', version: 1, title: {}, kind: 'protocol', phase: 'counting', questions: []}, station, 'protocol');
}

function lateness(assignment: Assignment, now = Date.now()): number {
  const due = Date.parse(assignment.due);
  return Number.isNaN(due) ? 0 : Math.max(0, Math.round((now - due) / 60_000));
}

function Visit(props: {assignment: Assignment}): JSX.Element {
  const {assignment} = props;
  const done = outbox.value.filter((item) => item.station === assignment.station);
  const late = done.length === 0 ? lateness(assignment) : 0;
  // What is planned here stands first; what the day brings besides is there too.
  const planned = (form: Form): boolean => assignment.phases.includes(form.phase);
  const forPhase = [...forms.value.values()].filter((form) => form.kind === 'visit').sort((a, b) => Number(planned(b)) - Number(planned(a)));
  return (
    <article class="card" aria-label={t('today.station', {station: assignment.station})}>
      <div class="station"><bdi dir="ltr">{assignment.station}</bdi></div>
      <div><bdi>{assignment.name}</bdi>{assignment.address && <span class="quiet"> · <bdi>{assignment.address}</bdi></span>}</div>
      <div class="quiet">{t('today.due', {from: clock(assignment.from), to: clock(assignment.to), due: clock(assignment.due)})}</div>
      {late > 0 && <div class="warn">{t('today.late', {minutes: late})}</div>}
      <div class="phases">
        {forPhase.map((form) => {
          const draft = drafts.value.find((other) => other.form === form.form && other.station === assignment.station);
          return <button key={form.form} onClick={() => void begin(form, assignment.station)}>{draft ? '◐ ' : '○ '}{label(form.title)}</button>;
        })}
        {pack.value?.protocol && <button onClick={() => void beginProtocol(assignment.station)}>{t('today.protocol')}</button>}
        <a class="button" href={`#/incident/${encodeURIComponent(assignment.station)}`}>{t('today.incident')}</a>
      </div>
      {done.length > 0 && <div class="good">{t('today.filed', {n: done.length})}</div>}
    </article>
  );
}

function Other(): JSX.Element {
  const [text, setText] = useState('');
  const [added, setAdded] = useState<Station[]>([]);
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length === 0 ? [] : (pack.value?.stations ?? []).filter((station) => words.every((word) => `${station.station} ${station.name} ${station.address}`.toLocaleLowerCase().includes(word))).slice(0, 8);
  return (
    <section>
      <h2>{t('today.other')}</h2>
      <label>{t('today.search')}<input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
      <div class="stack" aria-live="polite">
        {found.map((station) => <button key={station.station} onClick={() => { setAdded([...added, station]); setText(''); }}><bdi dir="ltr">{station.station}</bdi> · <bdi>{station.name}</bdi></button>)}
        {words.length > 0 && found.length === 0 && <p>{t('today.none_found')}</p>}
      </div>
      {added.map((station) => <Visit key={station.station} assignment={{...station, phases: [], from: '', to: '', due: ''}} />)}
    </section>
  );
}

export function Today(): JSX.Element {
  const own = pack.value;
  const practice = forms.value.get('PRAC');
  const assignments = [...(own?.assignments ?? [])].sort((a, b) => lateness(b) - lateness(a) || (a.from < b.from ? -1 : 1));
  return (
    <Screen name="today" state={!own ? 'loading' : assignments.length === 0 ? 'empty' : 'ready'} title={t('today.title')}>
      <p class="row apart quiet"><span>{formatLongDate(new Date(), language.value)}</span><Clock /></p>
      {device.value?.mission.synthetic && <Note kind="warn">{t('state.synthetic')}</Note>}
      <Problem />
      {own && !own.activated && practice && (
        <Note><p>{t('today.practise')}</p><button class="main" onClick={() => void begin(practice, '-')}>{t('today.practise_go')}</button></Note>)}
      {assignments.map((assignment) => <Visit key={assignment.station} assignment={assignment} />)}
      {own && assignments.length === 0 && <p>{t('today.empty')}</p>}
      {own && <Other />}
    </Screen>
  );
}
