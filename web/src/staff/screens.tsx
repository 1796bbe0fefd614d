// The situation room: overview, reports, one report, stations, one station, late, incidents, phones.
import type {JSX} from 'preact';
import {signal} from '@preact/signals';
import {useState} from 'preact/hooks';
import {formatNumber, formatTime} from '../shared/locale.ts';
import {label, language, t} from '../shared/messages.ts';
import {Note} from '../shared/ui.tsx';
import {columns, states, transitions} from './incident_states.ts';
import {LoadScreen, useRequest} from './load.tsx';
import {send, ServerError} from './server.ts';

export const live = signal(0);
const number = (value: number | undefined): string => (value === undefined ? '–' : formatNumber(value, language.value));
/** Times come as RFC 3339 or as seconds since 1970. */
const time = (value: string | number | null | undefined): string => {
  if (value === null || value === undefined || value === '') return '–';
  const at = new Date(typeof value === 'number' ? value * 1000 : value);
  return Number.isNaN(at.getTime()) ? String(value) : formatTime(at, language.value);
};
const told = (error: unknown): string => (error instanceof ServerError ? [error.message, error.detail].filter(Boolean).join(' ') || t('error.offline') : String(error));
const filters = (query: URLSearchParams, names: string[]): string => { const kept = new URLSearchParams(); for (const name of names) { const value = query.get(name); if (value) kept.set(name, value); } return kept.size ? `?${kept}` : ''; };

function setFilter(name: string, value: string): void {
  const [path, query] = location.hash.split('?');
  const next = new URLSearchParams(query ?? '');
  if (value) next.set(name, value); else next.delete(name);
  location.hash = path + (next.size ? `?${next}` : '');
}

/** What the table shows, as a file: export equals the screen. */
function ExportTable(): JSX.Element {
  const save = (): void => {
    const rows = [...document.querySelectorAll('main table tr')].map((row) => [...row.children].map((cell) => {
      const text = (cell.textContent ?? '').trim();
      return `"${(/^[=+\-@\t\r]/.test(text) && !/^[-+]?\d/.test(text) ? "'" : '') + text.replaceAll('"', '""')}"`;
    }).join(','));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['\ufeff' + rows.join('\r\n') + '\r\n'], {type: 'text/csv'}));
    link.download = 'tallyward.csv';
    link.click();
  };
  return <button class="no-print" onClick={save}>{t('export')}</button>;
}

interface OverviewData {
  as_of: string; synthetic: boolean; log?: {size: number};
  tiles: {teams: {active: number; of: number}; stations: {observed: number; of: number}; reports: {received: number; due: number; late: number}; protocols: {received: number; of: number}; incidents: Record<string, number>; alerts: number};
  arrivals: {at: string; count: number}[];
}
export interface Visit { record: string; station: string; form: string; version?: number | string; observer: string; channel?: string; received: string | number; state: string; flags?: {code: string; severity: string; fields?: string[]; expected?: string; found?: string}[]; index: number | null; kind?: string }

function Visits(props: {items: Visit[]}): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t('reports.title')}><table>
      <thead><tr><th scope="col">{t('col.received')}</th><th scope="col">{t('col.station')}</th><th scope="col">{t('col.form')}</th><th scope="col">{t('col.observer')}</th><th scope="col">{t('col.state')}</th><th scope="col" class="number">{t('col.index')}</th></tr></thead>
      <tbody>{props.items.map((visit) => (
        <tr key={visit.record}><td><a href={`#/reports/${visit.record}`}>{time(visit.received)}</a></td><td>{visit.station && visit.station !== '-' ? <a href={`#/stations/${encodeURIComponent(visit.station)}`}><bdi dir="ltr">{visit.station}</bdi></a> : '–'}</td>
          <td>{visit.form}</td><td><bdi dir="ltr">{visit.observer}</bdi></td><td>{t(`state.${visit.state}`)}{visit.flags && visit.flags.length > 0 && <span class="warn"> · {t('flags', {n: visit.flags.length})}</span>}</td>
          <td class="number">{visit.index === null || visit.index === undefined ? t('not_in_log') : number(visit.index)}</td></tr>))}</tbody>
    </table></div>
  );
}

