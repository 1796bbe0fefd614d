// O3: a checklist. First the list of sections, then one section at a time; every answer is kept as it is given.
import type {JSX} from 'preact';
import {holds} from '../expression/expression.ts';
import {label, t} from '../shared/messages.ts';
import {Note, Screen} from '../shared/ui.tsx';
import {clock, Problem} from './parts.tsx';
import {Photos} from './photo.tsx';
import {drafts, dropDraft, fieldsOf, fileReport, forms, keptAt, nowText, pack, saveDraft} from './state.ts';
import {sendAll} from './outbox.ts';
import type {Draft, Form, Question} from './types.ts';

const unseen = ['could_not_observe', 'not_applicable'] as const;
const lookup = (draft: Draft) => (name: string): string | undefined => draft.answers[name] ?? draft.figures[name];

export const isRelevant = (question: Question, draft: Draft): boolean => {
  try { return !question.relevant || holds(question.relevant, lookup(draft)) === true; } catch { return true; }
};
export function isFlagged(question: Question, answer: string | undefined): boolean {
  if (!answer || (unseen as readonly string[]).includes(answer)) return false;
  if (question.flagged_above !== null && question.flagged_above !== undefined && /^\d+$/.test(answer)) return Number(answer) > question.flagged_above;
  return answer.split(' ').some((value) => question.flagged?.includes(value) || (question.flagged?.includes('any') && value !== 'none'));
}

const longestSection = 8;

/** Sections in the form's order, long ones cut into pieces, so that one screen is one look around. */
export function sectionsOf(form: Form): {title: string; questions: Question[]}[] {
  const out: {title: string; questions: Question[]}[] = [];
  for (const question of form.questions) {
    const title = question.section ?? '';
    const last = out.at(-1);
    if (last && last.title === title && last.questions.length < longestSection) last.questions.push(question);
    else out.push({title, questions: [question]});
  }
  return out;
}

const normalDigits = (text: string): string => text.normalize('NFKC').replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x6f0)).replace(/\D/g, '').slice(0, 9);
export {normalDigits};

function Ask(props: {question: Question; draft: Draft; set: (value: string) => void; comment: (value: string) => void; photos: (draft: Draft) => void}): JSX.Element {
  const {question, draft, set} = props;
  const answer = draft.answers[question.name] ?? '';
  const choice = (value: string, text: string): JSX.Element => <button key={value} type="button" aria-pressed={answer === value} onClick={() => set(answer === value ? '' : value)}>{text}</button>;
  const missing = unseen.map((value) => choice(value, t(`answer.${value}`)));
  const options = question.options ?? [];
  const id = `q-${question.name}`;
  let control: JSX.Element;
  switch (question.type) {
    case 'yes_no':
    case 'yes_no_unknown':
      control = <div class="answers">{choice('yes', t('answer.yes'))}{choice('no', t('answer.no'))}{missing}</div>;
      break;
    case 'choice': case 'scale': case 'frequency':
      control = <div class="answers">{options.filter((option) => !(unseen as readonly string[]).includes(option.value)).map((option) => choice(option.value, label(option.label)))}{missing}</div>;
      break;
    case 'choices': {
      const chosen = new Set((unseen as readonly string[]).includes(answer) ? [] : answer.split(' ').filter(Boolean));
      const toggle = (value: string): void => {
        if (chosen.has(value)) chosen.delete(value); else chosen.add(value);
        set(options.map((option) => option.value).filter((other) => chosen.has(other)).join(' '));
      };
      control = <div class="answers">{options.map((option) => <button key={option.value} type="button" aria-pressed={chosen.has(option.value)} onClick={() => toggle(option.value)}>{label(option.label)}</button>)}{missing}</div>;
      break;
    }
    case 'text':
      control = <textarea id={id} aria-label={label(question.label)} value={answer} onInput={(event) => set(event.currentTarget.value)} />;
      break;
    case 'time':
      control = <div class="row"><input id={id} type="time" aria-label={label(question.label)} value={/^\d\d:\d\d$/.test(answer) ? answer : ''} onInput={(event) => set(event.currentTarget.value)} />
        <button type="button" onClick={() => set(nowText().slice(11, 16))}>{t('answer.now')}</button></div>;
      break;
    case 'date':
      control = <input id={id} type="date" aria-label={label(question.label)} value={answer} onInput={(event) => set(event.currentTarget.value)} />;
      break;
    case 'photo':
      control = <Photos draft={draft} change={props.photos} />;
      break;
    default:
      control = <div class="stack"><input id={id} inputMode="numeric" autocomplete="off" dir="ltr" class="number" aria-label={label(question.label)} value={/^\d*$/.test(answer) ? answer : ''} onInput={(event) => set((event.currentTarget.value = normalDigits(event.currentTarget.value)))} />
        <div class="answers">{missing}</div></div>;
  }
  let wrong = false;
  try { wrong = answer !== '' && !!question.constraint && holds(question.constraint, lookup(draft), answer) === false; } catch { wrong = false; }
  const flagged = isFlagged(question, answer);
  return (
    <fieldset id={`ask-${question.name}`} data-question={question.name}>
      <legend>{label(question.label)}</legend>
      {control}
      {wrong && <Note kind="warn">{label(question.constraint_message) || t('form.unlikely')}</Note>}
      {flagged && question.comment !== 'never' && (
        <label>{t('form.comment')}<textarea value={draft.comments[question.name] ?? ''} onInput={(event) => props.comment(event.currentTarget.value)} /></label>)}
    </fieldset>
  );
}

