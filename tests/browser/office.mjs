// office.mjs: the frame of the staff pages: the first start, signing in, a password that must be
// changed, the second step, both languages, light and dark, small and on paper, a hall that is gone.
import { accessible, api, check, fits, open, openOffice, picture, run, signIn, staff, until, url }
  from './page.mjs';

const NEW_PASSWORD = '大厅里种了三棵 Trees-2026';

const wide = (browser, options) => open(browser, { viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1, hasTouch: false, isMobile: false, ...options });

async function inspect(page, name, whole = true) {
  await accessible(page, name);
  await picture(page, `office-${name}`, whole);
}

const none = (page) => check('nothing went wrong on the page', page.faults.length === 0,
  page.faults.join('\n'));

async function firstStart(browser) {
  const page = await wide(browser);
  page.expected.push(/40[13]|422/);
  await page.goto(`${url}/`);
  await until('setup is asked for', () => page.getByRole('heading', { name: '首次使用' }).isVisible());
  await page.getByRole('button', { name: '建立管理员' }).click();
  check('the code is wanted, beside its field', await page.getByText('请填写安装码').isVisible());
  await inspect(page, 'setup-zh');
  await page.getByLabel('安装码').fill('not-the-code');
  await page.getByLabel('用户名').fill('guanli');
  await page.getByLabel('新密码').fill(NEW_PASSWORD);
  await page.getByLabel('再输入一次').fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');
  await until('a wrong code is told', () => page.getByRole('alert').isVisible());
  await page.getByLabel('安装码').fill((await api('GET', '/api/v1/setup')).code);
  await page.keyboard.press('Enter');
  await until('then signing in', () => page.getByRole('heading', { name: '登录' }).isVisible());
  none(page);
  await page.context().close();
}

async function signingIn(browser, manager) {
  const page = await wide(browser);
  page.expected.push(/40[13]|422/);
  await page.goto(`${url}/office/`);
  await until('the page asks who', () => page.getByLabel('用户名').isVisible());
  check('the name has the focus', await page.getByLabel('用户名').evaluate(
    (field) => field === document.activeElement));
  await inspect(page, 'sign-in-zh');
  await page.getByLabel('用户名').fill(manager.name);
  await page.getByLabel('密码').fill('not this one');
  await page.getByLabel('窗口号').fill('three');
  await page.keyboard.press('Enter');
  check('a window is a number', await page.getByText('窗口号是数字').isVisible());
  await page.getByLabel('窗口号').fill('');
  await page.keyboard.press('Enter');
  await until('a refusal is told', () => page.getByRole('alert').getByText('用户名或密码不对').isVisible());
  check('the password is gone, the name is not', (await page.getByLabel('密码').inputValue()) === ''
    && (await page.getByLabel('用户名').inputValue()) === manager.name);
  await inspect(page, 'sign-in-refused-zh');
  await page.getByRole('button', { name: 'English' }).click();
  await until('English', () => page.getByRole('heading', { name: 'Sign in' }).isVisible());
  await inspect(page, 'sign-in-en');
  await page.getByLabel('Password').fill(manager.password);
  await page.keyboard.press('Enter');
  await until('inside', () => page.locator('.bar').isVisible());
  none(page);
  await page.context().close();
}

// Whoever got his password from somebody else has to change it before anything else.
async function mustChange(browser) {
  const who = await staff('xinren', 'auditor', { must_change: true });
  const page = await wide(browser);
  page.expected.push(/40[13]|422|INCOMPLETE/); // a new password ends the old session and its stream
  await page.goto(`${url}/office/`);
  await page.getByLabel('用户名').fill(who.name);
  await page.getByLabel('密码').fill(who.password);
  await page.keyboard.press('Enter');
  await until('it must be changed', () => page.getByRole('heading', { name: '请先修改密码' }).isVisible());
  await inspect(page, 'must-change-zh');
  await page.getByLabel('当前密码').fill(who.password);
  await page.getByLabel('新密码').fill('password');
  await page.getByLabel('再输入一次').fill('password');
  await page.keyboard.press('Enter');
  await until('a weak one is refused beside its field', () => page.locator('.field-error').isVisible());
  await page.getByLabel('新密码').fill(NEW_PASSWORD);
  await page.getByLabel('再输入一次').fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');
  await until('then the pages are open', () => page.locator('.bar').isVisible());
  await page.locator('.user button').first().click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await until('and out again', () => page.getByRole('heading', { name: '登录' }).isVisible());
  none(page);
  await page.context().close();
}

async function inside(browser, who, name, options) {
  const page = await openOffice(browser, 'about', { who, ...options });
  await until('the page is there', () => page.locator('main table').first().isVisible());
  await fits(page, name);
  await inspect(page, name);
  return page;
}

