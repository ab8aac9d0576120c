// save.js: an export as a file, in the language of the page and under the name that the hall gives it.
// A link would ask in the browser's language, not the page's.
import { downloadAddress, Refusal } from '../base/api.js';
import { language, t } from '../base/words.js';

function nameOf(answer, fallback) {
  const said = answer.headers.get('Content-Disposition') || '';
  const wide = /filename\*=UTF-8''([^;]+)/.exec(said);
  const plain = /filename="([^"]+)"/.exec(said);
  return wide ? decodeURIComponent(wide[1]) : plain ? plain[1] : fallback;
}

export async function saveReport(name, form, query) {
  let answer;
  try {
    answer = await fetch(downloadAddress(`/reports/${name}.${form}`, query), {
      headers: { 'Accept-Language': language.get() === 'en' ? 'en' : 'zh-CN' },
      credentials: 'same-origin',
    });
  } catch {
    throw new Refusal(0, 'network', t('office.error.network'));
  }
  if (!answer.ok) {
    const error = (await answer.json().catch(() => ({}))).error || {};
    throw new Refusal(answer.status, error.code, error.message
      || t('office.error.status', { status: answer.status }));
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = nameOf(answer, `${name}.${form}`);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