/** Keys 1 to 4 answer the question that has the focus; Enter goes to the next. */
function keys(event: KeyboardEvent): void {
  const field = (event.target as HTMLElement).closest('fieldset');
  if (!field || (event.target as HTMLElement).matches('input, textarea')) return;
  const buttons = field.querySelectorAll<HTMLButtonElement>('.answers button');
  const at = Number(event.key) - 1;
  if (at >= 0 && at < buttons.length) { buttons[at]!.click(); buttons[at]!.focus(); event.preventDefault(); }
  if (event.key === 'Enter') {
    const next = field.nextElementSibling?.querySelector<HTMLElement>('button, input, textarea');
    if (next) { next.focus(); event.preventDefault(); }
  }
}

export function FormScreen(props: {id: string; section: string | undefined}): JSX.Element {
  const draft = drafts.value.find((other) => other.id === props.id);
  const form = draft && forms.value.get(draft.form);
  if (!draft || !form) return <Screen name="form" state="empty" title={t('form.gone')}><a class="button" href="#/today">{t('bar.today')}</a></Screen>;
  const sections = sectionsOf(form).map((section) => ({...section, questions: section.questions.filter((question) => isRelevant(question, draft))}));
  const answered = (questions: Question[]): number => questions.filter((question) => (question.type === 'photo' ? draft.photos.length > 0 : draft.answers[question.name])).length;
  const all = sections.flatMap((section) => section.questions);
  const name = (at: number): string => { const title = sections[at]!.title; return title === 'header' ? t('form.header', {n: at + 1}) : title || t('form.section', {n: at + 1}); };
  const change = (part: Partial<Draft>): void => { void saveDraft({...draft, ...part}); };
  const heading = <p class="quiet"><bdi dir="ltr">{draft.station}</bdi> · {label(form.title)} · {keptAt.value ? t('form.kept', {time: clock(keptAt.value)}) : ''}</p>;

  if (props.section === 'review') {
    const open = all.filter((question) => !draft.answers[question.name] && question.type !== 'photo' && question.type !== 'text');
    const silent = all.filter((question) => question.comment === 'when_flagged' && isFlagged(question, draft.answers[question.name]) && !draft.comments[question.name]);
    const file = async (): Promise<void> => {
      const filled: Draft = {...draft, extra: {...draft.extra, arrived: draft.extra['arrived'] ?? draft.started, left: nowText()}};
      await fileReport(filled, fieldsOf(filled), label(form.title));
      void sendAll(true);
      location.hash = '#/reports';
    };
    return (
      <Screen name="review" title={t('form.review')}>
        {heading}<Problem />
        {open.length > 0 && <section><h2>{t('form.open', {n: open.length})}</h2>
          <ul>{open.map((question) => <li key={question.name}><a href={`#/form/${draft.id}/${sections.findIndex((section) => section.questions.includes(question))}`}>{label(question.label)}</a></li>)}</ul></section>}
        {silent.length > 0 && <Note kind="warn"><p>{t('form.silent', {n: silent.length})}</p><ul>{silent.map((question) => <li key={question.name}><a href={`#/form/${draft.id}/${sections.findIndex((section) => section.questions.includes(question))}`}>{label(question.label)}</a></li>)}</ul></Note>}
        <Note><p>{t('form.sign', {station: draft.station, time: nowText().slice(11, 16)})}</p></Note>
        <p class="station"><bdi dir="ltr">{draft.station}</bdi></p>
        <div class="row"><button class="main" disabled={silent.length > 0} onClick={() => void file()}>{t('form.file')}</button><a class="button" href={`#/form/${draft.id}`}>{t('form.back')}</a></div>
        {silent.length > 0 && <p class="quiet">{t('form.file_needs')}</p>}
      </Screen>
    );
  }
  const at = Number(props.section);
  const section = props.section === undefined ? undefined : sections[at];
  if (section) {
    return (
      <Screen name="section" title={name(at)}>
        {heading}<Problem />
        <div onKeyDown={keys}>
          {section.questions.map((question) => (
            <Ask key={question.name} question={question} draft={draft} photos={(changed) => void saveDraft(changed)}
              set={(value) => { const answers = {...draft.answers, [question.name]: value}; if (!value) delete answers[question.name]; change({answers}); }}
              comment={(value) => change({comments: {...draft.comments, [question.name]: value}})} />))}
        </div>
        <div class="row apart">
          <a class="button" href={`#/form/${draft.id}`}>{t('form.sections')}</a>
          {at + 1 < sections.length ? <a class="button main" href={`#/form/${draft.id}/${at + 1}`}>{t('form.next')}</a> : <a class="button main" href={`#/form/${draft.id}/review`}>{t('form.review')}</a>}
        </div>
      </Screen>
    );
  }
  return (
    <Screen name="form" title={label(form.title)} class={draft.kind === 'practice' ? 'practice' : ''}>
      {heading}
      {draft.kind === 'practice' && <Note kind="warn">{t('form.practice')}</Note>}
      {pack.value?.policy?.non_interference !== false && <Note>{t('form.record_only')}</Note>}
      <div class="stack">
        {sections.map((one, i) => <a class="button row apart" key={i} href={`#/form/${draft.id}/${i}`}><span>{name(i)}</span><span class="number quiet">{t('form.progress', {n: answered(one.questions), of: one.questions.length})}</span></a>)}
        <a class="button main" href={`#/form/${draft.id}/review`}>{t('form.review')}</a>
        <button class="danger" onClick={() => { if (confirm(t('form.discard_sure'))) void dropDraft(draft.id).then(() => { location.hash = '#/today'; }); }}>{t('form.discard')}</button>
      </div>
    </Screen>
  );
}
