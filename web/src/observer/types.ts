// The shapes that the server sends (docs for them: the OpenAPI file) and those that the phone keeps.
import type {Bytes} from '../log/bytes.ts';
import type {SigningKey} from '../log/ed25519.ts';
import type {Field} from '../log/record.ts';

export type Text = Record<string, string>;

export interface Question {
  name: string;
  type: 'yes_no' | 'yes_no_unknown' | 'number' | 'figure' | 'time' | 'date' | 'choice' | 'choices' | 'scale' | 'frequency' | 'text' | 'photo';
  label: Text;
  options?: {value: string; label: Text}[];
  section?: string;
  relevant?: string;
  constraint?: string;
  constraint_message?: Text;
  required?: boolean;
  flagged?: string[];
  flagged_above?: number | null;
  comment?: 'never' | 'when_flagged';
}
export interface Form { form: string; version: number; title: Text; kind: string; phase: string; questions: Question[] }
export interface Station { station: string; name: string; address: string; region: string }
export interface Assignment extends Station { phases: string[]; from: string; to: string; due: string }
export interface ProtocolLine { code: string; letter?: string; label: Text; group?: string }
export interface ProtocolCheck { code: string; severity: 'impossible' | 'unlikely'; expression: string; fields?: string[]; message?: Text }
export interface Message { id: number; at: string; kind: string; urgent: boolean; title: string; text: string; report?: string; question?: string }
export interface Policy { camera?: boolean; location?: boolean; erase_after_receipt?: boolean; non_interference?: boolean; camera_rule?: Text }
export interface Pack {
  observer: string; team: string; activated: boolean; missing: string[]; assignments: Assignment[]; stations: Station[];
  forms: {form: string; version: number}[];
  protocol?: {lines: ProtocolLine[]; checks?: ProtocolCheck[]};
  messages: Message[]; next_sequence: number; previous: string; server_time: string; policy?: Policy; hotline?: string;
}
export interface Condition { id: string; title: Text; text: Text }
export interface Mission {
  mission: string; name: string; synthetic: boolean; format: string; languages: string[]; time_zone: string; election_day: string;
  log: {origin: string; vkey: string}; intake: string[]; practice: boolean;
}

/** What this phone is, after joining. */
export interface Device {
  mission: Mission; code: string; token: string; fingerprint: string[]; logKey: string; key: SigningKey;
  sequence: number; previous: string; conditions: Condition[]; accepted: string[]; joined: string;
}

/** One form being filled in. `values` hold what was typed, by field name without its prefix. */
export interface Draft {
  id: string; kind: 'visit' | 'protocol' | 'incident' | 'practice'; form: string; version: number; station: string; phase: string; language: string;
  answers: Record<string, string>; comments: Record<string, string>; figures: Record<string, string>; extra: Record<string, string>;
  photos: {sha256: string; bytes: number; type: string}[]; started: string; changed: string;
}

/** kept: only on this phone. at_server: the server has it on disk, the log not yet. promised: held during a blackout.
 *  received: the receipt was verified on this phone. needs_you: the server answered that it cannot take it. */
export type OutboxState = 'kept' | 'at_server' | 'promised' | 'received' | 'needs_you';
export interface OutboxItem {
  leaf: string; sequence: number; created: string; state: OutboxState; title: string; station: string; bytes: number; tries: number; next: number;
  problem?: string; note?: string; reportKey?: Bytes; fields?: Field[]; attachments: {sha256: string; bytes: number; type: string; sent: number; done: boolean}[];
  receipt?: string; index?: number; receivedAt?: string;
}
