// Joining a mission with a card: the secret never leaves the phone; it signs the phone's new public key (HMAC).
import {type Bytes, concat, textBytes, toBase64} from '../log/bytes.ts';
import {generate, parseVerifierKey} from '../log/ed25519.ts';
import {saveDevice, nowText, savePack} from './state.ts';
import type {Condition, Form, Mission, Pack} from './types.ts';
import {ask, bearer} from './outbox.ts';
import {device} from './state.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Crockford's base32: case, dashes and spaces do not matter, I and L are 1, O is 0. */
export function readable(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
}

export interface Card { card: string; secret: string; logKey?: string }

/** "<8 characters><26 characters and check>" as typed, or the part of the card's address after "#join=". */
export function parseCard(text: string): Card {
  const link = /join=([^.]+)\.([^.]+)(?:\.(.+))?$/.exec(text.trim());
  if (link) {
    const logKey = link[3] ? decodeURIComponent(link[3]) : undefined;
    return logKey === undefined ? {card: readable(link[1]!), secret: readable(link[2]!)} : {card: readable(link[1]!), secret: readable(link[2]!), logKey};
  }
  const typed = readable(text);
  return {card: typed.slice(0, 8), secret: typed.slice(8)};
}

/** The 16 bytes of a secret: 26 characters, 128 bits from the front, and a check character (modulo 37) where there is a 27th. */
export function secretBytes(secret: string): Bytes {
  const digits = [...secret.slice(0, 26)].map((letter) => alphabet.indexOf(letter));
  if (secret.length < 26 || secret.length > 27 || digits.includes(-1)) throw new Error('join.bad_code');
  let value = 0n;
  for (const digit of digits) value = value * 32n + BigInt(digit);
  if (secret.length === 27) {
    const check = '0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U'[Number(value % 37n)];
    if (check !== secret[26]) throw new Error('join.bad_code');
  }
  value >>= 2n;
  return Uint8Array.from({length: 16}, (_, at) => Number((value >> BigInt(8 * (15 - at))) & 255n));
}

async function jsonOr<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const told = await response.json().then((answer: {title?: string; detail?: string}) => answer.detail || answer.title, () => undefined);
  throw new Error(response.status === 409 ? 'join.used' : response.status === 403 || response.status === 404 ? 'join.unknown' : (told ?? 'join.failed'));
}

export async function join(card: Card): Promise<void> {
  const secret = secretBytes(card.secret);
  const mission = await jsonOr<Mission>(await ask('/api/v1/mission'));
  const logKey = card.logKey ?? mission.log.vkey;
  await parseVerifierKey(logKey);
  if (logKey !== mission.log.vkey) throw new Error('join.other_log');
  const key = await generate();
  const mac = await crypto.subtle.importKey('raw', secret, {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
  const proof = new Uint8Array(await crypto.subtle.sign('HMAC', mac, concat(textBytes('tallyward/enrol/v1\n'), key.publicKey)));
  const body = {card: card.card.toLowerCase(), public_key: toBase64(key.publicKey), mac: toBase64(proof), extractable: key.extractable, device: /Android|iPhone|iPad/.exec(navigator.userAgent)?.[0] ?? 'browser'};
  const answer = await jsonOr<{observer: string; key_name: string; fingerprint: string[]; device_token: string; conditions: Condition[]}>(
    await ask('/api/v1/enrol', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)}));
  await saveDevice({mission, code: answer.key_name, token: answer.device_token, fingerprint: answer.fingerprint, logKey, key, sequence: 0, previous: '-',
                    conditions: answer.conditions ?? [], accepted: [], joined: nowText()});
  await navigator.storage?.persist?.().catch(() => false);
}

/** Fetches stations, forms and messages. What is on the phone stays when this fails. */
export async function fetchPack(): Promise<number> {
  const fetched = await jsonOr<Pack>(await ask('/api/v1/phone/pack', {headers: bearer()}));
  const forms = new Map<string, Form>();
  let bytes = JSON.stringify(fetched).length;
  for (const {form, version} of fetched.forms) {
    const response = await ask(`/api/v1/forms/${form}/${version}`, {headers: bearer()});
    if (!response.ok) continue;
    const text = await response.text();
    bytes += text.length;
    forms.set(form, JSON.parse(text) as Form);
  }
  await savePack(fetched, forms);
  return bytes;
}

export async function acceptConditions(accepted: string[], language: string): Promise<void> {
  await jsonOr(await ask('/api/v1/phone/conditions', {method: 'POST', headers: {...bearer(), 'Content-Type': 'application/json'}, body: JSON.stringify({accepted, declaration: '', language})}));
  await saveDevice({...device.value!, accepted});
}
