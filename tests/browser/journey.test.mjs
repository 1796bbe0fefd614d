// The critical paths against the real server (`tallyward demo`, an invented mission): an observer joins with a printed card, works
// offline, comes back and gets receipts that her phone verified; the situation room sees the reports; a citizen finds
// the portal closed and checks a proof.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {axe, launch, pictures, watch} from './browser.mjs';

const program = process.env.TALLYWARD_PROGRAM ?? '';
const skip = existsSync(program) ? false : 'no program was built';
let browser;
let server;
let url;
let card;

before(async () => {
  if (skip) return;
  browser = await launch();
  server = spawn(program, ['demo', '--port', '0', '--web', process.env.TALLYWARD_WEB_OUT], {stdio: ['ignore', 'pipe', 'inherit']});
  let said = '';
  await new Promise((resolve, reject) => {
    server.on('exit', () => reject(new Error(`the demo ended: ${said}`)));
    setTimeout(() => reject(new Error(`the demo did not start: ${said}`)), 120_000).unref();
    server.stdout.on('data', (data) => { said += data; if (/Ctrl-C/.test(said)) resolve(); });
  });
  server.removeAllListeners('exit');
  card = /observer\s+(\S+)/.exec(said)[1];
  url = new URL(card).origin;
});
after(async () => { await browser?.close(); server?.kill('SIGTERM'); });

const to = async (page, hash, screen) => { await page.evaluate((h) => { location.hash = h; }, hash); await page.waitForSelector(`[data-screen=${screen}][data-state=ready]`); };
let receipt;
let leaf;

test('an observer joins, goes offline, files opening, voting and counting, comes back and gets verified receipts', {skip}, async () => {
  const context = await browser.newContext({viewport: {width: 360, height: 640}, isMobile: true, hasTouch: true, locale: 'en-GB', timezoneId: 'Asia/Almaty', acceptDownloads: true});
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const seen = await watch(page, [url]);
  await page.goto(card);
  await page.click('main form button.main');
  await page.waitForSelector('[data-screen=welcome]');
  for (const box of await page.locator('input[type=checkbox]').all()) await box.check();
  for (const i of [0, 1]) await page.locator('input[type=password]').nth(i).fill('135790');
  await page.click('main form button.main');
  await page.waitForSelector('[data-screen=today]');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // The practice form goes the same way as a real report.
  await page.click('button:has-text("Practise now")');
  await page.waitForSelector('[data-screen=form]');
  await page.click('main .stack a >> nth=0');
  for (const group of await page.locator('.answers').all()) await group.locator('button').first().click();
  await page.evaluate(() => { location.hash = location.hash.replace(/\/\d+$/, '/review'); });
  await page.waitForSelector('[data-screen=review]');
  await page.click('button.main');
  await page.waitForSelector('[data-report-state=received]');
  await context.setOffline(true);
  let filed = 1;
  const fill = async (title) => {
    await page.evaluate(() => { location.hash = '#/today'; });
    await page.waitForSelector('[data-screen=today]');
    const station = page.locator('article').first();
    if (!(await station.count())) { await page.fill('input[type=search]', '1'); await page.click('section .stack button >> nth=0'); }
    await page.locator('article').first().locator(`.phases button:has-text("${title}")`).click();
    await page.waitForSelector('[data-screen=form]');
    const sections = await page.locator('main .stack a').count() - 1;
    for (let at = 0; at < sections; ++at) {
      await page.locator('main .stack a').nth(at).click();
      await page.waitForSelector('[data-screen=section]');
      for (const group of await page.locator('fieldset .answers').all()) await group.locator('button').nth(0).click();
      await page.evaluate(() => { location.hash = location.hash.replace(/\/\d+$/, ''); });
      await page.waitForSelector('[data-screen=form]');
    }
    await page.click('main .stack a.main');
    await page.waitForSelector('[data-screen=review]');
    // Answers that the mission wants explained.
    for (let guard = 0; guard < 40 && (await page.locator('.note.warn li a').count()) > 0; ++guard) {
      await page.locator('.note.warn li a').first().click();
      await page.waitForSelector('[data-screen=section]');
      for (const box of await page.locator('fieldset label textarea').all()) await box.fill('Seen by both of us.');
      await page.evaluate(() => { location.hash = location.hash.replace(/\/\d+$/, '/review'); });
      await page.waitForSelector('[data-screen=review]');
    }
    await page.click('button.main');
    await page.waitForSelector('[data-screen=reports]');
    assert.equal(await page.locator('[data-report-state=kept]').count(), filed++);
  };
  for (const title of ['Opening', 'Voting', 'Closing']) await fill(title);
  assert.equal(await page.locator('[data-report-state=received]').count(), 1);
  // The app sends by itself when the network returns; the button may be gone already.
  await context.setOffline(false);
  await page.click('main .row button.main', {timeout: 1000}).catch(() => undefined);
  await page.waitForFunction((n) => document.querySelectorAll('[data-report-state=received]').length === n, filed, {timeout: 30_000});
  leaf = await page.locator('[data-report]').first().getAttribute('data-report');
  receipt = decodeURIComponent((await page.locator('a[download]').first().getAttribute('href')).split(',')[1]);
  assert.ok(receipt.length <= 2048, `a receipt of ${receipt.length} bytes`);
  await page.screenshot({path: `${pictures('journey')}/observer-reports.png`});
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.foreign, []);
  await context.close();
});

