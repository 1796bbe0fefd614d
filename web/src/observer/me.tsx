// O8 messages, O9 safety and rights, O10 the phone itself.
import type {JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {t} from '../shared/messages.ts';
import {Note, Screen} from '../shared/ui.tsx';
import {Languages} from './join_screen.tsx';
import {clock} from './parts.tsx';
import {eraseAll} from './database.ts';
import {fetchPack} from './join.ts';
import {device, messages, onlyHere, outbox, pack, problem} from './state.ts';

export function Messages(): JSX.Element {
  return (
    <Screen name="messages" state={messages.value.length === 0 ? 'empty' : 'ready'} title={t('messages.title')}>
      {messages.value.length === 0 && <p>{t('messages.none')}</p>}
      {messages.value.map((message) => <article class="card" key={message.id}><p class="quiet">{clock(message.at)} {message.urgent && <b class="bad">{t('messages.urgent')}</b>}</p><h2>{message.title}</h2><p>{message.text}</p></article>)}
    </Screen>
  );
}

export function Me(): JSX.Element {
  const own = device.value!;
  const [stored, setStored] = useState('');
  const [done, setDone] = useState('');
  useEffect(() => {
    void (async () => {
      const estimate = await navigator.storage?.estimate?.();
      const persisted = await navigator.storage?.persisted?.();
      setStored(t(persisted ? 'me.persistent' : 'me.not_persistent', {mb: Math.round((estimate?.usage ?? 0) / 1e5) / 10 || 0}));
    })();
  }, []);
  const refresh = async (): Promise<void> => {
    try { setDone(t('me.fetched', {kb: Math.round((await fetchPack()) / 1024)})); } catch { setDone(t('me.not_fetched')); }
  };
  const erase = async (): Promise<void> => {
    const waiting = outbox.value.filter((item) => item.state !== 'received').length;
    if (!confirm(waiting > 0 ? t('me.erase_loss', {n: waiting}) : t('me.erase_sure'))) return;
    try { await eraseAll(); location.replace('/o/'); location.reload(); } catch { problem.value = 'problem.not_kept'; }
  };
  return (
    <Screen name="me" title={t('me.title')}>
      <Languages />
      <h2>{t('rights.title')}</h2>
      <ul>{['enter', 'see', 'copy', 'ask', 'complain', 'not_interfere'].map((right) => <li key={right}>{t(`rights.${right}`)}</li>)}</ul>
      <p class="quiet">{t('rights.law')}</p>
      {pack.value?.hotline && <p><a class="button" href={`tel:${pack.value.hotline}`}>{t('incident.call', {number: pack.value.hotline})}</a></p>}
      <h2>{t('safety.title')}</h2>
      <p>{t('safety.leave')}</p><p>{t('safety.limits')}</p>
      <h2>{t('me.phone')}</h2>
      <p>{t('me.code')} <bdi dir="ltr" class="number">{own.code}</bdi></p>
      <p>{t('me.words')} <b>{own.fingerprint.join(' ')}</b></p>
      <p>{t(own.key.extractable ? 'me.key_soft' : 'me.key_hard')}</p>
      <p>{stored}</p>
      {done && <Note>{done}</Note>}
      <div class="stack"><button onClick={() => void refresh()}>{t('me.fetch')}</button><button onClick={() => print()}>{t('me.print')}</button><button class="danger" onClick={() => void erase()}>{t('me.erase')}</button></div>
      {onlyHere.value > 0 && <Note kind="warn">{t('reports.only_here', {n: onlyHere.value})}</Note>}
    </Screen>
  );
}
