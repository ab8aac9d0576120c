// page.mjs: what browser tests share: Chromium, checks that count, axe, pictures.
//
// Every page is watched: an error on its console, a script that a hostile text has started, or a
// request to another place than the hall fails the test.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const require = createRequire(process.env.BROWSER_MODULES + '/');
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const url = process.argv[2];
export const words = process.argv.slice(3);
export const patience = 10000 * Number(process.env.PATIENCE || 1);
let checks = 0;

export function check(what, good, detail = '') {
  checks += 1;
  if (!good) {
    throw new Error(`not so: ${what} ${detail}`);
  }
}

// Waits until `question` answers true; it may be asynchronous.
export async function until(what, question) {
  const end = Date.now() + patience;
  while (!(await question())) {
    if (Date.now() > end) {
      throw new Error(`not in time: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  checks += 1;
}

// As a program of the hall's own machine, with the token that the controller leaves for it.
function proof() {
  const file = `${process.env.RUNTIME_DIRECTORY}/${new URL(url).port}/administrator`;
  return { Authorization: `Bearer ${readFileSync(file, 'utf8').trim()}` };
}

export async function api(method, path, body) {
  const answer = await fetch(url + path, {
    method,
    headers: { ...proof(), ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body ? JSON.stringify({ intent: `browser:${Date.now()}:${Math.random()}`, ...body })
      : undefined,
  });
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
  return answer.json();
}

// A browser window of its own. `faults` collects what must not happen.
export async function open(browser, options, beside) {
  const context = beside ? beside.context() : await browser.newContext({
    viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true,
    locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  page.faults = [];
  page.expected = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('dialog', (dialog) => {
    page.faults.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !page.expected.some((e) => e.test(message.text()))) {
      page.faults.push(message.text());
    }
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) {
      page.faults.push(`asked ${request.url()}`);
    }
  });
  return page;
}

// Somebody who can sign in: made by the hall's own machine. { name, password } for openOffice.
// A hall without an administrator asks everybody for its setup code: one is made first.
let administered = false;
export async function staff(name, role, fields = {}) {
  const password = `Fenxing-${name}-2026`;
  if (!administered) {
    administered = true;
    await (role === 'administrator' ? undefined : staff('root', 'administrator'));
  }
  await api('POST', '/api/v1/accounts', { name, role, password, must_change: false, ...fields });
  return { name, password };
}

// A desk's screen of one who has signed in as `who` ({ name, password, window }); the session is kept
// in `who` for the next page. `beside` is a page whose browser window gets one more tab.
export async function openDesk(browser, { who, beside, ...options } = {}) {
  const page = await open(browser, { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1,
    hasTouch: false, isMobile: false, storageState: who?.state, ...options }, beside);
  if (who && !who.state) {
    await signIn(page, who);
    who.state = { cookies: await page.context().cookies(), origins: [] };
  }
  return page;
}

// The same on a page: `where` is the address behind #/.
export async function openOffice(browser, where, options) {
  const page = await openDesk(browser, options);
  await page.goto(`${url}/office/#/${where}`);
  await page.locator('main h1').first().waitFor();
  return page;
}

export async function signIn(page, { name, password, window = '' }) {
  page.expected.push(/401/); // who am I? is asked first
  await page.goto(`${url}/office/`);
  await page.locator('input[autocomplete=username]').fill(name);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.locator('.gate .short input').fill(String(window));
  await page.keyboard.press('Enter');
  await page.locator('.bar').waitFor();
}

// Nothing is wider than the screen.
export async function fits(page, where) {
  check(`nothing is wider than the screen on ${where}`, await page.evaluate(() =>
    document.documentElement.scrollWidth <= document.documentElement.clientWidth));
}

export async function accessible(page, where) {
  // The page's own policy forbids injected script elements; evaluation by the driver is none.
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document));
  const found = result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`);
  check(`axe finds nothing on ${where}`, found.length === 0, found.join('\n'));
}

// Targets of 44 px at least, type of 18 px at least, nothing wider than the screen.
export async function readable(page, where) {
  const found = await page.evaluate(() => {
    const out = [];
    const seen = (element) => element.getClientRects().length > 0;
    for (const element of document.querySelectorAll('button, textarea, label.level, label.tag')) {
      const box = element.getBoundingClientRect();
      if (seen(element) && (box.height < 44 || box.width < 44)) {
        out.push(`small target ${element.id || element.textContent}`);
      }
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (walker.currentNode.textContent.trim() && seen(parent) &&
          parseFloat(getComputedStyle(parent).fontSize) < 18) {
        out.push(`small type ${walker.currentNode.textContent}`);
      }
    }
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
      out.push(`wider than the screen: ${document.documentElement.scrollWidth}`);
    }
    return out;
  });
  check(`${where} is readable and can be touched`, found.length === 0, found.join('\n'));
}

// The whole page, or only what the screen shows (dialogs).
export function picture(page, name, fullPage = true) {
  return page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage });
}

export async function run(test) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--autoplay-policy=user-gesture-required', '--disable-gpu'],
  });
  try {
    await test(browser);
    console.log(`ok: ${checks} checks in the browser`);
  } catch (error) {
    console.error(error.stack || error);
    process.exitCode = 1;
    const pages = browser.contexts().flatMap((context) => context.pages());
    await Promise.all(pages.map((page, i) => picture(page, `failed-${basename(process.argv[1], '.mjs')}-${i}`)
      .catch(() => {})));
  } finally {
    await browser.close();
  }
}
