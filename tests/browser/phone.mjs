// phone.mjs: the visitor's phone page in Chromium, from the slip's address to the review.
import { accessible, api, check, open, picture, readable, run, until, url } from './page.mjs';

const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

const text = (page, id) => page.locator(`#${id}`).textContent();
const seen = (page, id) => page.locator(`#${id}`).isVisible();

async function inspect(page, name) {
  await readable(page, name);
  await accessible(page, name);
  await picture(page, `phone-${name}`);
}

async function issue() {
  return api('POST', '/api/v1/tickets', { item: 'qiye-sheli' });
}

function verb(window, name, fields = {}) {
  return api('POST', `/api/v1/windows/${window}/${name}`, fields);
}

async function serveOne(window) {
  await verb(window, 'next');
  await verb(window, 'arrive');
  await verb(window, 'finish');
}

// What the phone does beside showing: counted instead of heard.
async function listenTo(page) {
  await page.addInitScript(() => {
    window.shaken = [];
    window.tones = 0;
    navigator.vibrate = (pattern) => window.shaken.push(pattern) > 0;
    const create = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () {
      window.tones += 1;
      return create.call(this);
    };
  });
}

async function walk(browser) {
  const others = [];
  for (let i = 0; i < 5; i += 1) {
    others.push(await issue());
  }
  const mine = await issue();
  const page = await open(browser);
  await listenTo(page);
  await page.goto(`${url}/t/#${mine.token}`);
  await until('the number is shown', async () => (await text(page, 'number')) === mine.number);
  check('people ahead', (await text(page, 'ahead')).startsWith('5'), await text(page, 'ahead'));
  check('no open window, no figure', /没有开放的窗口/.test(await text(page, 'minutes')));
  check('the matter', /企业设立登记/.test(await text(page, 'matter')));
  check('its windows', (await text(page, 'windows')) === '1-4、6、17');
  check('the token is in no request line', !(await page.evaluate((token) => performance
    .getEntriesByType('resource').some((e) => e.name.includes(token)), mine.token)));

  await page.locator('#alert-ask').click();
  check('the reminder is asked for once', !(await seen(page, 'alert-ask')));
  await verb(1, 'open', { clerk: 'zhao-min' });
  await until('a range of minutes', async () => /预计等候 \d+-\d+ 分钟/.test(
    await text(page, 'minutes')));
  await inspect(page, 'waiting-zh');
  await page.locator('#language').click();
  check('English by a touch', /About \d+-\d+ minutes/.test(await text(page, 'minutes')));
  check('and for screen readers', (await page.getAttribute('html', 'lang')) === 'en');
  await inspect(page, 'waiting-en');
  await page.locator('#language').click();

  const before = await page.evaluate(() => [window.tones, window.shaken.length]);
  await serveOne(1);
  await serveOne(1);
  await until('three before', () => seen(page, 'near'));
  await until('it sounds and shakes', async () => {
    const now = await page.evaluate(() => [window.tones, window.shaken.length]);
    return now[0] > before[0] && now[1] > before[1];
  });
  await inspect(page, 'near-zh');
  await serveOne(1);
  await serveOne(1);
  await serveOne(1);
  await verb(1, 'next');
  await until('it is called', () => seen(page, 'called'));
  check('to the window', (await text(page, 'go')) === '请到 1 号窗口', await text(page, 'go'));
  await inspect(page, 'called-zh');
  await verb(1, 'recall');
  await until('it is called again', () => seen(page, 'recalled'));
  await page.locator('#language').click();
  check('in English', (await text(page, 'go')) === 'Please go to window 1');
  await inspect(page, 'called-en');
  await page.locator('#language').click();
  await verb(1, 'arrive');
  await until('it is served', () => seen(page, 'serving'));
  check('it cannot be given up any more', !(await seen(page, 'cancel')));
  await inspect(page, 'serving-zh');
  await verb(1, 'finish');
  await until('it is finished and may be rated', () => seen(page, 'rate'));
  await inspect(page, 'rate-zh');
  await page.locator('#rate-form button').click();
  check('a level is wanted first', await seen(page, 'rate-hint'));
  check('no tags before a level', !(await seen(page, 'tags')));
  await page.locator('.level').nth(4).click();
  check('tags of a bad level', (await page.locator('.tag').allTextContents()).includes('服务态度生硬'));
  await page.locator('.tag').first().click();
  await page.locator('.level').nth(1).click();
  check('tags of a good level', (await page.locator('.tag').allTextContents()).includes('办事高效'));
  await page.locator('.tag').nth(1).click();
  await page.locator('#rate-text').fill('长'.repeat(390));
  check('it says how much is left', /还可输入 10 字/.test(await text(page, 'rate-left')));
  await page.locator('#rate-text').fill('<b>很好</b>\n谢谢');
  await page.locator('#language').click();
  check('what was ticked stays, in English', (await page.locator('.tag.chosen').allTextContents())
    .join() === 'Efficient', await page.locator('.tag.chosen').allTextContents());
  await inspect(page, 'rate-en');
  await page.locator('#language').click();
  await page.locator('#rate-form button').click();
  await until('thanks', () => seen(page, 'rated'));
  check('with what was given', /满意/.test(await text(page, 'rated-level')));
  await inspect(page, 'rated-zh');

  const second = await page.evaluate((token) => fetch('/api/v1/my-ticket/evaluation', {
    method: 'POST', headers: { 'X-Ticket-Token': token, 'Content-Type': 'application/json' },
    body: '{"intent":"again","level":1}',
  }).then((answer) => answer.status), mine.token);
  check('a second review is refused', second === 409, second);
  page.faults = page.faults.filter((fault) => !/409/.test(fault));
  await page.reload();
  await until('a reload remembers', () => seen(page, 'rated'));
  check('nothing went wrong on the page', page.faults.length === 0, page.faults.join('\n'));
  await page.context().close();
}

