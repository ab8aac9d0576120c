// lists.jsx: who waits for this window, who is on hold, and what the colleagues are doing.
import { useMemo } from 'preact/hooks';
import { durationOf, secondsSince, timeOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Table } from '../ui/table.jsx';
import { Running } from './here.jsx';

function Marks({ row }) {
  return (
    <>
      {row.priority && <Badge kind="info">{both(row.priority)}</Badge>}
      {row.returned && <Badge kind="warn">{t('clerk.returned')}</Badge>}
      {row.mine && <Badge kind="ok">{t('clerk.mine')}</Badge>}
    </>
  );
}

export function Waiting({ desk, busy, onCall }) {
  const columns = useMemo(() => [
    { key: 'number', head: t('clerk.number'), value: (row) => row.number,
      cell: (row) => <strong>{row.number}</strong> },
    { key: 'item', head: t('clerk.item'), value: (row) => both(row.item),
      cell: (row) => <>{both(row.item)} <Marks row={row} /></> },
    { key: 'waited', head: t('clerk.waited_head'), end: true,
      value: (row) => secondsSince(row.since), text: (row) => durationOf(secondsSince(row.since)) },
    { key: 'call', head: t('clerk.call_head'), end: true,
      cell: (row) => (
        <Button kind="quiet" disabled={busy || desk.window.state !== 'open' || Boolean(desk.ticket)}
          onClick={() => onCall(row)} aria-label={t('clerk.call_this', { number: row.number })}>
          {t('clerk.call')}
        </Button>
      ) },
  ], [desk, busy]);
  return (
    <>
      <p class="categories">
        {desk.categories.map((category) => (
          <span key={category.code}>{category.series} {both(category.name)} <strong>{
            category.waiting}</strong></span>
        ))}
      </p>
      <Table caption={t('clerk.tab.waiting')} columns={columns} rows={desk.waiting}
        keyOf={(row) => row.id} empty={t('clerk.nobody_waits')} />
    </>
  );
}

export function Held({ desk, busy, onResume }) {
  const columns = useMemo(() => [
    { key: 'number', head: t('clerk.number'), value: (row) => row.number,
      cell: (row) => <strong>{row.number}</strong> },
    { key: 'note', head: t('clerk.note'), value: (row) => row.note?.text || both(row.item) },
    { key: 'until', head: t('clerk.until'), value: (row) => row.until || '',
      text: (row) => timeOf(row.until) || t('clerk.until.none') },
    { key: 'resume', head: t('clerk.resume_head'), end: true,
      cell: (row) => (
        <Button kind="quiet" disabled={busy || desk.window.state !== 'open'}
          onClick={() => onResume(row)} aria-label={t('clerk.resume_this', { number: row.number })}>
          {t('clerk.resume')}
        </Button>
      ) },
  ], [desk, busy]);
  return (
    <Table caption={t('clerk.tab.held')} columns={columns} rows={desk.held} keyOf={(row) => row.id}
      empty={t('clerk.nobody_held')} />
  );
}

const KINDS = { closed: 'off', paused: 'warn', open: 'ok' };

export function Colleagues({ desk }) {
  const rows = desk.colleagues.filter((one) => one.state !== 'closed');
  const columns = useMemo(() => [
    { key: 'window', head: t('clerk.window'), value: (row) => row.number,
      cell: (row) => <><strong>{row.number}</strong> {both(row.name)}</> },
    { key: 'clerk', head: t('clerk.clerk'), value: (row) => both(row.clerk) },
    { key: 'state', head: t('clerk.state'), value: (row) => row.state,
      cell: (row) => (
        <Badge kind={row.ticket ? (row.serving ? 'ok' : 'warn') : KINDS[row.state]}>
          {row.ticket ? t(row.serving ? 'clerk.serves' : 'clerk.calls', { number: row.ticket })
            : t(`clerk.colleague.${row.state}`)}
        </Badge>
      ) },
    { key: 'since', head: t('clerk.since'), end: true, value: (row) => secondsSince(row.since),
      cell: (row) => <Running since={row.since} /> },
  ], [desk]);
  return (
    <Table caption={t('clerk.tab.colleagues')} columns={columns} rows={rows}
      keyOf={(row) => row.number} empty={t('clerk.no_colleagues')} />
  );
}
