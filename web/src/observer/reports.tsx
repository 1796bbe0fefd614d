// O7: what was filed, and where each report is: on this phone, at the server, in the log. And two ways without a network.
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {toBase64} from '../log/bytes.ts';
import {label, t} from '../shared/messages.ts';
import {Note, Screen} from '../shared/ui.tsx';
import {clock, Problem} from './parts.tsx';
import {drafts, forms, nowText, onlyHere, outbox} from './state.ts';
import {sendAll} from './outbox.ts';
import type {OutboxItem} from './types.ts';

/** One file with everything that is only here, for a stick or a colleague. It is what the server would have been sent. */
export function bundle(items: OutboxItem[]): string {
  return JSON.stringify({format: 'tallyward-reports 1', reports: items.filter((item) => item.note).map((item) => ({note: item.note, report_key: toBase64(item.reportKey!), fields: item.fields}))});
}

function Qr(props: {item: OutboxItem; close: () => void}): JSX.Element {
  const [picture, setPicture] = useState('');
  if (!picture) {
    // A report of sixty fields is too long for one code; what is shown is its identity, which a colleague's phone or a
    // sheet of paper can carry: the leaf hash and the number.
    void import('qrcode-generator').then(({default: generate}) => {
      const code = generate(0, 'L');
      code.addData(`tallyward:report:${props.item.sequence}:${props.item.leaf}`);
      code.make();
      setPicture(URL.createObjectURL(new Blob([code.createSvgTag({cellSize: 6, margin: 16, scalable: true})], {type: 'image/svg+xml'})));
    });
  }
  return (
    <div class="card" role="dialog" aria-label={t('reports.qr')}>
      {picture && <img src={picture} width="300" height="300" alt={t('reports.qr')} />}
      <p>{t('reports.paper', {code: props.item.leaf.slice(-8)})}</p>
      <button onClick={props.close}>{t('reports.close')}</button>
    </div>
  );
}

function Row(props: {item: OutboxItem}): JSX.Element {
  const {item} = props;
  const [qr, setQr] = useState(false);
  const photos = item.attachments.length;
  const sent = item.attachments.filter((attachment) => attachment.done).length;
  const icon = {kept: '●', at_server: '↑', promised: '◔', received: '✓', needs_you: '!'}[item.state];
  return (
    <li class="card" data-report={item.leaf} data-report-state={item.state}>
      <div class="row apart"><b>{item.title || t('reports.number', {n: item.sequence + 1})}{item.station && item.station !== '-' && <> · <bdi dir="ltr">{item.station}</bdi></>}</b>
        <span class={`state ${item.state === 'received' ? 'good' : item.state === 'needs_you' ? 'bad' : 'warn'}`}>{icon} {t(`word.${item.state}`)}</span></div>
      <p class="quiet">{t(`explain.${item.state}`, {time: clock(item.receivedAt ?? item.created), index: item.index ?? 0})}</p>
      {photos > 0 && <p class="quiet">{t('reports.photos', {sent, n: photos})}</p>}
      {item.problem && item.state !== 'received' && <p class="quiet">{t('reports.problem', {problem: item.problem})}</p>}
      <div class="row no-print">{item.state !== 'received' && <button onClick={() => setQr(!qr)}>{t('reports.qr')}</button>}
        {item.receipt && <a class="button" download={`receipt-${item.leaf.slice(-8)}.txt`} href={`data:text/plain;charset=utf-8,${encodeURIComponent(item.receipt)}`}>{t('reports.receipt')}</a>}</div>
      {qr && <Qr item={item} close={() => setQr(false)} />}
    </li>
  );
}

export function Reports(): JSX.Element {
  const waiting = outbox.value.filter((item) => item.state !== 'received');
  const save = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bundle(waiting)], {type: 'application/json'}));
    link.download = `tallyward-${nowText().slice(0, 16).replace(/[:T]/g, '-')}.json`;
    link.click();
  };
  return (
    <Screen name="reports" state={outbox.value.length + drafts.value.length === 0 ? 'empty' : 'ready'} title={t('reports.title')}>
      <Note kind={onlyHere.value > 0 ? 'warn' : 'good'}>{outbox.value.length === 0 ? t('reports.none') : onlyHere.value > 0 ? t('reports.only_here', {n: onlyHere.value}) : waiting.length > 0 ? t('reports.waiting', {n: waiting.length}) : t('reports.all_received', {n: outbox.value.length})}</Note>
      <Problem />
      {waiting.length > 0 && <div class="row"><button class="main" onClick={() => void sendAll(true)}>{t('reports.send')}</button><button onClick={save}>{t('reports.file')}</button></div>}
      {drafts.value.length > 0 && <section><h2>{t('reports.drafts')}</h2><div class="stack">{drafts.value.map((draft) => <a class="button row apart" key={draft.id} href={draft.kind === 'protocol' ? `#/protocol/${draft.id}` : `#/form/${draft.id}`}><span>{label(forms.value.get(draft.form)?.title) || t('today.protocol')} · <bdi dir="ltr">{draft.station}</bdi></span><span class="quiet">{t('form.kept', {time: clock(draft.changed)})}</span></a>)}</div></section>}
      {outbox.value.length > 0 && <section><h2>{t('reports.filed')}</h2><ul class="stack" style={{listStyle: 'none', padding: 0}}>{[...outbox.value].reverse().map((item) => <Row key={item.leaf} item={item} />)}</ul></section>}
      <p><a class="button" href="#/incident/">{t('today.incident')}</a></p>
    </Screen>
  );
}
