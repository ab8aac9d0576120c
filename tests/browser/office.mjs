// office.mjs: the frame of the staff pages. What the hall says of sessions is played here, so that
// each answer is met: no administrator yet, nobody signed in, refusals, the second step.
import { accessible, check, fits, open, picture, run, until, url } from './page.mjs';

const ADMINISTRATOR = { name: 'admin', display: { zh: '管理员', en: 'Administrator' },
  role: 'administrator', clerk: null, window: null, until: null, clock_speed: 1,
  password_expires: null };
const refusal = (status, code, message) => ({ status, json: { error: { code, message } } });

// Plays /api/v1/session: `state.answer` to GET, and what each command should get.
async function play(page, state) {
  page.expected.push(/40[13]|422/);
  await page.route('**/api/v1/session', async (route) => {
    const method = route.request().method();
    if (method === 'GET') {
      await route.fulfill(state.answer);
    } else if (method === 'DELETE') {
      await route.fulfill({ status: 204 });
    } else {
      state.sent = route.request().postDataJSON();
      state.headers = route.request().headers();
      await route.fulfill(state.signIn);
    }
  });
  await page.route('**/api/v1/session/confirm', (route) => {
    state.confirmed = route.request().postDataJSON();
    return route.fulfill(state.confirm);
  });
  await page.route('**/api/v1/setup', (route) => {
    state.sent = route.request().postDataJSON();
    state.answer = refusal(401, 'signed_out', '');
    return route.fulfill({ status: 201, json: {} });
  });
}

async function wide(browser, options) {
  return open(browser, { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1,
    hasTouch: false, isMobile: false, ...options });
}

async function inspect(page, name, whole = true) {
  await accessible(page, name);
  await picture(page, `office-${name}`, whole);
}

const none = (page) => check('nothing went wrong on the page', page.faults.length === 0,
  page.faults.join('\n'));

async function firstStart(browser) {
  const page = await wide(browser);
  const state = { answer: refusal(401, 'setup_needed', '') };
  await play(page, state);
  await page.goto(`${url}/office/`);
  await until('setup is asked for', () => page.getByRole('heading', { name: '首次使用' }).isVisible());
  await page.getByRole('button', { name: '建立管理员' }).click();
  check('the code is wanted, beside its field', await page.getByText('请填写安装码').isVisible());
  await inspect(page, 'setup-zh');
  await page.getByLabel('安装码').fill('ABCD-1234');
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('新密码').fill('一个很长的句子当密码');
  await page.getByLabel('再输入一次').fill('一个很长的句子当密码');
  await page.keyboard.press('Enter');
  await until('then signing in', () => page.getByRole('heading', { name: '登录' }).isVisible());
  check('the code was sent', state.sent.code === 'ABCD-1234' && state.sent.name === 'admin');
  none(page);
  await page.context().close();
}

async function signingIn(browser) {
  const page = await wide(browser);
  const state = { answer: refusal(401, 'signed_out', ''),
    signIn: refusal(401, 'sign_in_failed', '用户名或密码不对') };
  await play(page, state);
  await page.goto(`${url}/office/`);
  await until('the page asks who', () => page.getByLabel('用户名').isVisible());
  check('the name has the focus', await page.getByLabel('用户名').evaluate(
    (field) => field === document.activeElement));
  await inspect(page, 'sign-in-zh');
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码').fill('wrong');
  await page.keyboard.press('Enter');
  await until('a refusal is told', () => page.getByRole('alert').getByText('用户名或密码不对').isVisible());
  check('the password is gone, the name is not', (await page.getByLabel('密码').inputValue()) === ''
    && (await page.getByLabel('用户名').inputValue()) === 'admin');
  check('the page names itself', state.headers['x-hallq-page'] === '1');
  await inspect(page, 'sign-in-refused-zh');
  await page.getByRole('button', { name: 'English' }).click();
  await until('English', () => page.getByRole('heading', { name: 'Sign in' }).isVisible());
  await inspect(page, 'sign-in-en');
  state.signIn = { status: 201, json: ADMINISTRATOR };
  await page.getByLabel('Password').fill('right');
  await page.getByLabel('Window number').fill('3');
  await page.keyboard.press('Enter');
  await until('inside', () => page.locator('main table').first().isVisible());
  check('with the window', state.sent.window === 3 && state.sent.password === 'right');
  none(page);
  await page.context().close();
}

async function inside(browser, name, options) {
  const page = await wide(browser, options);
  await play(page, { answer: { json: ADMINISTRATOR } });
  await page.goto(`${url}/office/#/about`);
  await until('the page is there', () => page.locator('main table').first().isVisible());
  await fits(page, name);
  await inspect(page, name);
  return page;
}

async function frames(browser) {
  const zh = await inside(browser, 'frame-zh');
  await zh.getByRole('button', { name: '类别' }).click();
  check('sorted by a click', (await zh.locator('th[aria-sort="ascending"]').count()) === 1);
  const saved = zh.waitForEvent('download');
  await zh.getByRole('button', { name: '导出 CSV' }).click();
  const text = await (await (await saved).createReadStream()).toArray();
  check('CSV begins with its mark', Buffer.concat(text).subarray(0, 3).equals(
    Buffer.from([0xef, 0xbb, 0xbf])));
  await zh.getByRole('button', { name: '管理员' }).click();
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

  const dark = await inside(browser, 'frame-dark-zh', { colorScheme: 'dark' });
  none(dark);
  await dark.context().close();
  const en = await inside(browser, 'frame-en', { locale: 'en-GB' });
  none(en);
  await en.context().close();
  const small = await inside(browser, 'quarter-zh', { viewport: { width: 640, height: 400 } });
  await small.getByRole('button', { name: '导航' }).click();
  await until('the navigation slides in', async () =>
    (await small.getByRole('navigation').boundingBox())?.x === 0);
  await inspect(small, 'quarter-open-zh', false);
  await small.keyboard.press('Escape');
  await until('and out', async () => !(await small.getByRole('link', { name: '关于大厅' }).isVisible()));
  none(small);
  await small.context().close();
}

async function goneAndBack(browser) {
  const page = await wide(browser);
  page.expected.push(/ERR_|Failed to load/);
  await play(page, { answer: { json: ADMINISTRATOR } });
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
  await page.goto(`${url}/office/#/about`);
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

await run(async (browser) => {
  await firstStart(browser);
  await signingIn(browser);
  await frames(browser);
  await goneAndBack(browser);
});
