// live.mjs: the manager's live page, its lists, its wall, and the page of alerts.
import { readFileSync } from 'node:fs';
import { accessible, api, check, openDesk, picture, run, staff, until, url } from './page.mjs';

const ITEMS = ['qiye-sheli', 'qiye-biangeng', 'shuiwu-dengji', 'hukou-qianyi', 'zonghe-zixun'];
const verb = (window, name, body = {}) => api('POST', `/api/v1/windows/${window}/${name}`, body)
  .catch(() => null); // nobody waits for that window: it stays free
const issue = (n) => api('POST', '/api/v1/tickets', { item: ITEMS[n % ITEMS.length] });

// A morning: most windows open, some serving, one calling, one paused, people waiting.
async function fill() {
  const { items } = await api('GET', '/api/v1/items');
  for (let n = 0; n < 45; n += 1) {
    await api('POST', '/api/v1/tickets', { item: items[(n * 7) % items.length].code });
  }
  for (let window = 1; window <= 30; window += 1) {
    await verb(window, 'open');
    if (window % 5 !== 0) {
      await verb(window, 'next');
    }
    if (window % 5 !== 0 && window % 7 !== 0) {
      await verb(window, 'arrive');
    }
  }
  await verb(29, 'finish');
  await verb(29, 'pause', { reason: '午餐' });
}

const tile = (page, name) => page.locator('.tile', { has: page.getByRole('heading', { name }) });
const figure = (page, name) => tile(page, name).locator('.figure').first().innerText();
const none = (page) => check('nothing went wrong on the page', page.faults.length === 0,
  page.faults.join('\n'));

let who; // the manager who looks
async function look(browser, address, name, options) {
  const page = await openDesk(browser, { who, ...options });
  await page.goto(`${url}/office/#/${address}`);
  await until(`${name} is there`, () => page.locator('.tile, .tabs, table').first().isVisible());
  return page;
}

