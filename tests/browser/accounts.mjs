// accounts.mjs: a hall's first day as an administrator sees it: set-up, sign-in, accounts, tokens,
// a clerk with a lent password, a lock; and another site that tries to use the session.
import http from 'node:http';
import { accessible, check, open, picture, run, until, url, words } from './page.mjs';

const [code] = words;
const OWN = 'Kq7-vtMz2-admin';
const LENT = 'Bk9-paper.Lamp';
const HOSTILE = '<img src=x onerror=alert(1)>张三';

async function wide(browser, options) {
  const page = await open(browser, { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1,
    hasTouch: false, isMobile: false, ...options });
  page.expected.push(/40[0139]|422|429/);
  return page;
}

async function inspect(page, name, whole = true) {
  await accessible(page, name);
  await picture(page, `accounts-${name}`, whole);
}

const button = (page, name) => page.getByRole('button', { name, exact: true });
const dialog = (page) => page.locator('dialog');
const closed = (page) => until('the dialog closes', async () => (await dialog(page).count()) === 0);
const none = (page) => check('nothing went wrong on the page', page.faults.length === 0,
  page.faults.join('\n'));

async function setUp(page) {
  await page.goto(`${url}/office/`);
  await until('set-up is asked for', () => page.getByRole('heading', { name: '首次使用' }).isVisible());
  const fill = async (secret) => {
    await page.getByLabel('安装码').fill(code.toLowerCase());
    await page.getByLabel('用户名').fill('admin');
    await page.getByLabel('新密码').fill(secret);
    await page.getByLabel('再输入一次').fill(secret);
    await page.keyboard.press('Enter');
  };
  await fill('Password2026!');
  await until('a weak password is refused beside its field',
    () => page.getByText('这个密码太常见').isVisible());
  await inspect(page, 'setup-weak-zh');
  await fill(OWN);
  await until('then signing in', () => page.getByRole('heading', { name: '登录' }).isVisible());
}

async function signIn(page, name, secret, labels = ['用户名', '密码']) {
  await page.getByLabel(labels[0]).fill(name);
  await page.getByLabel(labels[1], { exact: true }).fill(secret);
  await page.keyboard.press('Enter');
}

async function confirmed(page) {
  await until('the second step is asked for', () => page.getByText('请再次确认身份').isVisible());
  await dialog(page).last().getByLabel('密码', { exact: true }).fill(OWN);
  await button(page, '确认并继续').click();
}

async function addAccount(page) {
  await button(page, '新增账号').click();
  await button(page, '保存').click();
  await until('what is missing stands beside its field',
    () => page.getByText('窗口人员要有人员代码').isVisible());
  await inspect(page, 'add-wrong-zh', false);
  await dialog(page).getByLabel('用户名').fill('wang');
  await dialog(page).getByLabel('姓名').fill(HOSTILE);
  await dialog(page).getByLabel('人员代码').fill('zhao-min');
  await dialog(page).getByLabel('初始密码').fill(LENT);
  await dialog(page).getByLabel('再输入一次').fill(LENT);
  await button(page, '保存').click();
  await confirmed(page);
  await until('the account is listed', () => page.getByRole('rowheader', { name: 'wang' }).isVisible());
  await closed(page);
  check('its name is text', await page.getByText(HOSTILE).isVisible());
}

async function addToken(page) {
  await page.getByRole('tab', { name: '程序令牌' }).click();
  await button(page, '新建令牌').click();
  await dialog(page).getByLabel('名称').fill('大厅取号机 1');
  await button(page, '生成').click();
  await until('the token is shown', () => page.locator('code.secret').isVisible());
  const token = await page.locator('code.secret').innerText();
  check('it has 256 bits', /^[0-9a-f]{64}$/.test(token), token);
  await page.locator('code.secret').evaluate((element) => { element.textContent = '0123'.repeat(16); });
  await inspect(page, 'token-once-zh', false);
  await button(page, '已保存好').click();
  await closed(page);
  check('and never again', !(await page.content()).includes(token));
  await until('it is listed', () => page.getByText('大厅取号机 1').isVisible());
  await inspect(page, 'tokens-zh');
  const answer = await fetch(`${url}/api/v1/queue`, { headers: { Authorization: `Bearer ${token}` } });
  check('it works', answer.status === 200);
  await button(page, '撤销').click();
  await dialog(page).getByRole('button', { name: '撤销' }).click();
  await until('it is revoked', () => page.getByText('已撤销').first().isVisible());
}

