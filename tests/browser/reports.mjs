// reports.mjs: every report in a browser, in both languages; its exports read back.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { accessible, api, check, openDesk, picture, run, staff, until, url } from './page.mjs';

const PICTURED = ['brief', 'mean_wait', 'hourly', 'satisfaction', 'window_load', 'device_faults',
  'audit_log', 'bad_reviews', 'promised_cases', 'day_balance'];
const SCREEN = { viewport: { width: 1366, height: 860 } };

// ---------------------------------------------------------------- files

// A file of a zip archive, by its central directory.
function unzip(file, name) {
  const bytes = readFileSync(file);
  let at = bytes.readUInt32LE(bytes.length - 22 + 16);
  for (let count = bytes.readUInt16LE(bytes.length - 22 + 10); count > 0; count -= 1) {
    const nameSize = bytes.readUInt16LE(at + 28);
    if (bytes.toString('utf8', at + 46, at + 46 + nameSize) === name) {
      const local = bytes.readUInt32LE(at + 42);
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
      return (bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8');
    }
    at += 46 + nameSize + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return '';
}

// RFC 4180, as far as it goes.
function parseCsv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows[rows.length - 1].push(quoted !== undefined ? quoted.replace(/""/g, '"') : plain);
    if (end === '\r\n') {
      rows.push([]);
    } else if (end === '') {
      break;
    }
  }
  rows.pop(); // behind the last line's end
  return rows;
}

async function save(page, button) {
  const waiting = page.waitForEvent('download');
  await page.locator('.page-tools').getByRole('button', { name: button, exact: true }).click();
  const download = await waiting;
  return { file: await download.path(), name: download.suggestedFilename() };
}

// ---------------------------------------------------------------- one report

const heads = (page) => page.locator('main thead th').evaluateAll((cells) => cells.map((cell) =>
  cell.querySelector('.sort').textContent.trim()));
const names = (page) => page.locator('main tbody tr').evaluateAll((rows) => rows.map((row) =>
  row.firstElementChild.textContent.trim()));

async function csv(page, report, title, shown) {
  const { file, name } = await save(page, 'CSV');
  const text = readFileSync(file, 'utf8');
  check(`${report.name}.csv has its mark`, text.startsWith('\uFEFF'));
  check(`${report.name}.csv is named after it`, name.startsWith(title) && name.endsWith('.csv'), name);
  const rows = parseCsv(text.slice(1));
  const before = rows[0].length - shown.heads.length; // the key of what has one
  check(`${report.name}.csv has the columns of the screen`, (before === 0 || before === 1)
    && rows.every((row) => row.length === rows[0].length), JSON.stringify(rows[0]));
  check(`${report.name}.csv has the rows of the screen`, rows.length - 1 >= shown.names.length,
    `${rows.length} ${shown.names.length}`);
  check(`${report.name}.csv starts no formula`, rows.flat().every((cell) =>
    !/^[=+@\t]/.test(cell) && !/^-[^\d]/.test(cell)));
  return rows;
}

async function xlsx(page, report) {
  const { file } = await save(page, 'XLSX');
  const book = unzip(file, 'xl/workbook.xml');
  const texts = unzip(file, 'xl/sharedStrings.xml');
  const sheet = unzip(file, 'xl/worksheets/sheet1.xml');
  check(`${report.name}.xlsx has a sheet for pivot tables`, book.includes('name="data"'));
  check(`${report.name}.xlsx has no formula`, !sheet.includes('<f>'));
  check(`${report.name}.xlsx keeps its head`, sheet.includes('state="frozen"'));
  check(`${report.name}.xlsx has texts`, texts.includes('<t'));
}

async function pdf(page, report, title) {
  const { file } = await save(page, 'PDF');
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  check(`${report.name}.pdf has its title`, text.includes(title), text.slice(0, 200));
  check(`${report.name}.pdf has its hall`, /新密市政务服务中心|Xinmi/.test(text));
  check(`${report.name}.pdf has its pages numbered`, /第 1 页，共 \d+ 页|Page 1 of \d+/.test(text));
  return text;
}

async function exportsOf(page, report, title) {
  const shown = { heads: await heads(page), names: await names(page) };
  await csv(page, report, title, shown);
  await xlsx(page, report);
  await pdf(page, report, title);
}

