// O6: an incident in three taps: how serious, what kind, send. The rest can follow; nothing that was filed is ever locked
// for its author, who adds to it with a further report.
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {label, language, t} from '../shared/messages.ts';
import {Note, Screen} from '../shared/ui.tsx';
import {fieldsOf, fileReport, forms, nowText, pack} from './state.ts';
import {sendAll} from './outbox.ts';
import type {Draft} from './types.ts';

export const kinds = ['access', 'violence', 'intimidation', 'vote_buying', 'ballots', 'results', 'campaign', 'other'] as const;

export function Incident(props: {station: string}): JSX.Element {
  const [severity, setSeverity] = useState('');
  const [kind, setKind] = useState('');
  const [what, setWhat] = useState('');
  const [source, setSource] = useState('');
  const [risk, setRisk] = useState(false);
  // The mission's own form names the kinds and sources; the words of the app where it has them.
  const options = (name: string, fallback: readonly string[], prefix: string): [string, string][] => {
    const found = forms.value.get('INC')?.questions.find((question) => question.name === name)?.options ?? [];
    return found.length > 0 ? found.map((option) => [option.value, label(option.label)]) : fallback.map((value) => [value, t(`${prefix}.${value}`)]);
  };
  const file = async (): Promise<void> => {
    const draft: Draft = {id: crypto.randomUUID(), kind: 'incident', form: 'INC', version: 1, station: props.station || '-', phase: '', language: language.value, comments: {}, figures: {}, extra: {}, photos: [],
      answers: {severity, kind, where: props.station || '-', what, source, people_at_risk: risk ? 'yes' : 'no'}, started: nowText(), changed: nowText()};
    await fileReport(draft, fieldsOf(draft), t('today.incident'));
    void sendAll(true);
    location.hash = '#/reports';
  };
  return (
    <Screen name="incident" title={t('incident.title')}>
      <p class="quiet">{props.station ? t('today.station', {station: props.station}) : t('incident.no_station')}</p>
      <label class="row card"><input type="checkbox" checked={risk} onChange={(event) => setRisk(event.currentTarget.checked)} />{t('incident.risk')}</label>
      {risk && <Note kind="bad" alert>{pack.value?.hotline ? <a class="button" href={`tel:${pack.value.hotline}`}>{t('incident.call', {number: pack.value.hotline})}</a> : t('incident.no_hotline')}</Note>}
      <fieldset><legend>{t('incident.severity')}</legend><div class="severity">{['1', '2', '3', '4'].map((value) => <button key={value} type="button" aria-pressed={severity === value} onClick={() => setSeverity(value)}>{t(`severity.${value}`)}</button>)}</div></fieldset>
      <fieldset><legend>{t('incident.kind')}</legend><div class="answers">{options('kind', kinds, 'kind').map(([value, text]) => <button key={value} type="button" aria-pressed={kind === value} onClick={() => setKind(value)}>{text}</button>)}</div></fieldset>
      <p><button class="main" disabled={!severity || !kind} onClick={() => void file()}>{t('incident.send')}</button></p>
      {(!severity || !kind) && <p class="quiet">{t('incident.needs')}</p>}
      <fieldset><legend>{t('incident.source')}</legend><div class="answers">{options('source', ['saw', 'official', 'voter', 'document'], 'source').map(([value, text]) => <button key={value} type="button" aria-pressed={source === value} onClick={() => setSource(value)}>{text}</button>)}</div></fieldset>
      <label>{t('incident.what')}<textarea value={what} onInput={(event) => setWhat(event.currentTarget.value)} /></label>
      <p class="quiet">{t('incident.names')}</p>
    </Screen>
  );
}
