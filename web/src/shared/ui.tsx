// Small parts that every face uses.
import type {ComponentChildren, JSX} from 'preact';
import {useEffect, useRef} from 'preact/hooks';
import {formatNumber} from './locale.ts';
import {language, t} from './messages.ts';

export type ScreenState = 'loading' | 'empty' | 'ready' | 'stale' | 'offline' | 'error' | 'forbidden' | 'practice';

/** A screen: its name for tests and the reader, its state, its heading (which takes the focus on arrival). */
export function Screen(props: {name: string; state?: ScreenState; title: string; children?: ComponentChildren; class?: string}): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = props.title;
    if (document.activeElement === document.body || document.activeElement === null) heading.current?.focus({preventScroll: true});
  }, [props.name, props.title]);
  return (
    <main id="main" data-screen={props.name} data-state={props.state ?? 'ready'} class={props.class}>
      <h1 tabIndex={-1} ref={heading}>{props.title}</h1>
      {props.state === 'loading' && <div role="status"><span class="hidden-text">{t('state.loading')}</span><div class="skeleton" /><div class="skeleton" /><div class="skeleton" /></div>}
      {props.children}
    </main>
  );
}

export function Note(props: {kind?: 'good' | 'warn' | 'bad'; children: ComponentChildren; alert?: boolean}): JSX.Element {
  return <div class={`note ${props.kind ?? ''}`} role={props.alert ? 'alert' : undefined}>{props.children}</div>;
}

export const Figure = (props: {value: number}): JSX.Element => <span class="number">{formatNumber(props.value, language.value)}</span>;

/** The path in the fragment of the address, "#/report/OP" -> ["report", "OP"]; and what follows "?". */
export function parsePath(hash: string): {path: string[]; query: URLSearchParams} {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  return {path: (path ?? '').split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query ?? '')};
}