export function Overview(): JSX.Element {
  const loaded = useRequest<OverviewData>('/overview', 30, live.value);
  const reports = useRequest<{items: Visit[]}>('/visits?limit=20', 30, live.value);
  const tile = (href: string, title: string, value: string, of: string): JSX.Element => <a class="card tile" href={href}><span class="big number">{value}</span><span>{title}</span><span class="quiet">{of}</span></a>;
  return (
    <LoadScreen name="overview" title={t('overview.title')} loaded={loaded}>{({tiles, synthetic, arrivals, log}) => {
      const most = Math.max(1, ...arrivals.map((one) => one.count));
      return <>
        {synthetic && <Note kind="warn">{t('state.synthetic')}</Note>}
        <div class="tiles">
          {tile('#/phones', t('tile.teams'), number(tiles.teams.active), t('of', {of: tiles.teams.of}))}
          {tile('#/stations', t('tile.stations'), number(tiles.stations.observed), t('of', {of: tiles.stations.of}))}
          {tile('#/reports', t('tile.reports'), number(tiles.reports.received), t('tile.due', {due: tiles.reports.due, late: tiles.reports.late}))}
          {tile('#/reports?kind=protocol', t('tile.protocols'), number(tiles.protocols.received), t('of', {of: tiles.protocols.of}))}
          {tile('#/incidents', t('tile.incidents'), number(Object.values(tiles.incidents).reduce((a, b) => a + b, 0)), [4, 3, 2, 1].map((s) => `${t(`severity.${s}`)}: ${number(tiles.incidents[s])}`).join(' · '))}
          {tile('#/late', t('tile.late'), number(tiles.reports.late), t('tile.late_of', {of: tiles.reports.due}))}
        </div>
        {log && <p class="quiet">{t('overview.log', {n: log.size})}</p>}
        <h2>{t('overview.latest')}</h2>
        <div aria-live="off">{reports.data && (reports.data.items.length > 0 ? <Visits items={reports.data.items} /> : <p>{t('reports.none')}</p>)}</div>
        {arrivals.length > 0 && <details><summary>{t('overview.arrivals')}</summary><table class="bars"><tbody>{arrivals.slice(-48).map((one) => <tr key={one.at}><th scope="row">{time(one.at)}</th><td class="number">{number(one.count)}</td><td><meter min={0} max={most} value={one.count} aria-hidden="true" /></td></tr>)}</tbody></table></details>}
      </>;
    }}</LoadScreen>
  );
}

export function ReportList(props: {query: URLSearchParams}): JSX.Element {
  const {query} = props;
  const loaded = useRequest<{items: Visit[]; next: string | null}>(`/visits${filters(query, ['station', 'form', 'state', 'cursor'])}`, 30, live.value);
  const kind = query.get('kind');
  return (
    <>
      <LoadScreen name="reports" title={t('reports.title')} loaded={loaded} empty={(data) => data.items.length === 0 && (query.size > 0 ? t('reports.none_filtered', {n: query.size}) : t('reports.none'))}>{(data) => {
        const items = data.items.filter((visit) => !kind || visit.kind === kind);
        return <>
          <p>{t('rows', {n: items.length})} <ExportTable /></p>
          <Visits items={items} />
          {data.next && <p><button onClick={() => setFilter('cursor', data.next!)}>{t('more')}</button></p>}
        </>;
      }}</LoadScreen>
      <form class="filters no-print" aria-label={t('filters')} onSubmit={(event) => event.preventDefault()}>
        {['station', 'form'].map((name) => <label key={name}>{t(`col.${name}`)}<input value={query.get(name) ?? ''} onChange={(event) => setFilter(name, event.currentTarget.value.trim())} /></label>)}
        <label>{t('col.state')}<select value={query.get('state') ?? ''} onChange={(event) => setFilter('state', event.currentTarget.value)}><option value="">{t('all')}</option>{['unchecked', 'flagged', 'verified', 'quarantined'].map((state) => <option key={state} value={state}>{t(`state.${state}`)}</option>)}</select></label>
        <a class="button" href="#/reports">{t('clear')}</a>
      </form>
    </>
  );
}

