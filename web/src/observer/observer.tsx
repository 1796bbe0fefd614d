// The observer app: one screen an address (in the fragment, so that it opens without a network).
import {effect, signal} from '@preact/signals';
import {render, type JSX} from 'preact';
import {t} from '../shared/messages.ts';
import {parsePath, Screen} from '../shared/ui.tsx';
import {FormScreen} from './form.tsx';
import {Incident} from './incident.tsx';
import {Join, Leave, Unlock, Welcome} from './join_screen.tsx';
import {fetchPack} from './join.ts';
import {startLanguage} from './language.ts';
import {Me, Messages} from './me.tsx';
import {keepSending, sendAll} from './outbox.ts';
import {Bar, TopBar} from './parts.tsx';
import {Protocol} from './protocol.tsx';
import {Reports} from './reports.tsx';
import {device, loadDevice, unlocked} from './state.ts';
import {Today} from './today.tsx';
import {hasPin} from './vault.ts';

const hash = signal(location.hash);
const ready = signal(false);
const pinChosen = signal(false);

function Current(): JSX.Element {
  const {path} = parsePath(hash.value);
  const [first, second, third] = path;
  if (first === 'leave') return <Leave />;
  if (!ready.value) return <Screen name="start" state="loading" title={t('top.brand')} />;
  if (!device.value) return <Join />;
  if (!unlocked.value) return pinChosen.value ? <Unlock /> : <Welcome />;
  const screen = (): JSX.Element => {
    switch (first) {
      case 'form': return <FormScreen key={path.join()} id={second ?? ''} section={third} />;
      case 'protocol': return <Protocol key={path.join()} id={second ?? ''} step={third} />;
      case 'incident': return <Incident station={second ?? ''} />;
      case 'reports': return <Reports />;
      case 'messages': return <Messages />;
      case 'me': return <Me />;
      default: return <Today />;
    }
  };
  return <><a class="hidden-text" href="#main" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>('main h1')?.focus(); }}>{t('top.skip')}</a><TopBar />{screen()}<Bar at={first ?? 'today'} /></>;
}

async function start(): Promise<void> {
  await startLanguage();
  render(<Current />, document.getElementById('app')!);
  await loadDevice();
  pinChosen.value = await hasPin();
  ready.value = true;
  keepSending();
  effect(() => {
    if (!unlocked.value) return;
    pinChosen.value = true;
    void fetchPack().catch(() => undefined);
    void sendAll(true);
  });
  if ('serviceWorker' in navigator) {
    const policy = (window as {trustedTypes?: {createPolicy(name: string, rules: {createScriptURL(url: string): string}): {createScriptURL(url: string): string}}}).trustedTypes?.createPolicy('tallyward', {createScriptURL: (url) => url});
    const registration = await navigator.serviceWorker.register(policy?.createScriptURL('/o/sw.js') ?? '/o/sw.js', {scope: '/o/'}).catch(() => undefined);
    // A new version takes over only while no form is open.
    window.addEventListener('hashchange', () => { if (!/^#\/(form|protocol|incident)/.test(location.hash)) registration?.waiting?.postMessage('take over'); });
  }
}

window.addEventListener('hashchange', () => { hash.value = location.hash; window.scrollTo(0, 0); });
void start();