// A clerk whose password somebody else chose, in another browser.
async function clerk(browser) {
  const page = await wide(browser);
  await page.goto(`${url}/office/`);
  await until('sign-in', () => page.getByLabel('用户名').isVisible());
  await signIn(page, 'wang', LENT);
  await until('the lent password must go', () => page.getByRole('heading', { name: '请先修改密码' }).isVisible());
  await inspect(page, 'forced-zh');
  await page.getByLabel('当前密码').fill(LENT);
  await page.getByLabel('新密码').fill(`${LENT}-own`);
  await page.getByLabel('再输入一次').fill(`${LENT}-own`);
  await button(page, '保存').click();
  await until('then the pages', () => page.getByRole('navigation').isVisible());
  await page.getByRole('button', { name: '张三' }).click();
  check('he sits at his window', await page.getByText('· 1 号窗口').isVisible());
  await page.getByRole('banner').getByRole('button', { name: '换窗口' }).click();
  await inspect(page, 'window-zh', false);
  await dialog(page).getByLabel('窗口号').selectOption('2');
  await button(page, '到这个窗口').click();
  await closed(page);
  await page.getByRole('button', { name: '张三' }).click();
  check('and takes another', await page.getByText('· 2 号窗口').isVisible());
  return page;
}

// Another site, with a page that our user looks at while signed in.
async function otherSite(page) {
  const site = http.createServer((request, reply) => {
    reply.setHeader('Content-Type', 'text/html');
    reply.end(`<form id="f" method="post" enctype="text/plain" action="${url}/api/v1/accounts/wang/unlock">
      <input name='{"intent":"evil:form","x":"' value='"}'></form>`);
  });
  await new Promise((done) => { site.listen(0, '127.0.0.1', done); });
  const other = await page.context().newPage();
  await other.goto(`http://localhost:${site.address().port}/`);
  const answer = other.waitForResponse((response) => response.url().includes('/unlock'));
  await other.evaluate(() => document.getElementById('f').submit());
  check('a form of another site is refused', (await answer).status() === 403);
  await other.waitForURL(`${url}/**`); // where the form led
  await other.goto(`http://localhost:${site.address().port}/`);
  const fetched = await other.evaluate(async (to) => {
    const tries = [{ mode: 'no-cors', body: '{"intent":"evil:plain"}' },
      { mode: 'cors', body: '{"intent":"evil:json"}',
        headers: { 'Content-Type': 'application/json', 'X-Hallq-Page': '1' } }];
    return Promise.all(tries.map((one) => fetch(to, { method: 'POST', credentials: 'include', ...one })
      .then((reply) => reply.type).catch(() => 'refused')));
  }, `${url}/api/v1/accounts/wang/unlock`);
  check('a script of another site reads nothing', fetched.join() === 'opaque,refused', fetched.join());
  const read = await other.evaluate((to) => fetch(to, { credentials: 'include' })
    .then(() => 'read').catch(() => 'refused'), `${url}/api/v1/accounts`);
  check('nor does it read lists', read === 'refused');
  await other.close();
  site.close();
}

async function cookies(page) {
  const [cookie, ...more] = await page.context().cookies();
  check('there is one cookie', more.length === 0 && cookie.name === '__Host-hallq');
  check('as it should be', cookie.secure && cookie.httpOnly && cookie.sameSite === 'Strict' &&
    cookie.path === '/', JSON.stringify(cookie));
  check('no script sees it', (await page.evaluate(() => document.cookie)) === '');
}