interface Question { name: string; label: Record<string, string> }
export function Report(props: {record: string}): JSX.Element {
  const loaded = useRequest<Visit & {values: Record<string, string>; note: string; history?: unknown[]}>(`/visits/${props.record}`);
  const form = (loaded.data?.values?.['@form'] ?? '').split(' ');
  const known = useRequest<{questions?: Question[]}>(form.length === 2 ? `/forms/${form[0]}/${form[1]}` : '/health');
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState('');
  const decide = async (decision: string): Promise<void> => { try { await send(`/visits/${props.record}/decision`, {decision, reason}); setAnswer(t('report.decided', {state: t(`state.${decision}`)})); loaded.again(); } catch (error) { setAnswer(told(error)); } };
  return (
    <LoadScreen name="report" title={t('report.title')} loaded={loaded}>{(visit) => <>
      <p>{visit.station && visit.station !== '-' && <a href={`#/stations/${encodeURIComponent(visit.station)}`}>{t('station', {station: visit.station})}</a>} · {visit.form} · {time(visit.received)} · <b>{t(`state.${visit.state}`)}</b> · {visit.index === null ? t('not_in_log') : t('report.index', {n: visit.index})}</p>
      {(visit.flags ?? []).map((flag) => <Note kind="warn" key={flag.code + (flag.fields ?? []).join()}><b>{flag.code}</b> {(flag.fields ?? []).join(', ')} {flag.expected !== undefined && t('report.expected', {expected: String(flag.expected), found: String(flag.found)})}</Note>)}
      <table><caption class="hidden-text">{t('report.answers')}</caption><thead><tr><th scope="col">{t('report.field')}</th><th scope="col">{t('report.value')}</th></tr></thead>
        <tbody>{Object.entries(visit.values ?? {}).map(([name, value]) => <tr key={name}><th scope="row">{label(known.data?.questions?.find((question) => `q.${question.name}` === name)?.label) || name} <span class="quiet"><bdi dir="ltr">{name}</bdi></span></th><td><bdi>{value === '' ? t('report.blank') : value}</bdi></td></tr>)}</tbody></table>
      <section class="no-print"><h2>{t('report.decide')}</h2>
        <label>{t('report.reason')}<textarea value={reason} onInput={(event) => setReason(event.currentTarget.value)} /></label>
        <div class="row">{['verified', 'flagged', 'quarantined'].map((decision) => <button key={decision} disabled={!reason.trim()} onClick={() => void decide(decision)}>{t(`decide.${decision}`)}</button>)}</div>
        {!reason.trim() && <p class="quiet">{t('report.needs_reason')}</p>}<div role="status">{answer}</div></section>
      <details><summary>{t('report.note')}</summary><pre class="scroll" dir="ltr" tabIndex={0}>{visit.note}</pre></details>
    </>}</LoadScreen>
  );
}

interface Station { station: string; name: string; address?: string; region?: string; team?: string; visits: number; last?: string | number | null; state: string }
export function Stations(props: {query: URLSearchParams}): JSX.Element {
  const loaded = useRequest<{items: Station[]; next: string | null}>(`/stations${filters(props.query, ['region', 'cursor'])}`, 60, live.value);
  return (
    <LoadScreen name="stations" title={t('stations.title')} loaded={loaded} empty={(data) => data.items.length === 0 && t('stations.none')}>{(data) => <>
      <p>{t('stations.seen', {n: data.items.filter((one) => one.visits > 0).length, of: data.items.length})} <ExportTable /></p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t('stations.title')}><table><thead><tr>{['station', 'name', 'region', 'team', 'visits', 'last', 'state'].map((name) => <th scope="col" key={name} class={name === 'visits' ? 'number' : ''}>{t(`col.${name}`)}</th>)}</tr></thead>
        <tbody>{data.items.map((one) => <tr key={one.station}><td><a href={`#/stations/${encodeURIComponent(one.station)}`}><bdi dir="ltr">{one.station}</bdi></a></td><td><bdi>{one.name}</bdi></td><td>{one.region}</td><td>{one.team}</td><td class="number">{number(one.visits)}</td><td>{time(one.last)}</td>
          <td><span aria-hidden="true">{one.visits > 0 ? '●' : one.state === 'late' ? '◷' : '○'} </span>{t(`state.${one.state}`)}</td></tr>)}</tbody></table></div>
      {data.next && <button onClick={() => setFilter('cursor', data.next!)}>{t('more')}</button>}
    </>}</LoadScreen>
  );
}

