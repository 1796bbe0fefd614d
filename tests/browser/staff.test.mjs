// The staff app in Chromium: every screen in three languages, widths and schemes, and the keyboard.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {axe, launch, pictures, watch} from './browser.mjs';
import {standIn} from './stand_in.mjs';

const folder = process.env.TALLYWARD_WEB_OUT;
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

async function desk(server, options = {}) {
  const context = await browser.newContext({viewport: {width: options.width ?? 1366, height: 768}, locale: options.locale ?? 'en-GB', timezoneId: 'Asia/Almaty', colorScheme: options.dark ? 'dark' : 'light'});
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const seen = await watch(page, [server.url]);
  await page.goto(`${server.url}/s/`);
  await page.waitForSelector('[data-screen=login]');
  return {context, page, seen};
}
async function logIn(page) {
  await page.fill('[name=login]', 'ana');
  await page.fill('[name=password]', 'right');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen=overview][data-state=ready]');
}
const to = async (page, hash, screen) => { await page.evaluate((h) => { location.hash = h; }, hash); await page.waitForSelector(`[data-screen=${screen}][data-state=ready]`); };

test('the shell keeps within 120 kB, works by keyboard, and asks no other host', async () => {
  const server = await standIn({folder});
  const {context, page, seen} = await desk(server);
  await page.waitForTimeout(200);
  console.log(`staff, first load: ${(seen.bytes / 1024).toFixed(1)} kB in ${seen.requests} requests`);
  assert.ok(seen.bytes <= 120 * 1024);
  await page.fill('[name=login]', 'ana');
  await page.fill('[name=password]', 'wrong');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=alert]');
  await logIn(page);
  for (const [key, screen] of [['r', 'reports'], ['s', 'stations'], ['l', 'late'], ['i', 'incidents'], ['p', 'phones'], ['o', 'overview']]) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.waitForSelector(`[data-screen=${screen}][data-state=ready]`);
  }
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.foreign, []);
  await context.close();
  server.close();
});

test('a filter is in the address, a decision needs a reason, a call has an outcome', async () => {
  const server = await standIn({folder});
  const {context, page} = await desk(server);
  await logIn(page);
  await to(page, '#/reports?state=flagged', 'reports');
  await page.waitForFunction(() => document.querySelector('form.filters select').value === 'flagged');
  assert.ok(server.state.requests.includes('GET /api/v1/visits'));
  await page.click('table a >> nth=0');
  await page.waitForSelector('[data-screen=report][data-state=ready]');
  assert.equal(await page.locator('td:has-text("Two queues <b>")').count(), 1, 'what was typed is shown as text');
  assert.equal(await page.locator('td:has-text("blank on paper")').count(), 1);
  assert.equal(await page.locator('button:has-text("Verified")').isDisabled(), true);
  await page.fill('textarea', 'Called the team: the queue was seen by both.');
  await page.click('button:has-text("Verified")');
  await page.waitForSelector('text=Recorded: verified.');
  assert.deepEqual(server.staff.decisions, [{decision: 'verified', reason: 'Called the team: the queue was seen by both.'}]);
  await to(page, '#/late', 'late');
  await page.locator('td select').first().selectOption('not_admitted');
  await page.waitForSelector('text=Noted.');
  assert.equal(server.staff.attempts[0].outcome, 'not_admitted');
  await context.close();
  server.close();
});

test('what was shown stays, with its time, when the server does not answer', async () => {
  const server = await standIn({folder});
  const {context, page} = await desk(server);
  await logIn(page);
  server.state.faults['/api/v1/overview'] = 500;
  await page.keyboard.press('r');
  await page.waitForSelector('[data-screen=overview][data-state=stale]');
  assert.ok(await page.locator('.tile').count() >= 6);
  server.state.faults['/api/v1/stations'] = 403;
  await page.evaluate(() => { location.hash = '#/stations'; });
  await page.waitForSelector('[data-screen=stations][data-state=forbidden]');
  await context.close();
  server.close();
});

for (const [locale, dark, width] of [['en', false, 1366], ['en', true, 360], ['kk', false, 768], ['kk', true, 1366], ['ru', false, 360], ['ru', false, 1366]]) {
  test(`every screen in ${locale} at ${width} pixels${dark ? ', dark,' : ''} is without serious findings`, async () => {
    const server = await standIn({folder});
    const {context, page} = await desk(server, {locale, dark, width});
    const out = pictures('staff');
    const look = async (name) => {
      await page.waitForTimeout(60);
      await page.screenshot({path: `${out}/${locale}-${dark ? 'dark' : 'light'}-${width}-${name}.png`, fullPage: true});
      assert.deepEqual(await axe(page), [], `${locale} ${name}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), `${name} is wider than the screen`);
      assert.equal(await page.evaluate(() => document.body.textContent.includes('⟦')), false, `${name} lacks a text`);
    };
    await look('login');
    await logIn(page);
    await look('overview');
    for (const name of ['reports', 'stations', 'late', 'incidents', 'phones']) { await to(page, `#/${name}`, name); await look(name); }
    await to(page, '#/stations/1043', 'dossier');
    await look('dossier');
    await to(page, `#/reports/${'3'.padStart(64, '0')}`, 'report');
    await look('report');
    await context.close();
    server.close();
  });
}
