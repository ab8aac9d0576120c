// lists.jsx: the lists behind the four figures: #/live/waiting, issued, late, devices.
import { useState } from 'preact/hooks';
import { downloadAddress, get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { href } from '../base/route.js';
import { minutesOf, numberOf, timeOf } from '../base/time.js';
import { both, language, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Icon } from '../ui/icon.jsx';
import { Card, Loaded, PageHead } from '../ui/parts.jsx';
import { Pager, Table } from '../ui/table.jsx';

const SIZE = 50;

const text = (key) => ({ key, head: t(`live.column.${key}`), value: (row) => row[key] ?? '' });
const words = (key) => ({ key, head: t(`live.column.${key}`), value: (row) => both(row[key]) });
const time = (key) => ({ key, head: t(`live.column.${key}`), value: (row) => timeOf(row[key]) });
const number = (key) => ({ key, head: t(`live.column.${key}`), value: (row) => row[key], end: true });
const minutes = (key) => ({ key, head: t(`live.column.${key}_minutes`), value: (row) => row[key],
  text: (row) => minutesOf(row[key]), end: true });
const late = () => ({ ...minutes('wait'), cell: (row) => (row.target && row.wait > row.target
  ? <Badge kind="warn">{minutesOf(row.wait)}</Badge> : minutesOf(row.wait)) });

export const lists = {
  waiting: () => [text('number'), words('category'), words('item'), time('since'), late(),
    minutes('target'), words('why')],
  issued: () => [text('number'), words('category'), words('item'), time('issued'), words('state'),
    number('window'), time('called'), time('ended')],
  late: () => [text('number'), words('category'), words('item'), minutes('wait'), minutes('target'),
    number('hour'), number('window'), text('clerk')],
  devices: () => [text('device'), words('title'), words('state'), time('since'), number('window'),
    text('line')],
};

// The server's own CSV: whole, not only the page, in the language of the page.
async function save(list) {
  const answer = await fetch(downloadAddress(`/live/lists/${list}.csv`), {
    headers: { 'Accept-Language': language.get() === 'en' ? 'en' : 'zh-CN' } });
  if (!answer.ok) {
    throw new Error(t('office.error.status', { status: answer.status }));
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `${list}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const concerns = { devices: (e) => e.kind === 'device_changed' };
const aboutTickets = (e) => e.kind.startsWith('ticket_') || e.kind === 'command_undone';

export function ListPage({ list }) {
  const [page, setPage] = useState(0);
  const fresh = useFresh(() => get(`/live/lists/${list}`, { offset: page * SIZE, limit: SIZE }),
    { when: concerns[list] || aboutTickets, gap: 800, keys: [list, page] });
  return (
    <>
      <PageHead title={t(`live.list.${list}`)} note={t(`live.list.${list}.note`)}>
        <a class="button" href={href('live')}><Icon name="left" />{t('office.page.live')}</a>
        <Button onClick={() => save(list)}><Icon name="download" />{t('office.table.csv')}</Button>
      </PageHead>
      <Loaded fresh={fresh}>
        {(data) => (
          <Card title={t('live.list.total', { n: numberOf(data.total) })}>
            <Table caption={t(`live.list.${list}`)} columns={lists[list]()} rows={data.rows}
              keyOf={(row) => `${row.number || row.device}:${row.hour ?? ''}:${row.wait ?? ''}`} />
            <Pager page={page} size={SIZE} total={data.total} onPage={setPage} />
          </Card>
        )}
      </Loaded>
    </>
  );
}