async function frames(browser, who) {
  const zh = await inside(browser, who, 'frame-zh');
  await zh.getByRole('button', { name: '类别' }).click();
  check('sorted by a click', (await zh.locator('th[aria-sort="ascending"]').count()) === 1);
  const saved = zh.waitForEvent('download');
  await zh.getByRole('button', { name: '导出 CSV' }).click();
  const text = await (await (await saved).createReadStream()).toArray();
  check('CSV begins with its mark', Buffer.concat(text).subarray(0, 3).equals(
    Buffer.from([0xef, 0xbb, 0xbf])));
  await zh.locator('.user button').first().click();
  await inspect(zh, 'menu-zh', false);
  await zh.getByRole('button', { name: '修改密码' }).click();
  await zh.getByRole('button', { name: '保存' }).click();
  await inspect(zh, 'password-zh', false);
  await zh.keyboard.press('Escape');
  await until('Esc closes it', async () => (await zh.locator('dialog').count()) === 0);
  await zh.emulateMedia({ media: 'print' });
  await inspect(zh, 'print-zh');
  none(zh);
  await zh.context().close();
  for (const [name, options] of [['frame-dark-zh', { colorScheme: 'dark' }],
    ['frame-en', { locale: 'en-GB' }]]) {
    const page = await inside(browser, who, name, options);
    none(page);
    await page.context().close();
  }
  const small = await inside(browser, who, 'quarter-zh', { viewport: { width: 640, height: 400 } });
  await small.getByRole('button', { name: '导航' }).click();
  await until('the navigation slides in', async () =>
    (await small.getByRole('navigation').boundingBox())?.x === 0);
  await inspect(small, 'quarter-open-zh', false);
  await small.keyboard.press('Escape');
  await until('and out', async () => !(await small.getByRole('link', { name: '关于大厅' }).isVisible()));
  none(small);
  await small.context().close();
}

// Any act that the hall wants confirmed: the password once more, then it is done with the same intent.
async function secondStep(browser, who) {
  const page = await openOffice(browser, 'clerk/5', { who });
  page.expected.push(/403|422/);
  const intents = [];
  await page.route('**/api/v1/windows/5/open', async (route) => {
    intents.push(route.request().postDataJSON().intent);
    if (intents.length < 3) {
      await route.fulfill({ status: 403, json: { error: { code: 'confirm_first', message: '…' } } });
    } else {
      await route.continue();
    }
  });
  const dialog = page.getByRole('dialog', { name: '请再次确认身份' });
  await page.keyboard.press('F8');
  await until('the second step', () => dialog.isVisible());
  await page.keyboard.press('Escape');
  await until('given up', async () => !(await dialog.isVisible()));
  check('and nothing done', (await api('GET', '/api/v1/windows/5')).state === 'closed');
  await until('the page is ready', async () => (await page.locator('.acts [aria-busy]').count()) === 0);
  await page.keyboard.press('F8');
  await until('it asks again', () => dialog.isVisible());
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await until('a wrong password is told in place', () => page.getByText('密码不对').isVisible());
  await inspect(page, 'second-step-zh', false);
  await page.getByLabel('密码').fill(who.password);
  await page.keyboard.press('Enter');
  await until('and it is done', async () => (await api('GET', '/api/v1/windows/5')).state === 'open');
  check('with its own intent', intents[1] === intents[2] && intents[0] !== intents[1]);
  none(page);
  await page.context().close();
}

async function goneAndBack(browser, who) {
  const page = await openOffice(browser, 'about', { who });
  page.expected.push(/ERR_|Failed to load/);
  let cut = false;
  await page.route('**/api/v1/events', (route) => (cut ? route.abort() : route.continue()));
  await page.addInitScript(() => { // lets the test pull the cable of a stream under way
    const real = window.fetch;
    window.fetch = (address, options = {}) => {
      if (!String(address).endsWith('/events')) {
        return real(address, options);
      }
      const pulled = new AbortController();
      window.pull = () => pulled.abort();
      options.signal?.addEventListener('abort', () => pulled.abort());
      return real(address, { ...options, signal: pulled.signal });
    };
  });
  await page.reload();
  await until('the page is there', () => page.locator('main table').first().isVisible());
  cut = true;
  await page.evaluate(() => window.pull());
  await until('it says that it may be late', () => page.getByText('信息可能延迟').isVisible());
  check('the figures stay', await page.locator('main table').first().isVisible());
  await inspect(page, 'stale-zh');
  cut = false;
  await until('it comes back by itself', async () => !(await page.getByText('信息可能延迟').isVisible()));
  none(page);
  await page.context().close();
}

// A session that ends under the page: the sign-in is there, and the address is kept.
async function thrownOut(browser, who) {
  const page = await wide(browser);
  await signIn(page, who);
  await page.goto(`${url}/office/#/about`);
  await until('the page is there', () => page.locator('main table').first().isVisible());
  await page.context().clearCookies();
  await page.reload();
  await until('who are you?', () => page.getByLabel('用户名').isVisible());
  await page.getByLabel('用户名').fill(who.name);
  await page.getByLabel('密码').fill(who.password);
  await page.keyboard.press('Enter');
  await until('where it was', () => page.getByRole('heading', { name: '关于大厅' }).isVisible());
  none(page);
  await page.context().close();
}

await run(async (browser) => {
  await firstStart(browser);
  const manager = await staff('zhuguan', 'manager', { display: '周建国' });
  await signingIn(browser, manager);
  await mustChange(browser);
  await frames(browser, manager);
  await secondStep(browser, manager);
  await goneAndBack(browser, manager);
  await thrownOut(browser, manager);
});