async function inspect(page, name, whole = true) {
  check(`nothing is wider than the screen on ${name}`, await page.evaluate(() =>
    document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await accessible(page, name);
  await picture(page, `live-${name}`, whole);
}

async function figuresMove(browser) {
  const page = await look(browser, 'live', 'the live page');
  await until('all windows are there', async () => (await page.locator('.window').count()) === 35);
  const fits = await page.evaluate(() => {
    const last = [...document.querySelectorAll('.window')].pop().getBoundingClientRect();
    return last.bottom <= innerHeight;
  });
  check('35 windows are on a screen of 1280 × 800 without scrolling', fits);
  const before = parseInt(await figure(page, '今日取号'), 10);
  const from = Date.now();
  await issue(0);
  await until('a ticket is counted by push', async () =>
    parseInt(await figure(page, '今日取号'), 10) === before + 1);
  console.log(`from the click to the figure ${Date.now() - from} ms`);
  await verb(5, 'next');
  await until('a window shows its ticket', () => page.locator('.window.called', { hasText: '5' })
    .first().isVisible());
  const seconds = () => page.locator('.window.serving .window-foot').first().innerText();
  const then = await seconds();
  await until('seconds run', async () => (await seconds()) !== then);
  await until('the chart is drawn', () => page.locator('.canvas canvas').first().isVisible());
  await tile(page, '平均等待').getByRole('button').hover();
  await until('the formula shows on hover', () => page.getByRole('tooltip').first().isVisible());
  await page.mouse.move(0, 0);
  await inspect(page, 'zh');
  return page;
}

async function alertIsTakenOn(page) {
  const card = page.locator('.alert', { hasText: '打印机缺纸' });
  await until('the printer without paper is told', () => card.isVisible());
  check('with what to do', await card.getByText('换上纸卷').isVisible());
  await card.getByRole('button').click();
  await page.getByLabel('处理说明').fill('已请导办换纸');
  await inspect(page, 'acknowledge-zh', false);
  await page.keyboard.press('Enter');
  await until('it is taken on', () => card.getByText('已请导办换纸').isVisible());
  check('and cannot be taken twice', (await card.getByRole('button').count()) === 0);
}

async function windowOpens(page) {
  await page.locator('.window').first().focus();
  await page.keyboard.press('Enter');
  await until('a window opens by keyboard', () => page.getByRole('dialog').isVisible());
  await inspect(page, 'window-zh', false);
  await page.keyboard.press('Escape');
  await until('and closes', async () => !(await page.getByRole('dialog').isVisible()));
  await page.locator('.windows-card').getByRole('button', { name: '以表格显示' }).click();
  await until('as a table', () => page.locator('.windows-card table').isVisible());
  await accessible(page, 'the table of windows');
  await page.getByRole('button', { name: '以方格显示' }).click();
}

async function listsOpen(page) {
  const lists = [['今日取号', 'issued'], ['当前等待', 'waiting'], ['平均等待', 'late'],
    ['设备正常', 'devices']];
  for (const [name, list] of lists) {
    await page.goto(`${url}/office/#/live`);
    await tile(page, name).getByRole('link').click();
    await until(`${name} opens its list`, () => page.locator('main table').first().isVisible());
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 CSV' }).click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    check(`${list}.csv begins with a byte-order mark`, text.charCodeAt(0) === 0xfeff);
    check(`${list}.csv has a head`, text.includes(list === 'devices' ? '设备' : '号码'));
    await inspect(page, `list-${list}-zh`);
  }
  await page.goto(`${url}/office/#/live/waiting`);
  await until('who waits says why', () => page.getByText(/前面 \d+ 人|没有窗口/).first().isVisible());
}

async function inEnglishAndDark(browser) {
  const options = { locale: 'en-GB', colorScheme: 'dark' };
  const page = await look(browser, 'live', 'the live page in English', options);
  await until('English', () => page.getByRole('heading', { name: 'Waiting now' }).isVisible());
  await until('the chart is drawn', () => page.locator('.canvas canvas').first().isVisible());
  await inspect(page, 'en-dark');
  await page.goto(`${url}/office/#/alerts`);
  await page.getByRole('tab', { name: 'Taken on' }).click();
  await until('the alert is among those taken on', () =>
    page.getByText('Printer out of paper').last().isVisible());
  await inspect(page, 'alerts-en-dark');
  none(page);
  await page.context().close();
}

async function wall(browser) {
  for (const [name, options] of [['wall-zh', {}], ['wall-en-dark', { locale: 'en-GB', colorScheme: 'dark' }]]) {
    const page = await look(browser, 'live/wall', 'the wall', { ...options,
      viewport: { width: 1920, height: 1080 } });
    await until('windows on the wall', () => page.locator('.wall .window').first().isVisible());
    await until('the chart is drawn', () => page.locator('.canvas canvas').first().isVisible());
    check('nothing is to be pressed for a way in', (await page.locator('.wall .hint:visible').count()) === 0);
    await inspect(page, name, false);
    await page.keyboard.press('Escape');
    await until('Esc leaves', () => page.locator('.page-head').isVisible());
    none(page);
    await page.context().close();
  }
}

async function small(browser) {
  const page = await look(browser, 'live', 'a quarter of a screen', { viewport: { width: 640, height: 720 } });
  await until('windows', () => page.locator('.window').first().isVisible());
  await inspect(page, 'quarter-zh');
  await page.goto(`${url}/office/#/alerts`);
  await until('alerts', () => page.locator('main table').first().isVisible());
  await inspect(page, 'alerts-quarter-zh');
  none(page);
  await page.context().close();
}

run(async (browser) => {
  await fill();
  who = await staff('wang', 'manager');
  const page = await figuresMove(browser);
  await alertIsTakenOn(page);
  await windowOpens(page);
  await listsOpen(page);
  none(page);
  await page.context().close();
  await inEnglishAndDark(browser);
  await wall(browser);
  await small(browser);
});
