// O1: join with a card, read the conditions, choose a PIN. And the screens before anything else: unlock, leave.
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {label, language, languageNames, t, type Language} from '../shared/messages.ts';
import {Note, Screen} from '../shared/ui.tsx';
import {chooseLanguage} from './language.ts';
import {acceptConditions, fetchPack, join, parseCard} from './join.ts';
import {device, loadContent, pack} from './state.ts';
import {choosePin, unlock} from './vault.ts';

export function Languages(): JSX.Element {
  return (
    <label class="no-print">{t('me.language')}{' '}
      <select value={language.value} onChange={(event) => void chooseLanguage(event.currentTarget.value as Language)}>
        {Object.entries(languageNames).map(([code, name]) => <option value={code} key={code} lang={code}>{name}</option>)}
      </select>
    </label>
  );
}

const reason = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text.startsWith('join.') ? t(text) : text.startsWith('no address') ? t('join.offline') : t('join.failed_with', {reason: text});
};

export function Join(): JSX.Element {
  const [code, setCode] = useState(location.hash.startsWith('#join=') ? location.hash : '');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setWrong('');
    try {
      await join(parseCard(code));
      history.replaceState(null, '', '#/welcome');
      location.hash = '#/welcome';
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    } catch (error) { setWrong(reason(error)); }
    setBusy(false);
  };
  return (
    <Screen name="join" title={t('join.title')}>
      <Languages />
      <p>{t('join.explain')}</p>
      {wrong && <Note kind="bad" alert>{wrong}</Note>}
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <label for="code">{t('join.code')}</label>
        <input id="code" value={code} onInput={(event) => setCode(event.currentTarget.value)} autocomplete="off" autocapitalize="characters" spellcheck={false} required />
        <button class="main" disabled={busy}>{busy ? t('join.busy') : t('join.go')}</button>
      </form>
      <p class="quiet">{t('join.network')}</p>
    </Screen>
  );
}

export function Welcome(): JSX.Element {
  const own = device.value!;
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [accepted, setAccepted] = useState<string[]>([]);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const asked = own.conditions.filter((condition) => condition.id !== 'practice_form');
  const ready = asked.every((condition) => accepted.includes(condition.id));
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!/^\d{6}$/.test(pin)) return setWrong(t('pin.six'));
    if (pin !== again) return setWrong(t('pin.differ'));
    setBusy(true);
    try {
      await choosePin(pin);
      await acceptConditions(accepted, language.value);
      await fetchPack();
      await loadContent();
      location.hash = '#/today';
    } catch (error) { setWrong(reason(error)); }
    setBusy(false);
  };
  return (
    <Screen name="welcome" title={t('welcome.title', {mission: own.mission.name})}>
      {own.mission.synthetic && <Note kind="warn">{t('state.synthetic')}</Note>}
      <p>{t('welcome.words')}</p>
      <p class="station">{own.fingerprint.join(' ')}</p>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        {asked.map((condition) => (
          <div class="card" key={condition.id}>
            <h2>{label(condition.title)}</h2>
            <p>{label(condition.text)}</p>
            <label class="row"><input type="checkbox" checked={accepted.includes(condition.id)}
              onChange={(event) => setAccepted(event.currentTarget.checked ? [...accepted, condition.id] : accepted.filter((id) => id !== condition.id))} />{t('welcome.accept')}</label>
          </div>))}
        <h2>{t('pin.title')}</h2>
        <p>{t('pin.explain')}</p>
        <label>{t('pin.choose')}<input type="password" inputMode="numeric" maxLength={6} autocomplete="new-password" value={pin} onInput={(event) => setPin(event.currentTarget.value)} /></label>
        <label>{t('pin.again')}<input type="password" inputMode="numeric" maxLength={6} autocomplete="new-password" value={again} onInput={(event) => setAgain(event.currentTarget.value)} /></label>
        {wrong && <Note kind="bad" alert>{wrong}</Note>}
        <button class="main" disabled={!ready || busy}>{t('welcome.go')}</button>
        {!ready && <p class="quiet">{t('welcome.all')}</p>}
      </form>
    </Screen>
  );
}

export function Unlock(): JSX.Element {
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    // The key takes a moment to make: a second press must not count as a second try.
    setBusy(true);
    setPin('');
    setWrong('');
    const result = await unlock(pin);
    setBusy(false);
    if (result !== 'open') return setWrong(t(result === 'wait' ? 'pin.wait' : 'pin.wrong'));
    await loadContent();
    if (!pack.value) await fetchPack().catch(() => undefined);
  };
  return (
    <Screen name="unlock" title={t('pin.enter')}>
      <form class="stack keypad" onSubmit={(event) => void submit(event)}>
        <label>{t('pin.pin')}<input type="password" inputMode="numeric" maxLength={6} autocomplete="current-password" value={pin} onInput={(event) => setPin(event.currentTarget.value)} /></label>
        {wrong && <Note kind="bad" alert>{wrong}</Note>}
        <button class="main" disabled={busy}>{t('pin.open')}</button>
      </form>
      <p class="quiet">{t('pin.offline_too')}</p>
    </Screen>
  );
}

export const Leave = (): JSX.Element => (
  <main class="quick" data-screen="leave" data-state="empty"><h1>{t('leave.title')}</h1><p>{t('leave.text')}</p><p><a href="#/unlock">{t('leave.back')}</a></p></main>
);
