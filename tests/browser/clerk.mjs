// clerk.mjs: a clerk's morning at window 1, by keyboard only; then what goes wrong in real life.
import { accessible, api, check, fits, openOffice, picture, run, staff, until } from './page.mjs';

const QUARTER = { viewport: { width: 480, height: 400 } };

const number = (page) => page.locator('.here .number').textContent();
// What came of the last act is shown, and the next would be taken.
const ready = async (page) => (await page.locator('.acts [aria-busy]').count()) === 0;
const shows = (page, text) => until(`${text} is there`, async () =>
  (await number(page)) === text && ready(page));
const inState = (page, state) => until(`the window is ${state}`, async () =>
  (await page.locator(`.here.${state}`).isVisible()) && ready(page));
const none = (page) => check('nothing went wrong on the page', page.faults.length === 0,
  page.faults.join('\n'));

async function inspect(page, name, whole = false) {
  await accessible(page, name);
  await picture(page, `clerk-${name}`, whole);
}

async function issue(count, item = 'qiye-sheli') {
  const taken = [];
  for (let i = 0; i < count; i += 1) {
    taken.push((await api('POST', '/api/v1/tickets', { item })).number);
  }
  return taken;
}

// Two presses within a second count as one (the hall's repeat guard): a person looks up in between.
const breathe = (page) => until('a moment', async () => {
  const now = await page.evaluate(() => performance.now());
  page.since = page.since || now;
  if (now - page.since < 1600) {
    return false;
  }
  page.since = 0;
  return true;
});

async function morning(browser, zhao, li) {
  const waiting = await issue(6);
  const page = await openOffice(browser, 'clerk', { who: zhao });
  await inState(page, 'closed');
  await inspect(page, 'closed-zh');
  await page.keyboard.press('F8'); // opens
  await inState(page, 'free');
  await page.keyboard.press('Space'); // the same key: the first visitor
  await shows(page, waiting[0]);
  await inState(page, 'called');
  check('it says why', /已等/.test(await page.locator('.here .why').textContent()));
  await page.keyboard.press('F9');
  await until('recalled', () => page.getByText('已重呼 1 次').isVisible());
  await inspect(page, 'called-zh');
  await page.keyboard.press('d');
  await inState(page, 'serving');
  await until('its board says so', async () => (await page.locator('.shown').textContent())
    .includes(waiting[0]));
  await inspect(page, 'serving-zh');

  // A promised item: the primary key asks for the outcome first; Enter is enough.
  await breathe(page);
  await page.keyboard.press('F8');
  await until('the outcome is asked for', () => page.getByRole('dialog').isVisible());
  check('accepted is what this item ends with', await page.getByLabel('受理', { exact: false }).first()
    .evaluate((radio) => radio.form.querySelector('input:checked').value === 'accepted'));
  await inspect(page, 'finish-zh');
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await until('a correction needs its words', () => page.getByText('请写明需要补正').isVisible());
  await inspect(page, 'finish-wrong-zh');
  await page.getByRole('radio').nth(1).focus();
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await shows(page, waiting[1]);
  const last = await page.locator('.here .last').textContent();
  check('the receipt is shown', /受理号 260302-0001-\d{5}/.test(last) && /2026年3月5日/.test(last), last);
  await inspect(page, 'receipt-zh');

  // No-show, and back again within ten seconds.
  await breathe(page);
  await page.keyboard.press('g');
  await inState(page, 'free');
  await until('undo counts down', () => page.getByRole('button', { name: /撤销 \d+ 秒/ }).isVisible());
  await picture(page, 'clerk-undo-zh', false); // and nothing slow: it is ten seconds
  await page.keyboard.press('c');
  await shows(page, waiting[1]);

  // Hold with a note, take it back from the list by the palette.
  await page.keyboard.press('h');
  await until('why on hold', () => page.getByRole('dialog').isVisible());
  await page.keyboard.type('去复印身份证');
  await inspect(page, 'hold-zh');
  await page.keyboard.press('Enter');
  await inState(page, 'free');
  await page.getByRole('tab', { name: /挂起/ }).focus();
  await page.keyboard.press('Enter');
  await until('it is on hold with its note', () => page.getByText('去复印身份证').isVisible());
  await inspect(page, 'held-zh');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(waiting[1]);
  await inspect(page, 'palette-number-zh');
  await page.keyboard.press('Enter');
  await shows(page, waiting[1]);
  await page.keyboard.press('d');
  await inState(page, 'serving');

  await transfers(page, waiting[1], li);
  await settings(page);

  await page.keyboard.press('t');
  await until('why a pause', () => page.getByRole('dialog').isVisible());
  await inspect(page, 'pause-zh');
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await inState(page, 'paused');
  check('the reason stands there', await page.locator('.here').getByText('用餐').isVisible());
  await inspect(page, 'paused-zh');
  await page.keyboard.press('Space');
  await inState(page, 'free');
  none(page);
  return page;
}

