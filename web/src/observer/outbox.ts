// Sending what was filed. Every step may be repeated: the server knows a report by its leaf hash. Nothing leaves the
// outbox; it only changes its word, and "received" is said after the receipt was verified here, never because a
// server answered, and never because there is a network.
import {fromHex, toBase64} from '../log/bytes.ts';
import {verifyReceiptOfLeaf} from '../log/receipt.ts';
import {openNote} from '../log/note.ts';
import {parseVerifierKey} from '../log/ed25519.ts';
import {read, write} from './database.ts';
import {device, nowText, offlineSince, online, outbox, pack, saveItem, unlocked} from './state.ts';
import type {OutboxItem} from './types.ts';
import {openBytes, type Sealed} from './vault.ts';

const chunk = 65_536;
const waits = [1, 2, 5, 10, 30, 60, 120, 300];

/** The mission's own addresses, this page's first. The one that worked last is asked first. */
let best = 0;
export function addresses(): string[] {
  const all = [...new Set([location.origin, ...(device.value?.mission.intake ?? [])].map((address) => address.replace(/\/$/, '')))];
  return [...all.slice(best % all.length), ...all.slice(0, best % all.length)];
}

/** A request to the first address that answers at all. Throws when none does. */
export async function ask(path: string, options: RequestInit = {}, seconds = 20): Promise<Response> {
  const list = addresses();
  for (const [at, address] of list.entries()) {
    try {
      const response = await fetch(address + path, {...options, credentials: 'omit', signal: AbortSignal.timeout(seconds * 1000)});
      // A gateway's answer in the server's place: as if it were not there.
      if ([502, 503, 504].includes(response.status) && at + 1 < list.length) continue;
      best = (best + at) % list.length;
      online.value = true;
      offlineSince.value = undefined;
      return response;
    } catch { /* the next address */ }
  }
  online.value = false;
  offlineSince.value ??= nowText();
  throw new Error('no address of the mission answers');
}

export const bearer = (): Record<string, string> => ({Authorization: `Bearer ${device.value!.token}`});

async function post(item: OutboxItem): Promise<OutboxItem> {
  const body = JSON.stringify({note: item.note, report_key: toBase64(item.reportKey!), fields: item.fields});
  const response = await ask('/api/v1/reports', {method: 'POST', body, headers: {...bearer(), 'Content-Type': 'application/json', 'Idempotency-Key': item.leaf}});
  if (response.ok) return {...item, state: 'at_server', tries: 0, next: 0, problem: undefined};
  const told = await response.json().then((answer: {title?: string; detail?: string}) => answer.detail || answer.title, () => '');
  // Too busy, disk full, or broken: it will be tried again. Anything else needs a person, and stays on the phone.
  if (response.status >= 500 || [408, 425, 429].includes(response.status)) throw new Error(told || `the server answered ${response.status}`);
  return {...item, state: 'needs_you', problem: told || String(response.status), next: Date.now() + 300_000};
}

async function sendAttachment(item: OutboxItem, at: number): Promise<OutboxItem> {
  const attachment = item.attachments[at]!;
  const sealed = await read<Sealed>('photos', attachment.sha256);
  if (!sealed) return item;
  const bytes = await openBytes(sealed);
  let sent = attachment.sent;
  while (sent < bytes.length) {
    const response = await ask(`/api/v1/attachments/${attachment.sha256}?size=${bytes.length}&offset=${sent}`,
                               {method: 'PUT', body: bytes.slice(sent, sent + chunk), headers: {...bearer(), 'Content-Type': 'application/octet-stream'}});
    if (!response.ok && response.status !== 409) throw new Error(`the server answered ${response.status}`);
    const {have} = (await response.json()) as {have: number};
    if (typeof have !== 'number' || (have <= sent && have < bytes.length && response.ok)) throw new Error('the upload does not move');
    sent = have;
    item = {...item, attachments: item.attachments.map((other, i) => (i === at ? {...other, sent, done: sent >= bytes.length} : other))};
    await saveItem(item);
  }
  return item;
}

