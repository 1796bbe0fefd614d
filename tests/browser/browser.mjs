// Chromium for the tests: Debian's, headless, without anything that calls home; and what every test asks of a page.
import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

export const web = join(import.meta.dirname, '../../web');
const require = createRequire(join(web, 'package.json'));
export const {chromium} = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export async function launch() {
  if (!existsSync('/usr/bin/chromium')) throw new Error('no /usr/bin/chromium: apt-get install chromium');
  return chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});
}

/** A page that fails the test on a script error, a request to a foreign host, or a breach of the content security policy. */
export async function watch(page, allowed) {
  const seen = {errors: [], foreign: [], bytes: 0, requests: 0};
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error' && /Content Security Policy|Trusted/.test(message.text())) seen.errors.push(message.text()); });
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && !allowed.some((address) => request.url().startsWith(address))) seen.foreign.push(request.url()); });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  cdp.on('Network.loadingFinished', (event) => { seen.bytes += event.encodedDataLength; ++seen.requests; });
  return seen;
}

/** Serious and critical findings of axe-core on the page as it stands. */
export async function axe(page) {
  const run = `(async () => { const module = {exports: {}}; ${axeSource}; const r = await (window.axe ?? module.exports).run(document, {resultTypes: ['violations']});
    return r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')); })()`;
  const cdp = await page.context().newCDPSession(page);
  const {result, exceptionDetails} = await cdp.send('Runtime.evaluate', {expression: run, awaitPromise: true, returnByValue: true});
  if (exceptionDetails) throw new Error('axe did not run: ' + (exceptionDetails.exception?.description ?? exceptionDetails.text));
  return result.value;
}

export function pictures(name) {
  const folder = join(process.env.TALLYWARD_PICTURES ?? '/tmp/tallyward-pictures', name);
  mkdirSync(folder, {recursive: true});
  return folder;
}
