// cases.mjs: a promised case on its page: the list, the file, each kind of step, what is missing is
// said beside the field, hostile texts stay texts.
//   cases.mjs URL RECEIPT
import { accessible, check, open, openDesk, picture, readable, run, staff, until, url, words } from './page.mjs';

const [receipt] = words;
const HOSTILE = '<img src=x onerror="globalThis.owned=1">{{7*7}}\u202e𠮷';

async function wide(browser, who, locale) {
  const page = await openDesk(browser, { who, locale });
  page.expected.push(/422/);
  await page.goto(`${url}/office/#/cases`);
  return page;
}

async function theClerksWay(page) {
  await until('the list has the case', () => page.getByText(receipt).first().isVisible());
  await accessible(page, 'the list of cases');
  await picture(page, 'cases-list-zh');
  await page.getByRole('row', { name: new RegExp(receipt) }).press('Enter');
  await until('the file opens', () => page.getByRole('heading', { name: receipt }).isVisible());
  await page.getByRole('button', { name: '审核通过' }).click();
  await until('examined', () => page.getByRole('listitem').filter({ hasText: '审核' }).first()
    .evaluate((step) => step.getAttribute('aria-current') === 'step'));
  await page.getByRole('button', { name: '中止时限' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '中止时限' }).click();
  check('the reason is wanted, beside its field', await page.getByText('请写明原因').isVisible());
  await accessible(page, 'the dialog of a step');
  await picture(page, 'cases-dialog-zh', false);
  await page.getByRole('dialog').getByLabel('原因').fill(HOSTILE.slice(0, 47));
  await page.getByRole('dialog').getByLabel('办理记录').fill(`${HOSTILE}\n第二行`);
  await page.keyboard.press('Escape');
  await until('Esc closes and does nothing', async () => !(await page.getByRole('dialog').isVisible()));
  await page.getByRole('button', { name: '中止时限' }).click();
  await page.getByRole('dialog').getByLabel('原因').fill(`a\u202eb`);
  await page.getByRole('dialog').getByLabel('原因').press('Enter');
  await until('what is refused is said in the dialog', () =>
    page.getByRole('dialog').getByRole('alert').isVisible());
  await page.getByRole('dialog').getByLabel('原因').fill(HOSTILE.slice(0, 47));
  await page.getByRole('dialog').getByLabel('办理记录').fill(`${HOSTILE}\n第二行`);
  await page.getByRole('dialog').getByLabel('原因').press('Enter');
  await until('the clock stands', () => page.getByText('时限中止').first().isVisible());
  await until('completing is not offered while it stands', async () =>
    (await page.getByRole('button', { name: '办结', exact: true }).count()) === 0);
  await page.getByRole('button', { name: '恢复计时' }).click();
  await until('it runs again', () => page.getByRole('button', { name: '审批通过' }).isVisible());
  await accessible(page, 'the file of a case');
  await picture(page, 'cases-file-zh');
  await page.getByRole('button', { name: '办结', exact: true }).dblclick();
  await until('it is completed', () => page.getByText('提前办结').isVisible());
  check('no hostile text ran', await page.evaluate(() => globalThis.owned === undefined));
  check('it is shown as it was written', await page.getByText('{{7*7}}').first().isVisible());
}

// The visitor's look, on a phone.
async function theVisitor(browser) {
  const phone = await open(browser, {});
  phone.expected.push(/404/);
  await phone.goto(`${url}/t/progress.html`);
  await phone.getByRole('button', { name: '查询' }).click();
  await until('all digits are wanted', () => phone.getByText('请填写完整的 15 位回执号').isVisible());
  await phone.getByLabel(/受理回执号/).fill(`${receipt.slice(0, 12)}00000`);
  await phone.getByRole('button', { name: '查询' }).click();
  await until('a wrong number is unknown', () => phone.getByText('没有这个回执号').isVisible());
  await phone.getByLabel(/受理回执号/).fill(receipt.replaceAll('-', ''));
  await phone.keyboard.press('Enter');
  await until('its stage', () => phone.locator('#chip').getByText('受理').isVisible());
  await accessible(phone, 'the visitor\'s look');
  await readable(phone, 'the visitor\'s look');
  await picture(phone, 'progress-zh');
  await phone.getByRole('button', { name: 'English' }).click();
  await until('in English', () => phone.getByText('Promised by').isVisible());
  await picture(phone, 'progress-en');
  check('nothing went wrong on the phone', phone.faults.length === 0, phone.faults.join('\n'));
}

await run(async (browser) => {
  await theVisitor(browser);
  const who = await staff('wang', 'manager');
  const chinese = await wide(browser, who, 'zh-CN');
  await theClerksWay(chinese);
  check('nothing went wrong on the page', chinese.faults.length === 0, chinese.faults.join('\n'));
  const english = await wide(browser, who, 'en-GB');
  await until('the English list', () => english.getByRole('tab', { name: 'Ended' }).isVisible());
  await english.getByRole('tab', { name: 'Ended' }).click();
  await english.getByText(receipt).click();
  await until('the English file', () => english.getByText('What was done').isVisible());
  await accessible(english, 'the English file');
  await picture(english, 'cases-file-en');
  check('no word is missing', !(await english.locator('body').innerText()).includes('[case.'));
  check('nothing went wrong in English', english.faults.length === 0, english.faults.join('\n'));
});
