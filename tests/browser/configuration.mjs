// configuration.mjs: an administrator changes a value and the text, mistakes are told in their place
// and nothing is saved, a version is gone back to; a manager and an auditor do what they may.
import { accessible, api, check, fits, openOffice, picture, run, staff, until } from './page.mjs';

const HOSTILE = '<img src=x onerror="globalThis.owned=1">{{7*7}}';
const button = (page, name) => page.getByRole('button', { name, exact: true });
const dialog = (page) => page.getByRole('dialog');
const hallName = async () => (await api('GET', '/api/v1/hall')).name;

async function inspect(page, name, whole) {
  await accessible(page, name);
  await fits(page, name);
  await picture(page, `configuration-${name}`, whole);
}

function none(page) {
  check('nothing went wrong on the page', page.faults.length === 0, page.faults.join('\n'));
}

// The dialog's second half: why, the password once more when it is asked for, and the version's number.
async function save(page, who, reason, number) {
  await dialog(page).getByLabel('为什么改').fill(reason);
  await button(dialog(page), '保存为新版本').click();
  const again = page.getByRole('dialog', { name: '请再次确认身份' });
  const saved = page.getByText(`已保存为第 ${number} 版`);
  await until('it is saved, or the password is asked for', async () =>
    (await again.isVisible()) || (await saved.isVisible()));
  if (await again.isVisible()) {
    await again.getByLabel('密码').fill(who.password);
    await page.keyboard.press('Enter');
  }
  await until('it is a version', () => saved.isVisible());
}

async function oneValue(page, who) {
  const english = page.getByLabel(/· 英文$/).first();
  await until('the name has its origin', () =>
    page.getByRole('link', { name: /hall\.yaml 第 \d+ 行/ }).first().isVisible());
  await inspect(page, 'values-zh');
  await english.fill(HOSTILE);
  await until('a change waits', () => page.getByText('有 1 处改动还没有保存').isVisible());
  await button(page, '检查并保存…').click();
  await until('before and after', () => dialog(page).locator('ins').getByText('<img src=x').isVisible());
  check('when it takes effect', await dialog(page).getByText('保存后立即生效。').isVisible());
  await inspect(page, 'save-zh', false);
  await button(dialog(page), '保存为新版本').click();
  await until('the reason is wanted', () => dialog(page).getByText('请写明修改原因').isVisible());
  check('nothing is saved without', (await hallName()).en !== HOSTILE);
  await save(page, who, '改英文名称', 2);
  await until('the hall has the name', async () => (await hallName()).en === HOSTILE);
}

async function aMistake(page) {
  await page.getByRole('link', { name: /hall\.yaml 第 \d+ 行/ }).first().click();
  const text = page.getByLabel('hall.yaml 的原文');
  await until('the text', () => text.isVisible());
  check('the line is shown', (await text.evaluate((area) =>
    area.value.slice(area.selectionStart, area.selectionEnd))).includes('code: xinmi'));
  const sound = await text.inputValue();
  await page.keyboard.press('End');
  await page.keyboard.insertText('\n  colour: red');
  await button(page, '检查').click();
  const problem = page.locator('.problems li').filter({ hasText: 'colour' }).first();
  await until('the mistake has its line', () => problem.getByText(/第 \d+ 行/).first().isVisible());
  await inspect(page, 'mistake-zh');
  await button(page, '检查并保存…').click();
  await until('it is told again', () => dialog(page).getByText(/1 个错误/).isVisible());
  check('and cannot be saved', await button(dialog(page), '保存为新版本').isDisabled());
  await page.keyboard.press('Escape');
  await button(page, '全部放弃').click();
  check('what was there is there', (await text.inputValue()) === sound);
}

async function back(page, who) {
  await page.getByRole('tab', { name: '版本' }).click();
  await until('two versions', async () => (await page.getByRole('row').count()) === 3);
  await inspect(page, 'versions-zh');
  await page.getByRole('row').nth(2).press('Enter');
  await until('a version', () => dialog(page).locator('del').first().isVisible());
  await inspect(page, 'version-zh', false);
  await button(dialog(page), '恢复到这一版…').click();
  await until('what comes back', () => dialog(page).locator('del').getByText('<img src=x').isVisible());
  await save(page, who, '改错了，恢复', 3);
  await until('the old name is back', async () => (await hallName()).en !== HOSTILE);
  check('no script ran', await page.evaluate(() => globalThis.owned === undefined));
}

async function finding(page) {
  await page.getByRole('tab', { name: '配置项' }).click();
  await page.getByLabel('查找配置项、说明或值').fill('recall');
  await until('some are found', () => page.getByText(/找到 [1-9]\d* 项/).isVisible());
  await inspect(page, 'search-zh');
}

async function aManager(browser, who) {
  const page = await openOffice(browser, 'configuration', { who });
  await page.getByLabel('查找配置项、说明或值').fill('hall.code');
  const code = page.getByRole('textbox', { name: /代码|代号|编码/ }).first();
  await until('the code is found', () => code.isVisible());
  await code.fill('other');
  await button(page, '检查并保存…').click();
  await until('not for managers', () => dialog(page).getByText('其中有经理不能改的项').isVisible());
  check('and cannot be saved', await button(dialog(page), '保存为新版本').isDisabled());
  none(page);
  await page.context().close();
}

async function anAuditor(browser, who) {
  const page = await openOffice(browser, 'configuration', { who, locale: 'en-GB' });
  await until('values', () => page.getByLabel(/· English$/).first().isVisible());
  check('an auditor only looks', (await page.getByLabel(/· English$/).first()
    .getAttribute('readonly')) !== null);
  await inspect(page, 'values-en');
  await page.getByRole('tab', { name: 'Versions' }).click();
  await until('versions', async () => (await page.getByRole('row').count()) === 4);
  await inspect(page, 'versions-en');
  await page.getByRole('row').nth(2).press('Enter');
  await until('a version', () => dialog(page).locator('ins').first().isVisible());
  check('and goes back from none', !(await button(dialog(page), 'Go back to this version…').isVisible()));
  none(page);
  await page.context().close();
}

await run(async (browser) => {
  const admin = await staff('zhou', 'administrator');
  const page = await openOffice(browser, 'configuration', { who: admin });
  page.expected.push(/403/); // the second step
  await oneValue(page, admin);
  await aMistake(page);
  await back(page, admin);
  await finding(page);
  none(page);
  await page.context().close();
  await aManager(browser, await staff('sun', 'manager'));
  await anAuditor(browser, await staff('gu', 'auditor'));
});
