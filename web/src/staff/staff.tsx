// The staff app: login, then one screen an address. `g` and a letter goes to a view, `r` asks again, `?` lists the keys.
import {effect, signal} from '@preact/signals';
import {render, type JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {language, t, useTexts} from '../shared/messages.ts';
import {Note, parsePath, Screen} from '../shared/ui.tsx';
import {Dossier, Incidents, Late, live, Overview, Phones, Report, ReportList, Stations} from './screens.tsx';
import {asked, resume, send, ServerError, session, type Session} from './server.ts';

const hash = signal(location.hash);
const languages = {en: () => import('messages:staff/en'), ru: () => import('messages:staff/ru'), kk: () => import('messages:staff/kk')};
type Code = keyof typeof languages;
async function choose(code: Code): Promise<void> { useTexts(code, (await languages[code]()).default); localStorage.setItem('language', code); }

const views: [string, string, string][] = [['overview', 'o', ''], ['reports', 'r', ''], ['stations', 's', ''], ['late', 'l', ''], ['incidents', 'i', ''], ['phones', 'p', '']];

function Login(): JSX.Element {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [second, setSecond] = useState(false);
  const [wrong, setWrong] = useState('');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try { session.value = await send<Session>('/login', {login: name, password, ...(code ? {code} : {})}); setWrong(''); } catch (error) {
      if (error instanceof ServerError && error.code === 'second_factor') { setSecond(true); setWrong(t('login.second')); } else setWrong(error instanceof ServerError && error.message ? error.message : t('error.offline'));
    }
  };
  return (
    <Screen name="login" title={t('login.title')} class="narrow">
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <label>{t('login.name')}<input name="login" autocomplete="username" value={name} onInput={(event) => setName(event.currentTarget.value)} required /></label>
        <label>{t('login.password')}<input name="password" type="password" autocomplete="current-password" value={password} onInput={(event) => setPassword(event.currentTarget.value)} required /></label>
        {second && <label>{t('login.code')}<input name="code" inputMode="numeric" autocomplete="one-time-code" value={code} onInput={(event) => setCode(event.currentTarget.value)} /></label>}
        {wrong && <Note kind="warn" alert>{wrong}</Note>}
        <button class="main">{t('login.go')}</button>
      </form>
    </Screen>
  );
}

/** Every staff role has a second factor: it is set up at the first login. */
function SecondFactor(): JSX.Element {
  const [made, setMade] = useState<{secret: string; address: string}>();
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState<string[]>();
  const [wrong, setWrong] = useState('');
  useEffect(() => { send<{secret: string; address: string}>('/session/totp', {}).then(setMade, (error: Error) => setWrong(error.message)); }, []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try { setRecovery((await send<{recovery_codes: string[]}>('/session/totp', {secret: made!.secret, code})).recovery_codes); } catch (error) { setWrong(error instanceof Error ? error.message : ''); }
  };
  return (
    <Screen name="second-factor" title={t('totp.title')} class="narrow">
      {recovery ? <><p>{t('totp.recovery')}</p><ul class="number" dir="ltr">{recovery.map((one) => <li key={one}>{one}</li>)}</ul><button class="main" onClick={() => void resume()}>{t('totp.go')}</button></> :
        <form class="stack" onSubmit={(event) => void submit(event)}><p>{t('totp.explain')}</p>{made && <p class="number" dir="ltr" data-secret={made.secret}>{made.secret}</p>}
          <label>{t('login.code')}<input name="code" inputMode="numeric" autocomplete="one-time-code" value={code} onInput={(event) => setCode(event.currentTarget.value)} required /></label>{wrong && <Note kind="warn" alert>{wrong}</Note>}<button class="main" disabled={!made}>{t('totp.go')}</button></form>}
    </Screen>
  );
}

function Current(): JSX.Element {
  const {path, query} = parsePath(hash.value);
  if (!asked.value) return <Screen name="start" state="loading" title={t('brand')} />;
  if (!session.value) return <Login />;
  if (session.value.needs?.includes('second_factor')) return <SecondFactor />;
  const [first = 'overview', second] = path;
  const screen = (): JSX.Element => {
    switch (first) {
      case 'reports': return second ? <Report key={second} record={second} /> : <ReportList query={query} />;
      case 'stations': return second ? <Dossier key={second} station={second} /> : <Stations query={query} />;
      case 'late': return <Late />;
      case 'incidents': return <Incidents />;
      case 'phones': return <Phones />;
      case 'keys': return <Screen name="keys" title={t('keys.title')}><table><tbody>{views.map(([name, key]) => <tr key={name}><th scope="row"><kbd>g</kbd> <kbd>{key}</kbd></th><td>{t(`view.${name}`)}</td></tr>)}<tr><th scope="row"><kbd>r</kbd></th><td>{t('refresh')}</td></tr><tr><th scope="row"><kbd>?</kbd></th><td>{t('keys.title')}</td></tr></tbody></table></Screen>;
      default: return <Overview />;
    }
  };
  return (
    <div class="frame">
      <header class="top no-print"><b>{t('brand')}</b><nav aria-label={t('views')}>{views.map(([name]) => <a key={name} href={`#/${name}`} aria-current={first === name ? 'page' : undefined}>{t(`view.${name}`)}</a>)}</nav>
        <div class="row"><select aria-label={t('language')} value={language.value} onChange={(event) => void choose(event.currentTarget.value as Code)}><option value="en">English</option><option value="ru">Русский</option><option value="kk">Қазақша</option></select>
          <a class="button" href="#/keys">{t('keys.short')}</a><button onClick={() => void send('/logout', {}).finally(() => { session.value = undefined; })}>{t('logout', {name: session.value.name || session.value.login})}</button></div></header>
      {screen()}
    </div>
  );
}

/** Live events only say that something changed; what it is, is asked for. Many in a row count as one. */
function listen(): () => void {
  const source = new EventSource('/api/v1/events');
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const changed = (): void => { waiting ??= setTimeout(() => { waiting = undefined; live.value++; }, 1000); };
  for (const kind of ['visit', 'receipt', 'incident', 'decision', 'late', 'alert']) source.addEventListener(kind, changed);
  return () => source.close();
}

function keys(event: KeyboardEvent): void {
  if ((event.target as HTMLElement).matches('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return;
  const now = event.timeStamp;
  if (event.key === 'g') { lastG = now; return; }
  const view = now - lastG < 1500 ? views.find(([, key]) => key === event.key) : undefined;
  lastG = -9999;
  if (view) location.hash = `#/${view[0]}`;
  else if (event.key === 'r') live.value++;
  else if (event.key === '?') location.hash = '#/keys';
}
let lastG = -9999;

async function start(): Promise<void> {
  const wanted = [new URLSearchParams(location.search).get('lang'), localStorage.getItem('language'), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  await choose((wanted.find((code) => code && code in languages) ?? 'en') as Code);
  render(<Current />, document.getElementById('app')!);
  await resume();
  let stop: (() => void) | undefined;
  effect(() => {
    const on = session.value && !session.value.needs?.includes('second_factor');
    if (on && !stop) stop = listen();
    if (!on && stop) { stop(); stop = undefined; }
  });
}
window.addEventListener('hashchange', () => { hash.value = location.hash; window.scrollTo(0, 0); });
document.addEventListener('keydown', keys);
void start();
