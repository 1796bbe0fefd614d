// The observer app in Chromium against the stand-in server: the day of one observer, offline, and the faults that must lose nothing.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {axe, launch, pictures, watch} from './browser.mjs';
import {standIn} from './stand_in.mjs';

const folder = process.env.TALLYWARD_WEB_OUT;
const card = 'ABCD1234' + '0'.repeat(25) + '0';
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

async function phone(server, options = {}) {
  const context = await browser.newContext({viewport: {width: 360, height: 640}, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: options.locale ?? 'en-GB', timezoneId: 'Asia/Almaty', colorScheme: options.dark ? 'dark' : 'light', serviceWorkers: options.cold ? 'block' : 'allow'});
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const seen = await watch(page, [server.url]);
  await page.goto(`${server.url}/o/`);
  return {context, page, seen};
}

export async function joinMission(page) {
  await page.fill('#code', card);
  await page.click('main form button.main');
  await page.waitForSelector('[data-screen=welcome]');
  for (const box of await page.locator('input[type=checkbox]').all()) await box.check();
  await page.locator('input[type=password]').nth(0).fill('246810');
  await page.locator('input[type=password]').nth(1).fill('246810');
  await page.click('main form button.main');
  await page.waitForSelector('[data-screen=today][data-state=ready]');
}
const to = async (page, hash, screen) => { await page.evaluate((h) => { location.hash = h; }, hash); await page.waitForSelector(`[data-screen=${screen}]`); };
const answer = (page, question, at) => page.locator(`[data-question=${question}] .answers button`).nth(at).click();

async function fileOpening(page, station) {
  await to(page, '#/today', 'today');
  await page.locator(`article:has-text("${station}") .phases button:has-text("Opening")`).click();
  await page.waitForSelector('[data-screen=form]');
  await page.click('main .stack a >> nth=0');
  await answer(page, 'OP01', 0);
  await answer(page, 'OP03', 0);
  await page.click('a.main');
  await answer(page, 'OP07', 0);
  await answer(page, 'OP08', 2);
  await page.click('a.main');
  await answer(page, 'OP24', 1);
  await page.click('a.main');
  await page.waitForSelector('[data-screen=review]');
  await page.click('button.main');
  await page.waitForSelector('[data-screen=reports]');
}
const states = (page) => page.locator('[data-report]').evaluateAll((rows) => rows.map((row) => row.dataset.reportState));
const untilReceived = (page, n) => page.waitForFunction((count) => document.querySelectorAll('[data-report-state=received]').length === count, n, {timeout: 15000});

/** Every report that a phone made is in the server exactly once. */
function exactlyOnce(server, n) {
  assert.equal(server.state.reports.size, n);
  assert.equal(server.state.leaves.length, n);
  const sequences = [...server.state.reports.values()].map((report) => Number(/\nseq (\d+)\n/.exec(report.note)[1])).sort((a, b) => a - b);
  assert.deepEqual(sequences, Array.from({length: n}, (_, i) => i));
}

test('an observer joins, goes offline, files, comes back and gets verified receipts', async () => {
  const server = await standIn({folder});
  const {context, page, seen} = await phone(server);
  await joinMission(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await context.setOffline(true);
  await fileOpening(page, '1042');
  assert.deepEqual(await states(page), ['kept']);
  assert.equal(await page.locator('.state:has-text("received")').count(), 0);
  // The tab is closed and opened again without a network: all is still there, under the PIN.
  await page.reload();
  await page.waitForSelector('[data-screen=unlock]');
  await page.fill('input[type=password]', '246810');
  await page.click('button.main');
  await to(page, '#/reports', 'reports');
  assert.deepEqual(await states(page), ['kept']);
  // Voting, with a draft that is abandoned in the middle of typing.
  await to(page, '#/today', 'today');
  await page.locator('article:has-text("1042") .phases button:has-text("Voting")').click();
  await page.click('main .stack a >> nth=0');
  await answer(page, 'VO07', 0);
  await page.locator('[data-question=VO07] textarea').fill('Two queues in one narrow corridor');
  await page.locator('[data-question=VO37] input').fill('٣٧ voters');
  await page.waitForFunction(() => /kept on this phone/.test(document.querySelector('main').textContent));
  await page.reload();
  await page.fill('input[type=password]', '246810');
  await page.click('button.main');
  await page.waitForSelector('[data-screen=section]');
  assert.equal(await page.locator('[data-question=VO07] textarea').inputValue(), 'Two queues in one narrow corridor');
  assert.equal(await page.locator('[data-question=VO37] input').inputValue(), '37');
  await page.click('a.main');
  await answer(page, 'VO58', 0);
  await page.click('a.main');
  await page.click('button.main');
  await page.waitForSelector('[data-screen=reports]');
  // The app sends by itself when the network returns; the button may be gone already.
  await context.setOffline(false);
  await page.click('main .row button.main', {timeout: 1000}).catch(() => undefined);
  await untilReceived(page, 2);
  exactlyOnce(server, 2);
  // After the receipt the phone keeps the receipt and no content.
  await page.waitForFunction(() => !document.querySelector('main').textContent.includes('1042'));
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.foreign, []);
  await context.close();
  server.close();
});

