// A screen that shows what one request brings: loading, error, forbidden, stale and ready in one place.
import {useCallback, useEffect, useRef, useState} from 'preact/hooks';
import type {JSX} from 'preact';
import {formatTime} from '../shared/locale.ts';
import {language, t} from '../shared/messages.ts';
import {Note, Screen, type ScreenState} from '../shared/ui.tsx';
import {request, ServerError} from './server.ts';

export interface Loaded<T> { data: T | undefined; error: ServerError | undefined; at: Date | undefined; again: () => void }

/** Asks again every `seconds` while the page is in front, and when `live` changes. What was shown stays when a try fails. */
export function useRequest<T>(path: string, seconds = 0, live: unknown = 0): Loaded<T> {
  const [data, setData] = useState<T>();
  const [error, setError] = useState<ServerError>();
  const [at, setAt] = useState<Date>();
  const current = useRef(path);
  const again = useCallback(() => {
    current.current = path;
    request<T>(path).then((value) => { if (current.current === path) { setData(value); setError(undefined); setAt(new Date()); } },
                          (problem: ServerError) => { if (current.current === path) setError(problem); });
  }, [path]);
  useEffect(() => { again(); }, [again, live]);
  useEffect(() => {
    if (!seconds) return undefined;
    const timer = setInterval(() => { if (!document.hidden) again(); }, seconds * 1000);
    return () => clearInterval(timer);
  }, [again, seconds]);
  return {data, error, at, again};
}

export function LoadScreen<T>(props: {name: string; title: string; loaded: Loaded<T>; empty?: (data: T) => string | false; children: (data: T) => JSX.Element}): JSX.Element {
  const {data, error, at} = props.loaded;
  const nothing = data !== undefined && props.empty?.(data);
  const state: ScreenState = data === undefined ? (error ? (error.status === 403 ? 'forbidden' : error.code === 'offline' ? 'offline' : 'error') : 'loading') : error ? 'stale' : nothing ? 'empty' : 'ready';
  return (
    <Screen name={props.name} title={props.title} state={state}>
      {at && <p class={error ? 'warn' : 'quiet'}>{t('as_of', {time: formatTime(at, language.value)})} <button class="small" onClick={props.loaded.again}>{t('refresh')}</button></p>}
      {error && <Note kind="warn" alert>{error.code === 'offline' ? t('error.offline') : error.status === 403 ? t('error.forbidden') : t('error.server', {title: error.message})} {data !== undefined && t('error.stays')}
        {data === undefined && <div><button onClick={props.loaded.again}>{t('refresh')}</button></div>}</Note>}
      {nothing ? <p>{nothing}</p> : data !== undefined && props.children(data)}
    </Screen>
  );
}