test('the situation room sees the reports, and each number leads to its rows', {skip}, async () => {
  const context = await browser.newContext({viewport: {width: 1366, height: 768}, locale: 'en-GB', timezoneId: 'Asia/Almaty'});
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const seen = await watch(page, [url]);
  await page.goto(`${url}/s/`);
  await page.fill('[name=login]', 'coordinator');
  await page.fill('[name=password]', 'synthetic demonstration');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen=overview][data-state=ready]');
  const shown = Number((await page.locator('.tile[href="#/reports"] .big').textContent()).replace(/\D/g, ''));
  await page.waitForSelector('main table tbody tr');
  await page.screenshot({path: `${pictures('journey')}/staff-overview.png`, fullPage: true});
  assert.deepEqual(await axe(page), []);
  await to(page, '#/reports', 'reports');
  // The tile counts reports of stations; a practice report has none.
  assert.equal(await page.locator('main table tbody tr td:nth-child(2) a').count(), Math.min(shown, 200), 'the tile and the rows behind it');
  await page.locator('main table tbody a').first().click();
  await page.waitForSelector('[data-screen=report][data-state=ready]');
  await page.waitForSelector('th:has-text("@station")');
  assert.deepEqual(await axe(page), []);
  await to(page, '#/stations', 'stations');
  assert.ok((await page.locator('main table tbody tr').count()) >= 40);
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.foreign, []);
  await context.close();
});

test('a citizen finds the portal closed, without scripts, and checks a proof in the browser', {skip}, async () => {
  const plain = await browser.newContext({viewport: {width: 360, height: 640}, javaScriptEnabled: false});
  const home = await plain.newPage();
  await home.goto(`${url}/?lang=kk`);
  await home.screenshot({path: `${pictures('journey')}/portal-home.png`, fullPage: true});
  assert.match(await home.content(), /checkpoint/);
  await plain.close();
  const context = await browser.newContext({viewport: {width: 360, height: 640}, locale: 'en-GB'});
  const page = await context.newPage();
  const seen = await watch(page, [url]);
  for (const lang of ['en', 'kk']) {
    await page.goto(`${url}/portal/proof?lang=${lang}`);
    assert.deepEqual(await axe(page), []);
  }
  await page.fill('#receipt', receipt);
  await page.fill('#entry', leaf);
  await page.fill('#old', await page.evaluate(() => fetch('/checkpoint').then((response) => response.text())));
  await page.click('button');
  await page.waitForSelector('#result .good >> nth=2');
  assert.equal(await page.locator('#result .different').count(), 0);
  await page.screenshot({path: `${pictures('journey')}/portal-proof.png`, fullPage: true});
  await page.fill('#entry', leaf.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
  await page.click('button');
  await page.waitForSelector('#result .different');
  assert.equal(await page.locator('#result .good').count(), 0);
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.foreign, []);
  await context.close();
});
