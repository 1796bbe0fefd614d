// What the staff app asks of the server, answered from a small invented mission: for looking at every screen and its states.
export function staffAnswers() {
  const session = {login: 'ana', name: 'Ana', roles: ['coordinator'], scope: [], csrf: 'csrf', needs: []};
  const visit = (n, more = {}) => ({record: String(n).padStart(64, '0'), station: `104${n % 5}`, form: 'VO 1', observer: `standin/k7m3qv9xw2t${n % 10}`, received: `2026-11-29T0${n % 9}:1${n % 6}:00Z`, state: n % 3 ? 'unchecked' : 'flagged',
    flags: n % 3 ? [] : [{code: 'W.12', severity: 'unlikely', fields: ['VO37'], expected: '<= 1200', found: '4000'}], index: n % 4 ? n : null, kind: 'visit', ...more});
  const state = {in: false, decisions: [], attempts: [], moves: [], cards: 0};
  const stations = Array.from({length: 30}, (_, n) => ({station: String(1040 + n), name: `School No. ${n}`, address: 'Abai street', region: n % 2 ? 'North' : 'South', team: `team-0${n % 4}`, visits: n % 3, last: n % 3 ? '2026-11-29T05:00:00Z' : null, state: n % 3 ? 'observed' : n % 2 ? 'due' : 'late'}));
  const incident = (n, s) => ({incident: `I-000${n}`, record: 'ab', state: s, severity: (n % 4) + 1, kind: ['access', 'results', 'ballots', 'campaign'][n % 4], station: `104${n}`, reported: '2026-11-29T05:10:00Z', assignee: null, overdue: n === 2, corroborations: n % 3});
  return {state, answer(method, path, body, cookieless) {
    if (path === '/login') { if (body.password !== 'right') return [401, {code: 'unauthenticated', title: 'Login or password is wrong.'}]; state.in = true; return [200, session]; }
    if (!state.in) return [401, {code: 'unauthenticated', title: 'Log in.'}];
    if (method === 'POST' && cookieless) return [403, {code: 'forbidden', title: 'no csrf'}];
    if (path === '/session') return [200, session];
    if (path === '/logout') { state.in = false; return [200, {}]; }
    if (path === '/overview') return [200, {as_of: '2026-11-29T06:00:00Z', synthetic: true, tiles: {teams: {active: 4, of: 6}, stations: {observed: 20, of: 30}, reports: {received: 1234, due: 2400, late: 3}, protocols: {received: 2, of: 30}, incidents: {1: 2, 2: 3, 3: 1, 4: 0}, alerts: 0}, arrivals: [{at: '2026-11-29T05:00:00Z', count: 4}, {at: '2026-11-29T05:15:00Z', count: 9}], log: {size: 1234}}];
    if (path === '/visits') return [200, {items: Array.from({length: 12}, (_, n) => visit(n)), next: null}];
    if (/^\/visits\/\w+$/.test(path)) return [200, {...visit(3), values: {'@kind': 'visit', '@form': 'VO 1', '@station': '1043', 'q.VO07': 'yes', 'c.VO07': 'Two queues <b>', 'p.valid': ''}, note: 'tallyward/report/v1\n…'}];
    if (/\/decision$/.test(path)) { state.decisions.push(body); return [200, {}]; }
    if (path === '/stations') return [200, {items: stations, next: null}];
    if (path === '/late') return [200, {items: stations.filter((one) => one.state === 'late').map((one, n) => ({team: one.team, station: one.station, phase: 'opening', due: '2026-11-29T05:00:00Z', minutes_late: 32 + n, last_sign: null, attempts: []}))}];
    if (path === '/late/attempts') { state.attempts.push(body); return [200, {}]; }
    if (path === '/incidents') return [200, {items: ['new', 'advice_requested', 'verified', 'invalidated', 'closed', 'reopened'].map((s, n) => incident(n, s))}];
    if (/^\/incidents\//.test(path)) { state.moves.push(path); return [200, {}]; }
    if (path === '/observers') return [200, {items: [{observer: 'standin/k7m3qv9xw2ta', team: 'team-01', fingerprint: ['river', 'apple', 'north', 'seven'], confirmed: false, activated: false, revoked: null}]}];
    if (path === '/cards') { ++state.cards; return [201, {cards: [{card: 'ABCD1234', url: 'http://127.0.0.1/o/#join=ABCD1234.0', typed: 'ABCD 1234 0000', expires: '2026-12-02'}]}]; }
    return undefined;
  }};
}