async function locked(browser) {
  const page = await wide(browser);
  await page.goto(`${url}/office/`);
  await until('sign-in', () => page.getByLabel('用户名').isVisible());
  for (let i = 0; i < 7; i += 1) {
    const answer = page.waitForResponse((response) => response.url().endsWith('/session') &&
      response.request().method() === 'POST');
    await signIn(page, 'wang', `guess-${i}`);
    await answer;
  }
  await until('too many tries are told', () => page.getByText('尝试次数太多').isVisible());
  await inspect(page, 'locked-zh');
  await button(page, 'English').click();
  await until('in English', () => page.getByRole('heading', { name: 'Sign in' }).isVisible());
  none(page);
  await page.context().close();
}

async function english(browser) {
  const page = await wide(browser, { locale: 'en-GB' });
  await page.goto(`${url}/office/`);
  await until('sign-in', () => page.getByLabel('User name').isVisible());
  for (let i = 0; i < 20; i += 1) { // the guesses came from this address, too: its lock is seconds
    const answer = page.waitForResponse((response) => response.url().endsWith('/session') &&
      response.request().method() === 'POST');
    await signIn(page, 'admin', OWN, ['User name', 'Password']);
    if ((await answer).status() === 201) {
      break;
    }
    await page.waitForTimeout(1000);
  }
  await until('inside', () => page.getByRole('navigation').isVisible());
  await page.goto(`${url}/office/#/accounts`);
  await until('the accounts', () => page.getByRole('rowheader', { name: 'wang' }).isVisible());
  await inspect(page, 'list-en');
  await page.getByRole('tab', { name: 'Signed in' }).click();
  await inspect(page, 'sessions-en');
  await page.getByRole('tab', { name: 'Tokens of programs' }).click();
  await button(page, 'Make a token').click();
  await inspect(page, 'token-en', false);
  await page.keyboard.press('Escape');
  await closed(page);
  none(page);
  await page.context().close();
}

await run(async (browser) => {
  const page = await wide(browser);
  await setUp(page);
  await signIn(page, 'admin', OWN);
  await until('inside', () => page.getByRole('navigation').isVisible());
  await cookies(page);
  await page.goto(`${url}/office/#/accounts`);
  await until('the accounts', () => page.getByRole('rowheader', { name: 'admin' }).isVisible());
  await addAccount(page);
  await inspect(page, 'list-zh');
  await otherSite(page);
  await addToken(page);
  const sitting = await clerk(browser);
  await page.getByRole('tab', { name: '已登录' }).click();
  await until('his session is listed', () => page.getByRole('rowheader', { name: 'wang' }).isVisible());
  await inspect(page, 'sessions-zh');
  await locked(browser);
  await page.getByRole('tab', { name: '账号' }).click();
  await until('the lock is shown', () => page.getByText('已锁定').isVisible());
  await inspect(page, 'list-locked-zh');
  await button(page, '解除锁定').click();
  await until('and taken off', async () => !(await page.getByText('已锁定').isVisible()));
  const row = page.getByRole('row', { name: /wang/ });
  await row.getByRole('button', { name: '停用' }).click();
  await dialog(page).getByRole('button', { name: '停用' }).click();
  sitting.expected.push(/ERR_INCOMPLETE_CHUNKED/); // the stream of events is cut
  await until('who is disabled is out at once', () => sitting.getByLabel('用户名').isVisible());
  none(sitting);
  await sitting.context().close();
  await english(browser);
  await page.getByRole('button', { name: 'admin', exact: true }).click();
  await button(page, '退出登录').click();
  await until('signed out', () => page.getByRole('heading', { name: '登录' }).isVisible());
  check('the cookie is gone', (await page.context().cookies()).length === 0);
  none(page);
});
