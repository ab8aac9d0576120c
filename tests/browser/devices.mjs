// devices.mjs: the devices page in Chromium: looked at, tried, taught.
import { connect } from 'node:net';
import { accessible, api, check, openDesk, picture, run, staff, until, url, words } from './page.mjs';

// A sentence to the simulated hall: keys, paper, plugs.
const say = (sentence) => new Promise((resolve, reject) => {
  const socket = connect(words[0], () => socket.end(`${sentence}\n`));
  socket.on('data', (answer) => (String(answer).startsWith('ok') ? resolve()
    : reject(new Error(`${sentence}: ${answer}`))));
  socket.on('error', reject);
});

let who; // the administrator who looks
const wide = (browser, options) => openDesk(browser, { who, ...options });

const none = (page) => check('nothing went wrong on the page', page.faults.length === 0,
  page.faults.join('\n'));

async function inspect(page, name) {
  await accessible(page, name);
  await picture(page, `devices-${name}`);
}

const row = (page, name) => page.getByRole('row').filter({ hasText: name });

async function looks(page) {
  await page.goto(`${url}/office/#/devices`);
  await until('all devices are there', async () => (await page.getByRole('row').count()) > 100);
  check('a hostile name is text', await page.getByText('<img src=x onerror=window.hacked=1>一楼')
    .first().isVisible());
  check('and ran nothing', !(await page.evaluate(() => window.hacked)));
  await picture(page, 'devices-all-zh');
  await page.getByLabel('类型').selectOption('printer');
  await until('only printers', async () => (await page.getByRole('row').count()) < 10);
  await accessible(page, 'printers'); // the same rows, and axe takes minutes for a thousand cells
  await page.getByLabel('类型').selectOption('');
  await page.getByLabel('查找设备、窗口、线路').fill('board-11');
  await until('search finds one', async () => (await page.getByRole('row').count()) === 2);
}

async function tries(page) {
  await row(page, 'board-11').click();
  await until('its window opens', () => page.getByRole('dialog').isVisible());
  await page.getByLabel('要显示的文字').fill('<b>测试</b> 77');
  await page.getByRole('button', { name: '显示文字' }).click();
  await until('the board shows it', () => page.getByRole('dialog').getByText('<b>测试</b> 77').first()
    .isVisible());
  await inspect(page, 'board-zh');
  await page.keyboard.press('Escape');
  await page.goto(`${url}/office/#/devices/pad-11`);
  await page.getByRole('button', { name: '蜂鸣' }).click();
  await until('the beep is told', () => page.getByText(/应当响了一声/).isVisible());
  await page.keyboard.press('Escape');
}

async function learns(page) {
  await page.goto(`${url}/office/#/devices/pad-01`);
  await page.getByRole('button', { name: '开始学习（2 分钟）' }).click();
  await until('it waits for a key', () => page.getByText(/请现在按一个键/).isVisible());
  await say('window 1 presses NO-SHOW');
  await until('the code arrives', () => page.getByText('05 0F', { exact: true }).isVisible());
  await page.getByLabel('改为').selectOption({ label: '挂起' });
  check('the row is shown as it will be written', await page
    .getByText('- {code: "05 0F", action: hold}').isVisible());
  await inspect(page, 'learn-zh');
  await page.getByRole('button', { name: '写入型号文件' }).click();
  page.expected.push(/403/); // the second step
  const again = page.getByRole('dialog', { name: '请再次确认身份' });
  await until('the password is asked for', () => again.isVisible());
  await again.getByLabel('密码').fill(who.password);
  await page.keyboard.press('Enter');
  await until('it is a version of the configuration', () => page.getByText(/已保存为第 \d+ 版/)
    .isVisible());
  await page.getByRole('button', { name: '结束学习' }).click();
  await page.keyboard.press('Escape');
}

async function paper(page) {
  await page.goto(`${url}/office/#/devices?tab=paper`);
  await until('nobody knows the rolls', () => page.getByText(/不知道纸卷何时换的/).first().isVisible());
  await page.getByRole('button', { name: /已换新纸/ }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '已换新纸' }).click();
  await until('then it is forecast', () => page.getByText(/约可再打 \d+ 张/).first().isVisible());
  await say('printer printer-2 runs out of paper');
  await until('paper out comes by push', () => page.getByText('缺纸，请立即换纸').first().isVisible());
  await inspect(page, 'paper-zh');
  await say('printer printer-2 gets paper');
  await until('and a new roll is seen', () => page.getByText('（传感器发现）').first().isVisible());
}

async function lines(page) {
  await page.goto(`${url}/office/#/devices?tab=lines`);
  await until('lines are there', async () => (await page.getByRole('row').count()) > 15);
  await page.getByRole('button', { name: '抓取 60 秒 bus-3' }).click();
  await until('a capture runs', () => page.getByRole('button', { name: '停止抓取 bus-3' }).isVisible());
  await until('the last seconds are told', () => page.getByText(/最近 2 秒/).first().isVisible());
  await inspect(page, 'lines-zh');
  await page.getByRole('button', { name: '停止抓取 bus-3' }).click();
}

async function english(browser) {
  const page = await wide(browser, { locale: 'en-GB' });
  await page.goto(`${url}/office/#/devices`);
  await until('in English', () => page.getByRole('heading', { name: 'Devices', exact: true }).isVisible());
  await until('rows', async () => (await page.getByRole('row').count()) > 100);
  check('a hostile English name is text', await page.getByText('<script>window.hacked=1</script>Floor 1')
    .first().isVisible());
  await picture(page, 'devices-all-en');
  await page.getByLabel('Find a device, window or line').fill('bus-7');
  await until('fewer', async () => (await page.getByRole('row').count()) < 20);
  await accessible(page, 'a line in English');
  for (const [tab, name] of [['lines', 'lines-en'], ['paper', 'paper-en']]) {
    await page.goto(`${url}/office/#/devices?tab=${tab}`);
    await until(`${tab} is drawn`, () => page.getByRole('tab', { selected: true }).isVisible());
    await inspect(page, name);
  }
  await page.goto(`${url}/office/#/devices/pad-01`);
  await until('its window', () => page.getByRole('dialog').isVisible());
  await inspect(page, 'pad-en');
  check('no script ran', !(await page.evaluate(() => window.hacked)));
  none(page);
  await page.context().close();
}

async function keyboard(browser) {
  const page = await wide(browser, { viewport: { width: 640, height: 480 } });
  await page.goto(`${url}/office/#/devices`);
  await until('rows', async () => (await page.getByRole('row').count()) > 100);
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await until('Enter opens', () => page.getByRole('dialog').isVisible());
  await page.keyboard.press('Escape');
  await until('Esc closes', async () => !(await page.getByRole('dialog').isVisible()));
  check('a quarter of a screen is enough', await page.evaluate(() =>
    document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await picture(page, 'devices-small-zh');
  none(page);
  await page.context().close();
}

async function walk(browser) {
  who = await staff('zhou', 'administrator');
  const page = await wide(browser);
  await looks(page);
  await tries(page);
  await learns(page);
  await paper(page);
  await lines(page);
  check('no script ran', !(await page.evaluate(() => window.hacked)));
  none(page);
  await page.context().close();
  await english(browser);
  await keyboard(browser);
  check('the hall still answers', (await api('GET', '/api/v1/devices')).devices.length > 100);
}

await run(walk);