async function fetchReceipt(item: OutboxItem): Promise<OutboxItem> {
  const response = await ask(`/api/v1/reports/${item.leaf}/receipt?wait=5`, {headers: bearer()});
  if (response.status === 404) return {...item, state: 'kept'};  // The server lost it: it is sent again.
  if (response.status === 202) {
    const answer = (await response.json()) as {state: string; promise?: string};
    if (answer.state === 'promised' && answer.promise) {
      const text = await openNote(answer.promise, await parseVerifierKey(device.value!.logKey));
      if (text.startsWith('tallyward/promise/v1\n') && text.includes(`\nleaf ${toBase64(fromHex(item.leaf))}\n`)) return {...item, state: 'promised'};
    }
    return item;
  }
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const receipt = await response.text();
  const verified = await verifyReceiptOfLeaf(receipt, fromHex(item.leaf), device.value!.logKey);
  return {...item, state: 'received', receipt, index: verified.index, receivedAt: nowText(), tries: 0, next: 0, problem: undefined};
}

/** After a verified receipt the phone keeps at most the receipt, unless the mission's policy says otherwise. */
async function forget(item: OutboxItem): Promise<void> {
  if (pack.value?.policy?.erase_after_receipt === false || item.attachments.some((attachment) => !attachment.done)) return;
  const {note: _note, reportKey: _key, fields: _fields, ...rest} = item;
  await saveItem({...rest, title: '', station: ''});
  await write(item.attachments.map((attachment) => ({store: 'photos' as const, key: attachment.sha256, value: undefined})));
}

let running = false;
let again = false;

/** One round over everything that is due. Text goes before photos. `now` sends also what waits after a failure. */
export async function sendAll(now = false): Promise<void> {
  if (running) { again ||= now; return; }
  if (!unlocked.value || !device.value) return;
  running = true;
  try {
    const due = (item: OutboxItem): boolean => now || item.next <= Date.now();
    const attempt = async (leaf: string, step: (item: OutboxItem) => Promise<OutboxItem>): Promise<void> => {
      const item = outbox.value.find((other) => other.leaf === leaf)!;
      try {
        await saveItem(await step(item));
      } catch (error) {
        const current = outbox.value.find((other) => other.leaf === leaf)!;
        const wait = waits[Math.min(current.tries, waits.length - 1)]! * 1000;
        await saveItem({...current, tries: current.tries + 1, next: Date.now() + wait * (0.75 + Math.random() / 2), problem: error instanceof Error ? error.message : String(error)});
      }
    };
    const leaves = (state: (item: OutboxItem) => boolean): string[] => outbox.value.filter((item) => state(item) && due(item)).map((item) => item.leaf);
    for (const leaf of leaves((item) => item.state === 'kept' || item.state === 'needs_you')) await attempt(leaf, post);
    for (const leaf of leaves((item) => item.state === 'at_server' || item.state === 'promised')) await attempt(leaf, fetchReceipt);
    for (const leaf of leaves((item) => item.state !== 'kept' && item.state !== 'needs_you' && item.attachments.some((a) => !a.done))) {
      const item = outbox.value.find((other) => other.leaf === leaf)!;
      for (const at of item.attachments.keys()) if (!item.attachments[at]!.done) await attempt(leaf, (current) => sendAttachment(current, at));
    }
    for (const item of outbox.value) if (item.state === 'received' && item.note) await forget(item);
  } finally {
    running = false;
  }
  if (again) { again = false; await sendAll(true); }
}

/** Sends when something is filed, when the network returns, when the app comes to the front, and every few seconds while something waits. */
export function keepSending(): void {
  const soon = (): void => { void sendAll(true); };
  window.addEventListener('online', soon);
  window.addEventListener('offline', () => { online.value = false; offlineSince.value ??= nowText(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) soon(); });
  setInterval(() => {
    if (outbox.value.some((item) => item.state !== 'received' || item.attachments.some((a) => !a.done))) void sendAll();
  }, 3000);
}