test('a protocol that does not add up is recorded as it is, with a photograph', async () => {
  const server = await standIn({folder});
  const {context, page, seen} = await phone(server);
  await joinMission(page);
  await page.locator('article:has-text("1042") .phases button:has-text("Results protocol")').click();
  await page.click('button:has-text("certified copy")');
  const png = await page.screenshot();
  await page.locator('input[type=file]').setInputFiles({name: 'page.png', mimeType: 'image/png', buffer: png});
  await page.waitForSelector('.photo img');
  const figures = {registered: '1200', issued: '412', in_box: '412', invalid: '1', valid: '411', votes_01: '210', votes_02: '150', votes_03: '61'};
  for (const [code, value] of Object.entries(figures)) await page.fill(`#p-${code}`, value);
  await page.waitForSelector('.checks button:has-text("F.02")');
  assert.match(await page.locator('.checks button').textContent(), /421 ≠ 411 \(\+10\)/);
  assert.equal(await page.locator('.checks .good').count(), 2);
  // A tap on the check goes to its first field.
  await page.click('.checks button');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'p-votes_01');
  await page.click('a.main');
  await page.waitForSelector('[data-screen=protocol-again]');
  for (const field of await page.locator('.figure input').all()) {
    assert.equal(await field.inputValue(), '', 'the second pass must not show the first');
    await field.fill(figures[await field.getAttribute('data-line')]);
  }
  await page.click('a.main');
  await page.waitForSelector('[data-screen=protocol-sign]');
  assert.equal(await page.locator('button.main').isDisabled(), true);
  await page.check('input[type=checkbox]');
  await page.click('button.main');
  await untilReceived(page, 1);
  await page.waitForFunction(() => !document.querySelector('main').textContent.includes('0 of 1'));
  const [report] = server.state.reports.values();
  const value = (name) => report.fields.find((field) => field.name === name)?.value;
  assert.equal(value('p.votes_02'), '150');
  assert.equal(value('paper_as_is'), 'yes');
  assert.equal(value('copy'), 'given');
  const [, hash, bytes, type] = value('attachment.1').split(' ');
  const sent = server.state.attachments.get(Buffer.from(hash, 'base64').toString('hex'));
  assert.equal(sent.length, Number(bytes));
  assert.equal(type, 'image/jpeg');
  assert.equal(sent.includes('Exif'), false);
  assert.deepEqual(seen.errors, []);
  await context.close();
  server.close();
});

test('an incident is three taps', async () => {
  const server = await standIn({folder});
  const {context, page} = await phone(server);
  await joinMission(page);
  await to(page, '#/incident/1042', 'incident');
  await page.click('.severity button >> nth=2');
  await page.click('button:has-text("Access refused")');
  await page.click('button.main');
  await untilReceived(page, 1);
  await context.close();
  server.close();
});

test('faults on the way lose nothing and double nothing', async () => {
  const server = await standIn({folder});
  const {context, page} = await phone(server);
  await joinMission(page);
  // 500, 413, 401, a broken connection, and an answer that is lost after the server has the report.
  server.state.faults['POST /api/v1/reports'] = [500, 'drop', 413, 401, 507];
  server.state.faults.afterReport = 'drop';
  await fileOpening(page, '1042');
  for (let i = 0; i < 8; ++i) { await page.waitForTimeout(150); if (await page.locator('main .row button.main').count()) await page.click('main .row button.main').catch(() => undefined); }
  await untilReceived(page, 1);
  exactlyOnce(server, 1);
  assert.ok(server.state.posts >= 2, 'the report whose answer was lost was sent again');
  await context.close();
  server.close();
});

test('"received" is not said for a receipt that does not verify, nor without one', async () => {
  const server = await standIn({folder});
  const {context, page} = await phone(server);
  await joinMission(page);
  server.state.faults.noReceipts = true;
  await fileOpening(page, '1042');
  await page.waitForSelector('[data-report-state=at_server]');
  server.state.faults.noReceipts = false;
  server.state.faults.forgedReceipts = true;
  await page.click('main .row button.main', {timeout: 1000}).catch(() => undefined);
  await page.waitForSelector('text=does not verify');
  assert.deepEqual(await states(page), ['at_server']);
  server.state.faults.forgedReceipts = false;
  await page.click('main .row button.main', {timeout: 1000}).catch(() => undefined);
  await untilReceived(page, 1);
  await context.close();
  server.close();
});