async function transfers(page, ticket, li) {
  await api('POST', '/api/v1/windows/2/open', {});
  await breathe(page);
  await page.keyboard.press('z');
  await until('where to', () => page.getByRole('dialog').isVisible());
  await page.keyboard.type('qybg');
  await until('found by pinyin', () => page.getByRole('option', { name: /企业变更/ }).isVisible());
  await inspect(page, 'transfer-item-zh');
  await page.getByRole('tab', { name: '转到事项' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await until('windows that are open', () => page.getByRole('option', { name: /2 号窗口/ }).isVisible());
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await page.getByLabel('给对方的留言').focus();
  await page.keyboard.type('请核对<b>法人</b>身份证');
  await page.getByLabel('办完后回到我的窗口').focus();
  await page.keyboard.press('Space');
  await inspect(page, 'transfer-window-zh');
  await page.keyboard.press('Enter');
  await inState(page, 'free');
  await page.getByRole('tab', { name: /同事/ }).click();
  const other = await openOffice(page.context().browser(), 'clerk', { who: li, locale: 'en-GB' });
  await inState(other, 'free');
  await other.keyboard.press('F8');
  await shows(other, ticket);
  check('with the note, as text', await other.getByText('请核对<b>法人</b>身份证').isVisible());
  check('and from where', await other.getByText('Note from window 1').isVisible());
  await inspect(other, 'note-en');
  await until('the colleague is seen calling', () => page.getByText(`呼叫 ${ticket}`).isVisible());
  await inspect(page, 'colleagues-zh');
  await other.keyboard.press('d');
  await inState(other, 'serving');
  await breathe(other);
  await other.keyboard.press('j');
  await other.keyboard.press('1');
  await other.keyboard.press('Enter');
  await inState(other, 'free');
  none(other);
  await other.context().close();
  await page.getByRole('tab', { name: /等候/ }).click();
  await until('it comes back to me', () => page.getByText('指定本窗口').isVisible());
  await inspect(page, 'waiting-zh');
}

async function settings(page) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('kjj');
  await page.keyboard.press('Enter');
  await until('the keys', () => page.getByRole('dialog', { name: '快捷键' }).isVisible());
  await page.getByRole('button', { name: '改键：暂停' }).click();
  await page.keyboard.press('d');
  await until('a key is one act', () => page.getByText('已用于“到达”').isVisible());
  await inspect(page, 'keys-zh');
  await page.getByRole('button', { name: '改键：暂停' }).click();
  await page.keyboard.press('q');
  await page.getByLabel('使用单个字母').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  check('letters are off', (await page.getByRole('dialog').count()) === 0);
  await page.getByRole('button', { name: '快捷键' }).click();
  await page.getByLabel('使用单个字母').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  await until('the new key works', () => page.getByRole('dialog', { name: '暂停窗口' }).isVisible());
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '快捷键' }).click();
  await page.getByRole('button', { name: '恢复默认' }).click();
  await page.keyboard.press('Escape');
}

// The palette by initials, and a quarter of a screen, in both languages.
async function quarter(browser, zhao) {
  const page = await openOffice(browser, 'clerk', { who: zhao, ...QUARTER });
  await inState(page, 'free');
  await fits(page, 'a quarter of a screen');
  await inspect(page, 'quarter-free-zh');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('xyw');
  check('xyw is 下一位', /下一位/.test(await page.getByRole('option').first().textContent()));
  await inspect(page, 'palette-zh');
  await page.keyboard.press('Enter');
  await inState(page, 'called');
  await inspect(page, 'quarter-called-zh');
  check('all keys are on the screen', await page.evaluate(() =>
    [...document.querySelectorAll('.acts .button')].every((button) =>
      button.getBoundingClientRect().bottom <= innerHeight)));
  await page.keyboard.press('d');
  await inState(page, 'serving');
  none(page);
  await page.context().close();
  for (const [name, options] of [['quarter-en', { ...QUARTER, locale: 'en-GB' }],
    ['serving-dark-en', { locale: 'en-GB', colorScheme: 'dark' }]]) {
    const other = await openOffice(browser, 'clerk', { who: zhao, ...options });
    await inState(other, 'serving');
    await fits(other, name);
    await inspect(other, name);
    none(other);
    await other.context().close();
  }
}

// ---------------------------------------------------------------- what goes wrong

const calledAt = async (window) => (await api('GET', `/api/v1/windows/${window}`)).ticket?.number;

