// audit.mjs: an auditor's look at the record: filters, older entries, one entry whole, the chain
// verified, a period taken out; hostile texts stay texts.
import { readFileSync } from 'node:fs';
import { accessible, check, fits, openOffice, picture, run, staff, until } from './page.mjs';

const HOSTILE = '<img src=x onerror="globalThis.owned=1">{{7*7}}';
const button = (page, name) => page.getByRole('button', { name, exact: true });
const rows = (page) => page.locator('tbody tr');
const firstSeen = (page) => rows(page).first().innerText();

async function inspect(page, name, whole) {
  await accessible(page, name);
  await fits(page, name);
  await picture(page, `audit-${name}`, whole);
}

async function looking(page) {
  await until('entries are there', async () => (await rows(page).count()) > 3);
  await inspect(page, 'list-zh');
  await page.getByLabel('操作', { exact: true }).selectOption('office_account_set');
  await until('only accounts', async () => (await rows(page).count()) === 2);
  check('kinds are in words', (await firstSeen(page)).includes('设置账号'));
  check('a hostile name is text', await rows(page).filter({ hasText: '<img' }).isVisible());
  await page.getByLabel('操作', { exact: true }).selectOption('office_password_set');
  await until('passwords', async () => (await firstSeen(page)).includes('设置密码'));
  await rows(page).first().press('Enter');
  await until('one entry whole', () => page.getByRole('dialog').getByText('记录原文').isVisible());
  check('the secret is kept back',
    await page.getByRole('dialog').getByText('密码、令牌等保密内容不显示').isVisible());
  await inspect(page, 'entry-zh', false);
  await page.keyboard.press('Escape');
  await page.getByLabel('包含文字').fill('没有这样的字');
  await until('nothing fits is said', () => page.getByText('没有符合条件的记录').isVisible());
  await inspect(page, 'empty-zh');
  await button(page, '清除条件').click();
  await until('all again', async () => (await rows(page).count()) > 3);
}

async function paging(page) {
  await page.getByLabel('范围').selectOption('all');
  await until('a full page', async () => (await rows(page).count()) === 50);
  const newest = await firstSeen(page);
  await button(page, '更早的记录').click();
  await until('older ones', async () => (await firstSeen(page)) !== newest);
  check('persons can still be chosen',
    (await page.getByLabel('操作者', { exact: true }).locator('option').count()) > 1);
  await button(page, '回到最新').click();
  await until('the newest', async () => (await firstSeen(page)) === newest);
  await rows(page).first().focus();
  await page.keyboard.press('ArrowDown');
  check('rows are walked by keyboard', await rows(page).nth(1).evaluate((row) =>
    row === document.activeElement));
}

async function verifying(page) {
  await button(page, '立即校验').click();
  await until('it is sound', () => page.locator('.audit-chain dd[aria-live]')
    .getByText('完整，已校验').isVisible());
  await until('the witness agrees', () => page.getByText('一致，见证到第').isVisible());
  await inspect(page, 'verified-zh');
}

async function takingOut(page) {
  await button(page, '导出记录').click();
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('Enter');
  await until('a reason is wanted, beside its field', () => dialog.getByText('请写明导出原因').isVisible());
  await inspect(page, 'export-zh', false);
  await dialog.getByLabel('导出原因').fill(HOSTILE);
  const saved = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const file = await saved;
  check('it has its name', /^audit-20260302-20260302\.csv$/.test(file.suggestedFilename()));
  const text = readFileSync(await file.path(), 'utf8');
  check('it has its mark and its columns', text.startsWith('\ufeffseq,at_ms,'));
  check('it holds the export itself', text.includes('office_exported'));
  await until('the dialog closes', async () => (await dialog.count()) === 0);
  await page.getByLabel('操作', { exact: true }).selectOption('office_exported');
  await until('the export is an entry', () => rows(page).filter({ hasText: '{{7*7}}' }).first()
    .isVisible());
}

const none = async (page) => {
  check('no hostile text ran', await page.evaluate(() => globalThis.owned === undefined));
  check('no word is missing', !/\[(audit|report|office)\./.test(await page.locator('body').innerText()));
  check('nothing went wrong', page.faults.length === 0, page.faults.join('\n'));
};

await run(async (browser) => {
  await staff('wang-li', 'administrator');
  const who = await staff('shen-ji', 'auditor', { display: HOSTILE });
  const page = await openOffice(browser, 'audit', { who });
  await looking(page);
  await paging(page);
  await verifying(page);
  await takingOut(page);
  await none(page);
  const english = await openOffice(browser, 'audit?scope=all', { who, locale: 'en-GB' });
  await until('English entries', async () => (await rows(english).count()) > 3);
  await inspect(english, 'list-en');
  await button(english, 'Export entries').click();
  await inspect(english, 'export-en', false);
  await none(english);
  const narrow = await openOffice(browser, 'audit', { who, viewport: { width: 480, height: 800 } });
  await until('entries on a narrow screen', async () => (await rows(narrow).count()) > 3);
  await inspect(narrow, 'narrow-zh');
  await none(narrow);
});