async function reportIn(page, report, code) {
  const title = report.title[code];
  await page.goto(`${url}/office/#/reports/${report.name}`);
  await until(`${report.name} is there`, () =>
    page.getByRole('heading', { level: 1, name: title, exact: true }).isVisible());
  const said = await page.locator('main').innerText();
  check(`${report.name} has all its words`, !/\[(reports?|office)\.[a-z_.]+\]/.test(said),
    (/\[[a-z_.]+\]/.exec(said) || [''])[0]);
  const whole = code === 'zh' || PICTURED.includes(report.name); // files differ by their words alone
  if (whole) {
    await accessible(page, `${report.name} ${code}`);
  }
  check(`${report.name} is not wider than the screen`, await page.evaluate(() =>
    document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  if (PICTURED.includes(report.name)) {
    await picture(page, `reports-${report.name}-${code}`);
  }
  if (report.name === 'brief') {
    check('the brief speaks', (await page.locator('.brief li').count()) >= 4);
    await pdf(page, report, title);
    const { file } = await save(page, 'TXT');
    check('the brief as text', readFileSync(file, 'utf8').includes(title));
  } else if (whole) {
    await exportsOf(page, report, title);
  }
}

async function all(browser, code, locale) {
  const page = await openDesk(browser, { ...SCREEN, locale });
  await page.goto(`${url}/office/`);
  const { reports } = await api('GET', '/api/v1/reports');
  check('all named reports are there', reports.length >= 20);
  for (const report of reports) {
    await reportIn(page, report, code);
  }
  check(`nothing went wrong (${code})`, page.faults.length === 0, page.faults.join('\n'));
  await page.context().close();
}

// ---------------------------------------------------------------- what is on the screen is exported

async function asShown(browser) {
  const page = await openDesk(browser, SCREEN);
  await page.goto(`${url}/office/#/reports/window_load?sort=-called`);
  const report = { name: 'window_load' };
  await until('sorted', () => page.locator('th[aria-sort="descending"]').isVisible());
  check('the busiest window comes first', (await names(page))[0].startsWith('1 '));
  await page.getByRole('button', { name: '选择列' }).click();
  await page.getByRole('checkbox', { name: '转移' }).uncheck();
  await page.getByRole('checkbox', { name: '挂起' }).uncheck();
  await page.getByRole('button', { name: '显示', exact: true }).click();
  await until('two columns less', async () => !(await heads(page)).includes('转移'));
  check('the address says it', page.url().includes('columns='));
  const shown = { heads: await heads(page), names: await names(page) };
  const rows = await csv(page, report, '窗口工作量', shown);
  check('the file has these columns', rows[0].slice(2).join() === shown.heads.slice(1).join(),
    rows[0].join());
  check('and this order', rows[1][0] === '1', rows[1].join());
  await page.getByLabel('分组').selectOption('hour');
  await until('by hour', async () => (await names(page))[0] === '09:00');
  await page.getByLabel('业务类别').selectOption('business');
  await until('the filter is named', () =>
    page.locator('.page-head .note').getByText('企业登记').isVisible());
  check('a window\'s time belongs to no category', !(await heads(page)).join().includes('开放时间'));
  const text = await pdf(page, report, '窗口工作量');
  check('the filter is on paper', text.includes('企业登记') && text.includes('按时段'));
  await page.getByLabel('时段', { exact: true }).selectOption('free');
  await page.getByLabel('从', { exact: true }).fill('2020-01-01');
  await page.getByLabel('到', { exact: true }).fill('2020-01-02');
  await until('an empty period says so', () => page.getByText('这一时段没有记录').isVisible());
  await accessible(page, 'an empty report');
  await picture(page, 'reports-empty-zh');
  check('nothing went wrong', page.faults.length === 0, page.faults.join('\n'));
  await page.context().close();
}

async function hostile(browser) {
  const page = await openDesk(browser, SCREEN);
  const { rows, columns } = await api('GET', '/api/v1/reports/bad_reviews');
  const text = columns.findIndex((column) => column.key === 'review_text');
  if (rows.length > 0) { // files of bad reviews are another part's
    await page.goto(`${url}/office/#/reports/bad_reviews`);
    await until('the words stand there as words', () =>
      page.getByText(rows[0].values[text]).isVisible());
    const { file } = await save(page, 'CSV');
    check('and are no formula', readFileSync(file, 'utf8').includes('"\'=HYPERLINK('));
  }
  check('no script ran', page.faults.length === 0, page.faults.join('\n'));
  await page.context().close();
}

async function byKeyboard(browser) {
  const page = await openDesk(browser, SCREEN);
  await page.goto(`${url}/office/#/reports/mean_wait`);
  await until('there', () => page.locator('main tbody tr').first().isVisible());
  const link = page.getByRole('navigation', { name: '报表目录' })
    .getByRole('link', { name: '平均办理时间' });
  await link.focus();
  await page.keyboard.press('Enter');
  await until('Enter opens a report', () =>
    page.getByRole('heading', { level: 1, name: '平均办理时间' }).isVisible());
  const hint = page.locator('main thead .hint').first();
  await hint.focus();
  await until('the formula shows on focus', () => page.getByRole('tooltip').isVisible());
  await page.keyboard.press('Escape');
  await until('and goes with Esc', async () => !(await page.getByRole('tooltip').isVisible()));
  await page.locator('main thead .sort').nth(1).focus();
  await page.keyboard.press('Enter');
  await until('Enter sorts', () => page.locator('th[aria-sort="descending"]').isVisible());
  await page.context().close();
}

async function otherScreens(browser) {
  const dark = await openDesk(browser, { ...SCREEN, colorScheme: 'dark' });
  await dark.goto(`${url}/office/#/reports/mean_wait`);
  await until('there', () => dark.locator('main tbody tr').first().isVisible());
  await accessible(dark, 'reports in the dark');
  await picture(dark, 'reports-dark-zh');
  await dark.emulateMedia({ media: 'print', colorScheme: 'light' });
  await picture(dark, 'reports-print-zh');
  await dark.context().close();
  const small = await openDesk(browser, { ...SCREEN, viewport: { width: 640, height: 430 } });
  await small.goto(`${url}/office/#/reports/mean_wait`);
  await until('there', () => small.getByLabel('报表', { exact: true }).isVisible());
  check('nothing is wider than a quarter of a screen', await small.evaluate(() =>
    document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await picture(small, 'reports-quarter-zh');
  await small.context().close();
}

await run(async (browser) => {
  SCREEN.who = await staff('wang', 'manager');
  await all(browser, 'zh', 'zh-CN');
  await all(browser, 'en', 'en-GB');
  await asShown(browser);
  await hostile(browser);
  await byKeyboard(browser);
  await otherScreens(browser);
});