test('the clock a year wrong does not matter, and eight reports arrive in one burst', async () => {
  const server = await standIn({folder});
  const {context, page} = await phone(server);
  await page.clock.setSystemTime(new Date('2025-01-01T00:00:00Z'));
  await joinMission(page);
  await context.setOffline(true);
  for (let i = 0; i < 8; ++i) {
    await to(page, '#/incident/1042', 'incident');
    await page.click(`.severity button >> nth=${i % 4}`);
    await page.click('fieldset .answers button >> nth=0');
    await page.click('button.main');
    await page.waitForSelector('[data-screen=reports]');
  }
  // The app sends by itself when the network returns; the button may be gone already.
  await context.setOffline(false);
  await page.click('main .row button.main', {timeout: 1000}).catch(() => undefined);
  await untilReceived(page, 8);
  exactlyOnce(server, 8);
  await context.close();
  server.close();
});

test('leaving quickly locks the phone', async () => {
  const server = await standIn({folder});
  const {context, page} = await phone(server);
  await joinMission(page);
  for (let i = 0; i < 3; ++i) await page.click('button.brand');
  await page.waitForSelector('[data-screen=leave]');
  await to(page, '#/reports', 'unlock');
  await page.fill('input[type=password]', '000000');
  await page.click('button.main');
  await page.waitForSelector('[role=alert]');
  await page.fill('input[type=password]', '246810');
  await page.click('button.main');
  await page.waitForSelector('[data-screen=reports]');
  await context.close();
  server.close();
});

test('the first load keeps within 60 kB, a report within 9 kB, a receipt within 2 kB', async () => {
  const server = await standIn({folder});
  const {context, page, seen} = await phone(server, {cold: true});
  await page.waitForSelector('[data-screen=join]');
  await page.waitForTimeout(300);
  console.log(`observer, first load: ${(seen.bytes / 1024).toFixed(1)} kB in ${seen.requests} requests`);
  assert.ok(seen.bytes <= 60 * 1024, `first load of ${seen.bytes} bytes`);
  await joinMission(page);
  await fileOpening(page, '1042');
  await untilReceived(page, 1);
  const [report] = server.state.reports.values();
  const size = JSON.stringify(report).length;
  console.log(`observer, report of the opening: ${size} bytes`);
  assert.ok(size <= 9 * 1024);
  await context.close();
  server.close();
});

const routes = [['today', '#/today'], ['reports', '#/reports'], ['messages', '#/messages'], ['me', '#/me'], ['incident', '#/incident/1042']];
for (const [locale, dark] of [['en', false], ['kk', false], ['ru', true], ['ar', false], ['fr', true]]) {
  test(`every screen in ${locale} is without serious findings and fits 360 pixels`, async () => {
    const server = await standIn({folder});
    const {context, page} = await phone(server, {locale, dark});
    const out = pictures('observer');
    const look = async (name) => {
      await page.waitForTimeout(60);
      await page.screenshot({path: `${out}/${locale}-${dark ? 'dark' : 'light'}-360-${name}.png`, fullPage: true});
      assert.deepEqual(await axe(page), [], `${locale} ${name}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), `${locale} ${name} is wider than the screen`);
      assert.equal(await page.evaluate(() => document.body.textContent.includes('⟦')), false, `${locale} ${name} lacks a text`);
      const small = await page.evaluate(() => [...document.querySelectorAll('button, a.button, nav a, select, input:not([type=checkbox]):not([type=file])')].filter((e) => e.offsetParent && (e.getBoundingClientRect().height < 47.5 || e.getBoundingClientRect().width < 47.5)).map((e) => e.outerHTML.slice(0, 90)));
      assert.deepEqual(small, [], `${locale} ${name} has small targets`);
    };
    await page.waitForSelector('[data-screen=join]');
    await look('join');
    await page.fill('#code', card);
    await page.click('main form button.main');
    await page.waitForSelector('[data-screen=welcome]');
    await look('welcome');
    for (const box of await page.locator('input[type=checkbox]').all()) await box.check();
    for (const i of [0, 1]) await page.locator('input[type=password]').nth(i).fill('246810');
    await page.click('main form button.main');
    await page.waitForSelector('[data-screen=today][data-state=ready]');
    for (const [name, hash] of routes) { await to(page, hash, name); await look(name); }
    assert.equal(await page.evaluate(() => document.documentElement.dir), locale === 'ar' ? 'rtl' : 'ltr');
    await to(page, '#/today', 'today');
    await page.locator('article >> nth=0').locator('.phases button >> nth=0').click();
    await page.waitForSelector('[data-screen=form]');
    await look('form');
    await page.click('main .stack a >> nth=0');
    await answer(page, 'OP01', 1);
    await page.waitForSelector('[data-question=OP01] textarea');
    await look('section');
    await to(page, await page.evaluate(() => location.hash.replace(/\/0$/, '/review')), 'review');
    await look('review');
    await to(page, '#/today', 'today');
    await page.locator('article >> nth=0').locator('.phases button').last().click();
    await page.waitForSelector('[data-screen=protocol]');
    await page.click('.answers.column button >> nth=0');
    for (const [code, value] of Object.entries({registered: '12000', issued: '412', in_box: '412', invalid: '1', valid: '411', votes_01: '210', votes_02: '150', votes_03: '60'})) await page.fill(`#p-${code}`, value);
    await look('protocol');
    await context.close();
    server.close();
  });
}