async function givingUp(browser) {
  const mine = await issue();
  const page = await open(browser, { locale: 'en-GB', viewport: { width: 320, height: 568 } });
  await page.goto(`${url}/t/#${mine.token}`);
  await until('English by the phone', async () => /You are next|ahead/i.test(
    await text(page, 'waiting')));
  await page.locator('#cancel-ask').click();
  await inspect(page, 'cancel-en-320');
  await page.locator('#cancel-no').click();
  check('nothing happened', await seen(page, 'waiting'));
  await page.locator('#cancel-ask').click();
  await page.locator('#cancel-yes').click();
  await until('it is given up', async () => /gave up/.test(await text(page, 'message-text')));
  await inspect(page, 'cancelled-en-320');
  check('nothing went wrong on the page', page.faults.length === 0, page.faults.join('\n'));
  await page.context().close();
}

async function missed(browser) {
  const mine = await issue();
  const page = await open(browser);
  await page.goto(`${url}/t/#${mine.token}`);
  await verb(1, 'next');
  await until('it is called', () => seen(page, 'called'));
  await verb(1, 'no-show');
  await until('missed once: moved back', () => seen(page, 'missed-once'));
  await inspect(page, 'missed-once-zh');
  await verb(1, 'next');
  await until('it is called again', () => seen(page, 'called'));
  await verb(1, 'no-show');
  await until('missed for good', async () => /已作废/.test(await text(page, 'message-text')));
  await inspect(page, 'missed-zh');
  check('nothing went wrong on the page', page.faults.length === 0, page.faults.join('\n'));
  await page.context().close();
}

async function unknown(browser) {
  const page = await open(browser);
  page.expected.push(/404/);
  for (const hash of ['', '#nonsense', `#${'0'.repeat(32)}`, `#${encodeURIComponent(HOSTILE)}`]) {
    await page.goto('about:blank');
    page.faults = [];
    await page.goto(`${url}/t/${hash}`);
    await until('a friendly answer', () => seen(page, 'unknown'));
  }
  check('it says what to do', /重新扫描/.test(await text(page, 'unknown')));
  await inspect(page, 'unknown-zh');
  check('nothing went wrong on the page', page.faults.length === 0, page.faults.join('\n'));
  await page.context().close();
}

// The hall is gone and comes back; and whatever it says is shown as text.
async function unreachableAndHostile(browser) {
  const mine = await issue();
  const page = await open(browser);
  page.expected.push(/ERR_|Failed to load/);
  await page.goto(`${url}/t/#${mine.token}`);
  await until('the number is shown', async () => (await text(page, 'number')) === mine.number);
  await page.route('**/api/**', (route) => route.abort());
  await until('it says that the hall is gone', () => seen(page, 'lost'));
  check('and shows the last it knew', (await text(page, 'number')) === mine.number);
  await inspect(page, 'lost-zh');
  await page.unroute('**/api/**');
  await page.route('**/api/v1/my-ticket', async (route) => {
    const answer = await route.fetch({ headers: { 'X-Ticket-Token': mine.token } });
    const body = await answer.json();
    const hostile = { zh: HOSTILE, en: HOSTILE };
    await route.fulfill({ json: { ...body, item: hostile, hall: hostile, area: hostile,
      papers: hostile, notice: hostile, number: HOSTILE } });
  });
  await until('it goes on by itself', async () => (await text(page, 'hall')) === HOSTILE);
  check('the banner is gone', !(await seen(page, 'lost')));
  check('hostile text is text', (await text(page, 'number')) === HOSTILE);
  check('and nothing else', !(await page.evaluate(() => window.hacked)) &&
    (await page.locator('#ticket img, #ticket script, header img').count()) === 0);
  await readable(page, 'a hostile page');
  check('nothing went wrong on the page', page.faults.length === 0, page.faults.join('\n'));
  await page.context().close();
}

await run(async (browser) => {
  await walk(browser);
  await givingUp(browser);
  await missed(browser);
  await unknown(browser);
  await unreachableAndHostile(browser);
});
