// reviews.mjs: a bad review on its page, from the key press on an evaluator to the closing of its file;
// all reviews; the indicators with their formulas. Hostile texts stay texts.
//   reviews.mjs URL NUMBER SOCKET   the ticket in service at window 1; the simulator's socket
import net from 'node:net';
import { accessible, api, check, openDesk, picture, run, staff, until, url, words } from './page.mjs';

const [number, socket] = words;
const HOSTILE = '<img src=x onerror="globalThis.owned=1"><script>globalThis.owned=1</script>{{7*7}}𠮷';

// A sentence to the simulator: what a finger does.
function say(sentence) {
  return new Promise((resolve, reject) => {
    const line = net.connect(socket, () => line.end(`${sentence}\n`));
    let answer = '';
    line.on('data', (part) => { answer += part; });
    line.on('end', () => (answer.startsWith('ok') ? resolve(answer) : reject(new Error(answer))));
    line.on('error', reject);
  });
}

async function wide(browser, who, locale, path) {
  const page = await openDesk(browser, { who, locale });
  page.expected.push(/422/);
  await page.goto(`${url}/office/#/${path}`);
  return page;
}

const shown = (page, text) => page.getByText(text).first().isVisible();
const button = (page, name) => page.getByRole('button', { name, exact: true });
const dialog = (page) => page.getByRole('dialog');

// Opens a step's dialog, fills it in, sends it by the keyboard.
async function step(page, name, fill) {
  await button(page, name).press('Enter');
  await fill(dialog(page));
  await dialog(page).getByRole('button', { name, exact: true }).press('Enter');
  await until(`${name} is done`, async () => !(await dialog(page).isVisible()));
}

async function fromTheKeyPress(page) {
  await until('nothing is open', () => shown(page, '没有符合条件的差评'));
  await say('window 1 rates 1');
  await until('the key press is in the list', () => shown(page, number));
  await accessible(page, 'the list of bad reviews');
  await picture(page, 'reviews-list-zh');
  await page.getByRole('row', { name: new RegExp(number) }).press('Enter');
  await until('its file opens', () => page.getByRole('heading', { name: `${number} 的差评` }).isVisible());
  check('assigned at once', await shown(page, '承办人：管理人员'));
  check('the next step is the primary one',
    (await page.locator('.button.primary').textContent()) === '核实');
}

async function toItsClosing(page) {
  await button(page, '核实').click();
  await dialog(page).getByRole('button', { name: '核实', exact: true }).click();
  check('a verdict is wanted, beside its field', await shown(page, '请选择核实结果'));
  await accessible(page, 'the dialog of a step');
  await picture(page, 'reviews-dialog-zh', false);
  await dialog(page).getByLabel('核实结果').selectOption('true');
  await dialog(page).getByLabel('核实情况').fill(`${HOSTILE}\n第二行`);
  await dialog(page).getByRole('button', { name: '核实', exact: true }).click();
  await until('verified', () => shown(page, '下一步：整改或说明'));
  await button(page, '附件').click();
  await dialog(page).locator('input[type=file]').setInputFiles({ name: '笔录.txt',
    mimeType: 'text/plain', buffer: Buffer.from([0xd1, 0xaf, 0xce, 0xca, 0xb1, 0xca, 0xc2, 0xbc]) });
  await until('a file of an old program is read', async () => (await dialog(page).getByLabel('内容')
    .inputValue()) === '询问笔录');
  await dialog(page).locator('input[type=file]').setInputFiles({ name: 'a.bin',
    mimeType: 'text/plain', buffer: Buffer.from([0, 1, 2, 3]) });
  await until('what is no text is refused', () => shown(page, '这不是文本文件'));
  await dialog(page).getByLabel('附件名称').fill('笔录.txt');
  await dialog(page).getByLabel('内容').fill(`询问笔录\n${HOSTILE}`);
  await dialog(page).getByRole('button', { name: '附件', exact: true }).click();
  await until('attached', () => page.getByText('笔录.txt').first().isVisible());
  await step(page, '整改', (form) => form.getByLabel('整改措施').fill('已道歉，增开窗口'));
  await step(page, '未接通', (form) => form.getByLabel('备注（可不填）').fill('无人接听'));
  await step(page, '回访', (form) => form.getByLabel('群众现在的评价').selectOption('4'));
  await accessible(page, 'the file of a bad review');
  await picture(page, 'reviews-file-zh');
  await button(page, '办结').press('Enter');
  await dialog(page).getByRole('button', { name: '办结', exact: true }).dblclick();
  await until('closed', () => page.getByRole('heading', { name: '已办结' }).isVisible());
  check('every text is shown as it was written', await page.getByText('{{7*7}}').first().isVisible());
}

