// A stand-in for the mission server, for tests of the front ends that need faults on command (an address that is dead, 500 in
// the middle, a damaged receipt) or that look at every screen. It keeps a real log in memory: Ed25519, RFC 6962
// hashing, C2SP notes. The journeys run against the real server (journey.mjs).
import {createHash, createPublicKey, generateKeyPairSync, sign, verify} from 'node:crypto';
import {createServer} from 'node:http';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {staffAnswers} from './staff_stand_in.mjs';

const sha = (...parts) => { const hash = createHash('sha256'); parts.forEach((part) => hash.update(part)); return hash.digest(); };
const raw = (key) => key.export({type: 'spki', format: 'der'}).subarray(-32);
export const leafOf = (entry) => sha(Buffer.of(0), entry);
function rootOf(leaves) {
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return leaves[0];
  let k = 1; while (k * 2 < leaves.length) k *= 2;
  return sha(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}
function pathOf(index, leaves) {
  if (leaves.length <= 1) return [];
  let k = 1; while (k * 2 < leaves.length) k *= 2;
  return index < k ? [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))] : [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

/** The files of web.pack (web/build/pack.ts). */
export function readPack(folder) {
  const pack = readFileSync(join(folder, 'web.pack'));
  const end = pack.indexOf('\n\n');
  const files = new Map();
  for (const line of pack.subarray(0, end).toString().split('\n').slice(1)) {
    const [path, type, hash, kind, plain, gzip] = line.split('\t');
    const cut = (range) => { const [offset, length] = range.split(' ').map(Number); return pack.subarray(end + 2 + offset, end + 2 + offset + length); };
    files.set(path, {type, hash, immutable: kind === 'immutable', plain: cut(plain), gzip: cut(gzip)});
  }
  return files;
}

const text = (en, ru = en, kk = en) => ({en, ru, kk, fr: en, ar: en});
const yesNo = (name, en, flagged, section) => ({name, type: 'yes_no', label: text(en), section, relevant: '', constraint: '', required: false, flagged, flagged_above: null, comment: 'when_flagged'});
const number = (name, en, section, more = {}) => ({name, type: 'number', label: text(en), section, relevant: '', constraint: '', flagged: [], flagged_above: null, comment: 'never', ...more});
const scale = (name, en, section) => ({name, type: 'scale', label: text(en), section, relevant: '', flagged: ['bad', 'very_bad'], comment: 'when_flagged',
  options: [['very_good', 'Very good'], ['good', 'Good'], ['bad', 'Bad'], ['very_bad', 'Very bad']].map(([value, en]) => ({value, label: text(en)}))});
const form = (id, en, phase, questions, kind = 'visit') => ({form: id, version: 1, title: text(en), kind, phase, languages: {en: 100}, questions});
export const forms = [
  form('PRAC', 'Practice', '', [yesNo('PR01', 'Is this a practice form', [], 'Practice'), number('PR02', 'Type the number 7', 'Practice')], 'practice'),
  form('OP', 'Opening', 'opening', [yesNo('OP01', 'Station opened on time', ['no'], 'Opening'), yesNo('OP03', 'Essential materials all present', ['no'], 'Opening'),
    {name: 'OP04', type: 'choices', label: text('Missing material'), section: 'Opening', relevant: "${OP03} = 'no'", flagged: ['any'], comment: 'never', options: ['ballots', 'seals', 'booths'].map((value) => ({value, label: text(value)}))},
    yesNo('OP07', 'Boxes shown empty to those present', ['no'], 'Boxes'), yesNo('OP08', 'Boxes properly sealed', ['no'], 'Boxes'), scale('OP24', 'Overall conduct of opening', 'Overall')]),
  form('VO', 'Voting', 'voting', [yesNo('VO07', 'Overcrowding inside', ['yes'], 'Inside'), yesNo('VO22', 'Box properly sealed', ['no'], 'Inside'), number('VO37', 'Voters counted by your team while present', 'Inside'), scale('VO58', 'Overall conduct of voting', 'Overall')]),
  form('CC', 'Closing and count', 'counting', [yesNo('CC01', 'Station closed on time', ['no'], 'Closing'), yesNo('CC12', 'Seals intact', ['no'], 'Closing'),
    {name: 'CC42', type: 'photo', label: text('Photograph of protocol'), section: 'Count', flagged: []}, scale('CC52', 'Overall conduct of count', 'Count')]),
];
const lines = [['registered', '1', 'Registered voters'], ['issued', '2', 'Ballots issued'], ['in_box', '3', 'Ballots in boxes'], ['invalid', '4', 'Invalid ballots'], ['valid', '5', 'Valid ballots'],
  ['votes_01', '6.1', 'List A'], ['votes_02', '6.2', 'List B'], ['votes_03', '6.3', 'Against all']].map(([code, letter, en]) => ({code, letter, label: text(en), group: code.startsWith('votes') ? 'votes' : ''}));
const checks = [
  {code: 'F.01', severity: 'impossible', expression: '${valid} + ${invalid} = ${in_box}', fields: ['valid', 'invalid', 'in_box']},
  {code: 'F.02', severity: 'impossible', expression: '${votes_01} + ${votes_02} + ${votes_03} = ${valid}', fields: ['votes_01', 'votes_02', 'votes_03', 'valid']},
  {code: 'W.01', severity: 'unlikely', expression: '${issued} <= ${registered}', fields: ['issued', 'registered']}];

export function standIn({folder, extraAddress} = {}) {
  const files = readPack(folder);
  const origin = 'log.example/stand-in';
  const {privateKey, publicKey} = generateKeyPairSync('ed25519');
  const material = Buffer.concat([Buffer.of(1), raw(publicKey)]);
  const keyId = sha(`${origin}\n`, material).subarray(0, 4);
  const vkey = `${origin}+${keyId.toString('hex')}+${material.toString('base64')}`;
  const state = {entries: [], leaves: [], reports: new Map(), posts: 0, attachments: new Map(), phones: new Map(), faults: {}, requests: [], assignments: 2, camera: true};
  const checkpoint = () => {
    const body = `${origin}\n${state.leaves.length}\n${rootOf(state.leaves).toString('base64')}\n`;
    return `${body}\n— ${origin} ${Buffer.concat([keyId, sign(null, Buffer.from(body), privateKey)]).toString('base64')}\n`;
  };
  const stations = [['1042', 'School No. 12'], ['1043', 'House of Culture'], ['1044', 'Library'], ['2001', 'Орта мектеп 7']].map(([station, name]) => ({station, name, address: 'Abai street 1', region: 'North'}));
  const staff = staffAnswers();
  const json = (response, status, body, headers = {}) => { response.writeHead(status, {'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json; charset=utf-8', ...headers}); response.end(JSON.stringify(body)); };
  const problem = (response, status, title) => json(response, status, {type: 'about:blank', title, status});

  async function handle(request, response) {
    const url = new URL(request.url, 'http://stand-in');
    const chunks = []; for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    state.requests.push(`${request.method} ${url.pathname}`);
    const path = url.pathname;
    const fault = state.faults[`${request.method} ${path}`] ?? state.faults[path];
    if (fault) { const one = Array.isArray(fault) ? fault.shift() : fault; if (one === 'drop') return request.socket.destroy(); if (typeof one === 'number') return problem(response, one, `fault ${one}`); }
    if (path === '/api/v1/mission') return json(response, 200, {mission: 'standin-2026', name: 'Stand-in mission', synthetic: true, format: 'citizen', languages: ['en', 'ru', 'kk'], time_zone: 'Asia/Almaty', election_day: '2026-11-29',
      log: {origin, vkey}, intake: extraAddress ? [extraAddress] : [], portal_open: [], practice: false, record_format: 1, codes: 'per-mission'});
    if (path === '/api/v1/enrol') {
      const {public_key} = JSON.parse(body);
      const code = `standin-2026/${sha(public_key).toString('hex').slice(0, 12)}`;
      state.phones.set(code, Buffer.from(public_key, 'base64'));
      return json(response, 201, {observer: code, key_name: code, fingerprint: ['river', 'apple', 'north', 'seven'], device_token: 'token', record: '00', conditions: [
        {id: 'code_of_conduct', title: text('Code of conduct'), text: text('You observe impartially and do not interfere.')}, {id: 'data_consent', title: text('Your data'), text: text('The mission keeps your code, not your name.')},
        {id: 'practice_form', title: text('Practice'), text: text('Fill in one practice form.')}]});
    }
    if (path === '/api/v1/phone/conditions') return json(response, 200, {activated: false, missing: ['practice_form']});
    if (path === '/api/v1/phone/pack') {
      const activated = [...state.reports.values()].some((report) => report.fields.some((field) => field.name === '@kind' && field.value === 'practice'));
      return json(response, 200, {observer: 'o', team: 'team-04', activated, missing: activated ? [] : ['practice_form'],
        assignments: stations.slice(0, state.assignments).map((station) => ({...station, phases: ['opening', 'voting'], from: '2026-11-29T06:30:00+05:00', to: '2026-11-29T09:00:00+05:00', due: '2026-11-29T10:00:00+05:00'})), stations,
        forms: forms.map(({form: id, version}) => ({form: id, version})), protocol: {lines, checks}, messages: [{id: 1, at: '2026-11-23T18:00:00Z', kind: 'broadcast', urgent: false, title: 'Good morning', text: 'Take water and warm clothes.'}],
        next_sequence: 0, previous: '-', server_time: new Date().toISOString(), hotline: '+7 700 000 0000', policy: {camera: state.camera, erase_after_receipt: true, camera_rule: text('Article 20-1: observers may photograph where they do not disturb.')}});
    }
    const formPath = /^\/api\/v1\/forms\/(\w+)\/1$/.exec(path);
    if (formPath) return json(response, 200, forms.find((one) => one.form === formPath[1]));
    if (path === '/api/v1/reports') {
      ++state.posts;
      const report = JSON.parse(body);
      const entry = Buffer.from(report.note);
      const leaf = leafOf(entry).toString('hex');
      if (request.headers['idempotency-key'] !== leaf) return problem(response, 409, 'the key is not the leaf hash');
      const at = report.note.lastIndexOf('\n\n');
      const [, code, blob] = /^— (\S+) (\S+)\n$/.exec(report.note.slice(at + 2)) ?? [];
      const key = state.phones.get(code);
      const spki = key && createPublicKey({key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]), format: 'der', type: 'spki'});
      if (!spki || !verify(null, Buffer.from(report.note.slice(0, at + 1)), spki, Buffer.from(blob, 'base64').subarray(4))) return problem(response, 403, 'the signature does not verify');
      if (!state.reports.has(leaf)) { state.reports.set(leaf, {...report, index: state.leaves.length}); state.entries.push(entry); state.leaves.push(leafOf(entry)); }
      if (state.faults.afterReport === 'drop') { delete state.faults.afterReport; return request.socket.destroy(); }
      return json(response, 202, {record: leaf, state: 'kept', receipt: `/api/v1/reports/${leaf}/receipt`});
    }
    const receipt = /^\/api\/v1\/reports\/([0-9a-f]{64})\/receipt$/.exec(path);
    if (receipt) {
      const report = state.reports.get(receipt[1]);
      if (!report) return problem(response, 404, 'unknown');
      if (state.faults.noReceipts) return json(response, 202, {state: 'kept'}, {'Retry-After': '1'});
      const hashes = pathOf(report.index, state.leaves);
      if (state.faults.forgedReceipts && hashes.length > 0) hashes[0][0] ^= 1;
      let note = checkpoint();
      if (state.faults.forgedReceipts) note = note.replace(/\n\d+\n/, `\n${state.leaves.length + 1}\n`);
      response.writeHead(200, {'Content-Type': 'text/plain; charset=utf-8'});
      return response.end(`c2sp.org/tlog-proof@v1\nindex ${report.index}\n${hashes.map((hash) => hash.toString('base64') + '\n').join('')}\n${note}`);
    }
    const attachment = /^\/api\/v1\/attachments\/([0-9a-f]{64})$/.exec(path);
    if (attachment) {
      const have = state.attachments.get(attachment[1]) ?? Buffer.alloc(0);
      const offset = Number(url.searchParams.get('offset'));
      if (offset !== have.length) return json(response, 409, {have: have.length});
      const now = Buffer.concat([have, body]);
      state.attachments.set(attachment[1], now);
      const complete = now.length >= Number(url.searchParams.get('size'));
      if (complete && sha(now).toString('hex') !== attachment[1]) return problem(response, 422, 'the hash does not fit');
      return json(response, complete ? 201 : 200, {have: now.length, complete});
    }
    if (path === '/api/v1/events') { response.writeHead(200, {'Content-Type': 'text/event-stream'}); return response.write('event: ping\ndata: {}\n\n'); }
    const told = path.startsWith('/api/v1/') && staff.answer(request.method, path.slice(7), body.length ? JSON.parse(body) : {}, request.headers['x-csrf-token'] !== 'csrf');
    if (told) return json(response, told[0], told[1]);
    if (path.startsWith('/api/')) return problem(response, 404, 'no such thing here');
    const name = path.replace(/^\/o\//, 'observer/').replace(/^\/s\//, 'staff/').replace(/^\//, '') + (path.endsWith('/') ? 'index.html' : '');
    const file = files.get(name);
    if (!file) { response.writeHead(404); return response.end(); }
    response.writeHead(200, {'Content-Type': file.type, 'Content-Encoding': file.gzip.length ? 'gzip' : 'identity', 'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"});
    response.end(file.gzip.length ? file.gzip : file.plain);
  }
  const server = createServer((request, response) => { handle(request, response).catch((error) => { console.error(error); response.writeHead(500); response.end(); }); });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({url: `http://127.0.0.1:${server.address().port}`, vkey, state, staff: staff.state, close: () => { server.closeAllConnections(); server.close(); }})));
}
