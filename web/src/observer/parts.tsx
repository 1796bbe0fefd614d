// The frame of the observer app: the line on top, the four places below, quick leave.
import type {JSX} from 'preact';
import {useSignal} from '@preact/signals';
import {useEffect, useState} from 'preact/hooks';
import {formatTime} from '../shared/locale.ts';
import {language, t} from '../shared/messages.ts';
import {device, messages, offlineSince, online, onlyHere, problem, received, unlocked} from './state.ts';
import {lock} from './vault.ts';

export const clock = (at: string | undefined): string => (at ? formatTime(new Date(at), language.value) : '');

/** Three taps on the name, or Escape twice: a page without a name, and the PIN is needed again. */
export function TopBar(): JSX.Element {
  const taps = useSignal<number[]>([]);
  const leave = (): void => { lock(); unlocked.value = false; sessionStorage.clear(); location.replace('#/leave'); };
  useEffect(() => {
    let last = 0;
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      if (event.timeStamp - last < 600) leave();
      last = event.timeStamp;
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, []);
  const tap = (event: Event): void => {
    taps.value = [...taps.value, event.timeStamp].slice(-3);
    if (taps.value.length === 3 && taps.value[2]! - taps.value[0]! < 1200) leave();
  };
  return (
    <header class="top">
      <button class="brand" onClick={tap} title={t('top.leave')}>{device.value?.mission.practice ? t('top.practice') : t('top.brand')}</button>
      <div class="counts" role="status">
        <div>{online.value ? t('top.online') : t('top.offline', {time: clock(offlineSince.value)})}</div>
        <div>{t('top.counts', {here: onlyHere.value, received: received.value})}</div>
      </div>
    </header>
  );
}

export function Bar(props: {at: string}): JSX.Element {
  const urgent = messages.value.some((message) => message.urgent);
  const item = (path: string, text: string): JSX.Element => <a href={`#/${path}`} aria-current={props.at === path ? 'page' : undefined}>{text}</a>;
  return (
    <nav class="bar" aria-label={t('bar.label')}>
      {item('today', t('bar.today'))}{item('reports', t('bar.reports'))}{item('messages', t('bar.messages') + (urgent ? ' !' : ''))}{item('me', t('bar.me'))}
    </nav>
  );
}

export function Problem(): JSX.Element | null {
  return problem.value ? <div class="note bad" role="alert">{t(problem.value)}</div> : null;
}

/** The time as text, anew each half minute. */
export function Clock(): JSX.Element {
  const [now, setNow] = useState(new Date());
  useEffect(() => { const timer = setInterval(() => setNow(new Date()), 30_000); return () => clearInterval(timer); }, []);
  return <time>{formatTime(now, language.value)}</time>;
}