// Who appealed does not decide: another manager does.
async function anAppeal(browser, page) {
  await step(page, '重新办理', (form) => form.getByLabel('理由').fill('群众再次来电'));
  await step(page, '申诉', (form) => form.getByLabel('申诉理由').fill('按错了窗口'));
  await until('it is pending', () => shown(page, '申诉待答复'));
  check('not by the one who appealed', (await button(page, '申诉成立').count()) === 0);
  const other = await wide(browser, await staff('liu', 'manager'), 'zh-CN', page.url().split('#/')[1]);
  await until('it is before the other one', () => shown(other, '申诉待答复'));
  await step(other, '申诉成立', (form) => form.getByLabel('答复').fill('情况属实'));
  await other.context().close();
  await until('it counts no more', () => shown(page, '不计入差评指标'));
  await step(page, '办结', () => {});
}

async function allReviews(page) {
  await page.goto(`${url}/office/#/reviews/ratings`);
  await until('the good one is there', () => shown(page, '办事高效'));
  check('with hostile words as words', await page.getByText('{{7*7}}').first().isVisible());
  await accessible(page, 'all reviews');
  await picture(page, 'reviews-ratings-zh');
  await page.getByLabel('等级').selectOption('1');
  await until('filtered by level', async () => !(await shown(page, '办事高效')));
}

async function indicators(page) {
  await page.goto(`${url}/office/#/reviews/figures`);
  await until('the indicators', () => shown(page, '差评按期整改率'));
  check('each of the nine', (await page.locator('.tile').count()) === 9);
  check('the bad rate with and without the appeal', await shown(page, '申诉成立 1 件'));
  await page.locator('.tile .hint').nth(6).focus();
  await until('the formula on focus', () => page.getByRole('tooltip').isVisible());
  await accessible(page, 'the indicators');
  await picture(page, 'reviews-figures-zh');
}

async function inEnglish(browser, who) {
  const page = await wide(browser, who, 'en-GB', 'reviews/files?state=all');
  await until('the English list', () => shown(page, 'Closed'));
  await picture(page, 'reviews-list-en');
  await page.getByRole('row', { name: new RegExp(number) }).press('Enter');
  await until('the English file', () => shown(page, 'What was done'));
  await accessible(page, 'the English file');
  await picture(page, 'reviews-file-en');
  await page.goto(`${url}/office/#/reviews/figures`);
  await until('the English indicators', () => shown(page, 'Rectified in time'));
  await picture(page, 'reviews-figures-en');
  check('no word is missing', !(await page.locator('body').innerText()).includes('[review.'));
  check('nothing went wrong in English', page.faults.length === 0, page.faults.join('\n'));
}

await run(async (browser) => {
  const who = await staff('wang', 'manager');
  const page = await wide(browser, who, 'zh-CN', 'reviews');
  await fromTheKeyPress(page);
  await toItsClosing(page);
  await anAppeal(browser, page);
  await api('POST', '/api/v1/windows/1/finish', {});
  const second = await api('POST', '/api/v1/tickets', { item: 'qiye-sheli' });
  await api('POST', '/api/v1/windows/1/next', {});
  await api('POST', '/api/v1/windows/1/arrive', {});
  await api('POST', `/api/v1/tickets/${second.number}/evaluation`,
    { level: 5, tags: ['efficient'], text: `${HOSTILE}\n谢谢` });
  await api('POST', '/api/v1/windows/1/finish', {});
  await allReviews(page);
  await indicators(page);
  check('no hostile text ran', await page.evaluate(() => globalThis.owned === undefined));
  check('no word is missing', !(await page.locator('body').innerText()).includes('[review.'));
  check('nothing went wrong on the page', page.faults.length === 0, page.faults.join('\n'));
  await inEnglish(browser, who);
});