export function Dossier(props: {station: string}): JSX.Element {
  const loaded = useRequest<{items: Visit[]}>(`/visits?station=${encodeURIComponent(props.station)}`, 60, live.value);
  return (
    <LoadScreen name="dossier" title={t('station', {station: props.station})} loaded={loaded} empty={(data) => data.items.length === 0 && t('dossier.none')}>{(data) => <>
      <p>{t('rows', {n: data.items.length})} <ExportTable /> <button class="no-print" onClick={() => print()}>{t('print')}</button></p><Visits items={data.items} />
    </>}</LoadScreen>
  );
}

interface LateRow { team: string; station: string; phase: string; due: string; minutes_late: number; last_sign?: string | null; attempts?: unknown[] }
const outcomes = ['reached', 'entered', 'not_admitted', 'expelled', 'sick', 'not_found', 'unreachable'];
export function Late(): JSX.Element {
  const loaded = useRequest<{items: LateRow[]}>('/late', 30, live.value);
  const [answer, setAnswer] = useState('');
  const attempt = async (row: LateRow, outcome: string): Promise<void> => { try { await send('/late/attempts', {team: row.team, station: row.station, outcome, note: ''}); setAnswer(t('late.noted')); loaded.again(); } catch (error) { setAnswer(told(error)); } };
  return (
    <LoadScreen name="late" title={t('late.title')} loaded={loaded} empty={(data) => data.items.length === 0 && t('late.none')}>{(data) => <>
      <div role="status">{answer}</div><ExportTable />
      <div class="scroll" tabIndex={0} role="region" aria-label={t('late.title')}><table><thead><tr>{['team', 'station', 'phase', 'due', 'minutes', 'last', 'attempts', 'outcome'].map((name) => <th scope="col" key={name}>{t(`col.${name}`)}</th>)}</tr></thead>
        <tbody>{data.items.map((row) => <tr key={row.team + row.station + row.phase}><td>{row.team}</td><td><a href={`#/stations/${encodeURIComponent(row.station)}`}><bdi dir="ltr">{row.station}</bdi></a></td><td>{row.phase}</td><td>{time(row.due)}</td><td class="number">{number(row.minutes_late)}</td><td>{time(row.last_sign)}</td><td class="number">{number(row.attempts?.length ?? 0)}</td>
          <td><select aria-label={t('late.outcome', {team: row.team})} value="" onChange={(event) => void attempt(row, event.currentTarget.value)}><option value="">{t('late.choose')}</option>{outcomes.map((outcome) => <option key={outcome} value={outcome}>{t(`outcome.${outcome}`)}</option>)}</select></td></tr>)}</tbody></table></div>
    </>}</LoadScreen>
  );
}