async function twoTabs(browser, manager) {
  await issue(4, 'shebao-dengji');
  const one = await openOffice(browser, 'clerk/20', { who: manager });
  await one.keyboard.press('F8');
  await inState(one, 'free');
  const two = await openOffice(browser, 'clerk/20', { who: manager, beside: one });
  await inState(two, 'free');
  await one.keyboard.press('F8');
  await inState(one, 'called');
  await inState(two, 'called');
  const here = await number(one);
  check('both show the same', (await number(two)) === here);
  // The second tab hears nothing for a while and shows what is no more.
  await two.route('**/api/v1/windows/20/desk', () => {});
  await breathe(one);
  await one.keyboard.press('g');
  await inState(one, 'free');
  await breathe(one);
  await one.keyboard.press('F8');
  await inState(one, 'called');
  const now = await number(one);
  check('another one is called', now !== here);
  two.expected.push(/409/);
  await breathe(two);
  await two.keyboard.press('g'); // meant for the first
  await two.unroute('**/api/v1/windows/20/desk');
  await until('it is told', () => two.getByText('窗口的情况刚刚变了').isVisible());
  await shows(two, now);
  check('and nothing happened to the second', (await calledAt(20)) === now);
  await inspect(two, 'changed-zh');
  none(one);
  none(two);
  await one.context().close();
}

// Presses that tremble, and a line that is cut after the command has left: one call each.
async function cutLine(browser, manager) {
  await api('POST', '/api/v1/windows/9/open', {});
  const items = (await api('GET', '/api/v1/items')).items;
  const category = (await api('GET', '/api/v1/windows/9/desk')).categories[0].code;
  const item = items.find((one) => one.category === category && one.kind === 'on_the_spot');
  await issue(3, item.code);
  const page = await openOffice(browser, 'clerk/9', { who: manager });
  await inState(page, 'free');
  const before = page.locator('.next');
  await before.dblclick();
  await inState(page, 'called');
  const first = await number(page);
  await page.keyboard.press('d');
  await inState(page, 'serving');
  check('a double click called one', (await number(page)) === first);

  page.expected.push(/ERR_|Failed to load/);
  const sent = [];
  let cut = true;
  await page.route('**/api/v1/windows/9/next', async (route) => {
    sent.push(route.request().postDataJSON().intent);
    if (cut) {
      await route.fetch(); // the hall has it
      await route.abort('connectionreset'); // and its answer is lost
    } else {
      await route.continue();
    }
  });
  await breathe(page);
  await page.keyboard.press('F8');
  await page.keyboard.press('F8');
  await until('it says that it is not sure', () => page.getByText('网络中断，正在确认').isVisible());
  await inspect(page, 'doubt-zh');
  await until('it asks again by itself', () => sent.length >= 3);
  cut = false;
  await inState(page, 'called');
  check('with one intent', new Set(sent).size === 1, sent.join(' '));
  check('the next one is here, and only this', (await number(page)) !== first);
  await page.unroute('**/api/v1/windows/9/next');
  check('one is left', (await api('GET', '/api/v1/windows/9/desk')).window.waiting === 1);
  none(page);
  await page.context().close();
}

// Who sits at none yet, and who may sit at some only.
async function choosing(browser, manager, zhao) {
  const page = await openOffice(browser, 'clerk', { who: manager });
  await until('all windows', async () => (await page.locator('.windows li').count()) > 30);
  await inspect(page, 'choose-zh');
  await page.getByRole('button', { name: /^1 企业设立/ }).click();
  await until('its desk', () => page.getByRole('heading', { name: '1 号窗口' }).isVisible());
  none(page);
  await page.context().close();
  const clerk = await openOffice(browser, 'clerk/choose', { who: zhao });
  await until('his windows', async () => (await clerk.locator('.windows li').count()) > 0);
  check('and no others', (await clerk.locator('.windows li').count()) < 30);
  await clerk.locator('.windows button').last().click();
  await until('a desk', () => clerk.locator('.here').isVisible());
  none(clerk);
  await clerk.context().close();
}

await run(async (browser) => {
  await staff('guanli', 'administrator');
  const zhao = { window: 1, ...await staff('zhaomin', 'clerk', { clerk: 'zhao-min', display: '赵敏' }) };
  const li = { window: 2, ...await staff('lijianguo', 'clerk', { clerk: 'li-jianguo', display: '李建国' }) };
  const manager = await staff('zhuguan', 'manager');
  const page = await morning(browser, zhao, li);
  await page.context().close();
  await quarter(browser, zhao);
  await twoTabs(browser, manager);
  await cutLine(browser, manager);
  await choosing(browser, manager, zhao);
});
