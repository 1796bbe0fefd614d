// The observer app's state: signals that the screens read, and the few functions that change them and the database
// together. A change is on the disk before the screen says "kept".
import {computed, signal} from '@preact/signals';
import {toBase64, toHex} from '../log/bytes.ts';
import {type Field, signReport} from '../log/record.ts';
import {read, readAll, write} from './database.ts';
import type {Device, Draft, Form, Message, OutboxItem, Pack} from './types.ts';
import {openSealed, seal, type Sealed} from './vault.ts';

export const device = signal<Device | undefined>(undefined);
export const pack = signal<Pack | undefined>(undefined);
export const forms = signal<Map<string, Form>>(new Map());
export const drafts = signal<Draft[]>([]);
export const outbox = signal<OutboxItem[]>([]);
export const messages = signal<Message[]>([]);
export const unlocked = signal(false);
export const online = signal(typeof navigator === 'undefined' ? true : navigator.onLine);
export const offlineSince = signal<string | undefined>(undefined);
export const keptAt = signal<string | undefined>(undefined);
export const problem = signal<string | undefined>(undefined);

/** Reports that exist on this phone alone. */
export const onlyHere = computed(() => outbox.value.filter((item) => item.state === 'kept' || item.state === 'needs_you').length);
export const received = computed(() => outbox.value.filter((item) => item.state === 'received').length);

export const nowText = (at = new Date()): string => {
  const east = -at.getTimezoneOffset();
  const two = (n: number): string => String(Math.floor(Math.abs(n))).padStart(2, '0');
  return new Date(at.getTime() + east * 60_000).toISOString().slice(0, 19) + (east < 0 ? '-' : '+') + two(east / 60) + ':' + two(east % 60);
};

/** Reads the settings that need no PIN. True when this phone has joined a mission. */
export async function loadDevice(): Promise<boolean> {
  device.value = await read<Device>('settings', 'device');
  pack.value = await read<Pack>('settings', 'pack');
  forms.value = new Map((await read<[string, Form][]>('settings', 'forms')) ?? []);
  messages.value = (await read<Message[]>('settings', 'messages')) ?? [];
  return device.value !== undefined;
}

/** Reads what lies under the PIN. */
export async function loadContent(): Promise<void> {
  const open = async <T>(store: 'drafts' | 'outbox'): Promise<T[]> => Promise.all((await readAll<Sealed>(store)).map((sealed) => openSealed<T>(sealed)));
  drafts.value = (await open<Draft>('drafts')).sort((a, b) => (a.started < b.started ? -1 : 1));
  outbox.value = (await open<OutboxItem>('outbox')).map(revive).sort((a, b) => a.sequence - b.sequence);
  unlocked.value = true;
}

// JSON has no bytes: the report key comes back as an object of numbers.
const revive = (item: OutboxItem): OutboxItem => (item.reportKey ? {...item, reportKey: Uint8Array.from(Object.values(item.reportKey))} : item);

export async function saveDevice(value: Device): Promise<void> {
  await write([{store: 'settings', key: 'device', value}]);
  device.value = value;
}

export async function savePack(value: Pack, allForms: Map<string, Form>): Promise<void> {
  const known = new Map(messages.value.map((message) => [message.id, message]));
  for (const message of value.messages ?? []) known.set(message.id, message);
  const list = [...known.values()].sort((a, b) => b.id - a.id);
  await write([{store: 'settings', key: 'pack', value}, {store: 'settings', key: 'forms', value: [...allForms]}, {store: 'settings', key: 'messages', value: list}]);
  pack.value = value;
  forms.value = allForms;
  messages.value = list;
}

let saving: Promise<void> = Promise.resolve();

/** Keeps a draft; what is on the screen is on the disk when this resolves. */
export function saveDraft(draft: Draft): Promise<void> {
  const changed = {...draft, changed: nowText()};
  drafts.value = [...drafts.value.filter((other) => other.id !== draft.id), changed];
  // One after the other, so that an older state never overwrites a newer one.
  saving = saving.then(async () => {
    try {
      await write([{store: 'drafts', key: changed.id, value: await seal(changed)}]);
      keptAt.value = changed.changed;
      problem.value = undefined;
    } catch (error) {
      problem.value = error instanceof DOMException && error.name === 'QuotaExceededError' ? 'problem.full' : 'problem.not_kept';
    }
  });
  return saving;
}

export async function dropDraft(id: string): Promise<void> {
  await write([{store: 'drafts', key: id, value: undefined}]);
  drafts.value = drafts.value.filter((draft) => draft.id !== id);
}

export async function saveItem(item: OutboxItem): Promise<void> {
  await write([{store: 'outbox', key: item.leaf, value: await seal(item)}]);
  outbox.value = [...outbox.value.filter((other) => other.leaf !== item.leaf), item].sort((a, b) => a.sequence - b.sequence);
}

let signing: Promise<unknown> = Promise.resolve();

/** Signs a draft and moves it to the outbox: number, chain, report and the end of the draft are one write. */
export function fileReport(draft: Draft, fields: Field[], title: string): Promise<OutboxItem> {
  const run = signing.then(async () => {
    const own = device.value!;
    const signed = await signReport(own.mission.mission, own.code, own.key, own.sequence, own.previous, fields);
    const item: OutboxItem = {
      leaf: toHex(signed.leaf), sequence: own.sequence, created: nowText(), state: 'kept', title, station: draft.station, bytes: signed.note.length, tries: 0, next: 0,
      note: signed.note, reportKey: signed.reportKey, fields: signed.fields, attachments: draft.photos.map((photo) => ({...photo, sent: 0, done: false})),
    };
    const after: Device = {...own, sequence: own.sequence + 1, previous: toBase64(signed.leaf)};
    await write([{store: 'settings', key: 'device', value: after}, {store: 'outbox', key: item.leaf, value: await seal(item)}, {store: 'drafts', key: draft.id, value: undefined}]);
    device.value = after;
    outbox.value = [...outbox.value, item];
    drafts.value = drafts.value.filter((other) => other.id !== draft.id);
    return item;
  });
  signing = run.catch(() => undefined);
  return run;
}

/** The fields of a report, named as docs/formats/record.md says. */
export function fieldsOf(draft: Draft): Field[] {
  const fields: Field[] = [
    {name: '@kind', value: draft.kind}, {name: '@form', value: `${draft.form} ${draft.version}`}, {name: '@station', value: draft.station},
    {name: '@phase', value: draft.phase}, {name: '@time', value: nowText()}, {name: 'language', value: draft.language}];
  const add = (prefix: string, values: Record<string, string>, blanks = false): void => {
    for (const [name, value] of Object.entries(values)) if (value !== '' || blanks) fields.push({name: prefix + name, value});
  };
  add('q.', draft.answers);
  add('c.', draft.comments);
  add('p.', draft.figures, true);
  add('', draft.extra);
  draft.photos.forEach((photo, at) => fields.push({name: `attachment.${at + 1}`, value: `sha256 ${btoa(String.fromCharCode(...photo.sha256.match(/../g)!.map((pair) => parseInt(pair, 16))))} ${photo.bytes} ${photo.type}`}));
  return fields;
}