interface IncidentRow { incident: string; state: string; severity: number; kind: string; station: string; reported: string; assignee: string | null; overdue?: boolean; corroborations?: number; duplicate_of?: string | null }
export function Incidents(): JSX.Element {
  const loaded = useRequest<{items: IncidentRow[]}>('/incidents', 30, live.value);
  const [answer, setAnswer] = useState('');
  const move = async (row: IncidentRow, transition: string): Promise<void> => {
    const reason = prompt(t('incidents.reason', {incident: row.incident, step: t(`step.${transition}`)}));
    if (!reason) return;
    try { await send(`/incidents/${row.incident}/${transition}`, {reason, note: reason}); setAnswer(t('incidents.moved', {incident: row.incident})); loaded.again(); } catch (error) { setAnswer(told(error)); }
  };
  return (
    <LoadScreen name="incidents" title={t('incidents.title')} loaded={loaded} empty={(data) => data.items.length === 0 && t('incidents.none')}>{(data) => <>
      <div role="status">{answer}</div>
      <div class="board">{columns.map((column) => {
        const rows = data.items.filter((row) => (states[row.state]?.column ?? 'new') === column).sort((a, b) => b.severity - a.severity);
        return <section key={column} aria-label={t(`column.${column}`)}><h2>{t(`column.${column}`)} <span class="number quiet">{number(rows.length)}</span></h2>
          {rows.map((row) => <article class="card" key={row.incident}><p><b>{'▲'.repeat(row.severity)} {t(`severity.${row.severity}`)}</b></p><p>{t(`kind.${row.kind}`)} · {row.station && row.station !== '-' ? <a href={`#/stations/${encodeURIComponent(row.station)}`}><bdi dir="ltr">{row.station}</bdi></a> : '–'}</p><p class="quiet">{row.incident} · {time(row.reported)} · {t('incidents.sources', {n: (row.corroborations ?? 0) + 1})}{row.overdue && <b class="warn"> · {t('incidents.overdue')}</b>}</p>
            <div class="row">{(transitions[row.state] ?? []).map((transition) => <button key={transition} onClick={() => void move(row, transition)}>{t(`step.${transition}`)}</button>)}</div></article>)}
          {rows.length === 0 && <p class="quiet">–</p>}</section>;
      })}</div>
    </>}</LoadScreen>
  );
}

interface Phone { observer: string; team: string; fingerprint: string[]; confirmed: boolean; activated: boolean; revoked: string | null }
interface Card { card: string; url: string; typed: string; expires: string }
export function Phones(): JSX.Element {
  const loaded = useRequest<{items: Phone[]}>('/observers', 60, live.value);
  const [team, setTeam] = useState('team-01');
  const [cards, setCards] = useState<Card[]>([]);
  const [answer, setAnswer] = useState('');
  const act = async (path: string, body: unknown): Promise<void> => { try { await send(path, body); loaded.again(); } catch (error) { setAnswer(told(error)); } };
  const make = async (event: Event): Promise<void> => { event.preventDefault(); try { setCards((await send<{cards: Card[]}>('/cards', {count: 1, team})).cards); setAnswer(''); } catch (error) { setAnswer(told(error)); } };
  return (
    <LoadScreen name="phones" title={t('phones.title')} loaded={loaded}>{(data) => <>
      <form class="row no-print" onSubmit={(event) => void make(event)}><label>{t('col.team')}<input value={team} onInput={(event) => setTeam(event.currentTarget.value)} required /></label><button class="main">{t('phones.new')}</button></form>
      <div role="status">{answer}</div>
      {cards.map((card) => <div class="card" key={card.card} data-card={card.url}><p><b>{t('phones.once')}</b></p><p class="number" dir="ltr">{card.typed}</p><p dir="ltr"><a href={card.url}>{card.url}</a></p><p class="quiet">{t('phones.expires', {time: card.expires})}</p></div>)}
      {data.items.length === 0 ? <p>{t('phones.none')}</p> :
        <div class="scroll" tabIndex={0} role="region" aria-label={t('phones.title')}><table><thead><tr>{['observer', 'team', 'words', 'state', 'outcome'].map((name) => <th scope="col" key={name}>{t(`col.${name}`)}</th>)}</tr></thead>
          <tbody>{data.items.map((phone) => <tr key={phone.observer}><td><bdi dir="ltr">{phone.observer}</bdi></td><td>{phone.team}</td><td>{(phone.fingerprint ?? []).join(' ')}</td><td>{phone.revoked ? t('phones.revoked') : phone.confirmed ? t(phone.activated ? 'phones.active' : 'phones.confirmed') : t('phones.unconfirmed')}</td>
            <td class="row">{!phone.confirmed && <button onClick={() => void act(`/observers/${encodeURIComponent(phone.observer)}/confirm`, {})}>{t('phones.confirm')}</button>}{!phone.revoked && <button class="danger" onClick={() => { const reason = prompt(t('phones.why')); if (reason) void act(`/observers/${encodeURIComponent(phone.observer)}/revoke`, {reason}); }}>{t('phones.revoke')}</button>}</td></tr>)}</tbody></table></div>}
    </>}</LoadScreen>
  );
}
