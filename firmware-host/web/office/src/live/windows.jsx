// windows.jsx: every window on one screen: number, state, ticket, how long; or as a table.
//
// A state is shape and word; colour is for what somebody should look at: a window with an open alert.
import { useState } from 'preact/hooks';
import { clockOf, numberOf, timeOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { Icon } from '../ui/icon.jsx';
import { Card } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { useSeconds } from './clock.js';

const SHAPES = { serving: 'ok', called: 'info', idle: 'off', paused: 'warn', closed: 'off' };
const stateOf = (window) => t(`live.window.${window.state}`);
const clerkOf = (window) => both(window.clerk_name) || window.clerk;

// The worst open alert of each window.
export function worstOf(alerts) {
  const worst = new Map();
  alerts.filter((one) => one.window && one.state === 'open').forEach((one) => {
    if (worst.get(one.window)?.weight !== 'bad') {
      worst.set(one.window, one);
    }
  });
  return worst;
}

function Cell({ window, alert, since, onOpen }) {
  const away = window.state === 'closed';
  return (
    <li>
      <button type="button" class={`window ${window.state} ${alert ? `alerted ${alert.weight}` : ''}`}
        onClick={() => onOpen(window.number)}>
        <span class="window-top">
          <strong>{window.number}</strong>
          <span class="window-state"><Icon name={SHAPES[window.state]} />{stateOf(window)}</span>
          {alert && <span class="window-alert"><Icon name={alert.weight} />
            <span class="hidden-words">{both(alert.title)}</span></span>}
        </span>
        <span class="window-what">{window.ticket?.number || (away ? '' : clerkOf(window))}</span>
        <span class="window-foot digits">
          <span>{away ? ' ' : clockOf(since(window.since))}</span>
          <span>{window.waiting > 0 ? t('live.window.waits', { n: window.waiting }) : ''}</span>
        </span>
      </button>
    </li>
  );
}

const columns = (since) => [
  { key: 'number', head: t('live.column.window'), value: (w) => w.number },
  { key: 'name', head: t('live.column.title'), value: (w) => both(w.name) },
  { key: 'state', head: t('live.column.state'), value: stateOf,
    cell: (w) => <Badge kind={SHAPES[w.state]}>{stateOf(w)}</Badge> },
  { key: 'since', head: t('live.column.lasts'), value: (w) => (w.state === 'closed' ? null
    : since(w.since)), text: (w) => (w.state === 'closed' ? '' : clockOf(since(w.since))), end: true },
  { key: 'ticket', head: t('live.column.number'), value: (w) => w.ticket?.number || '' },
  { key: 'category', head: t('live.column.category'), value: (w) => both(w.ticket?.category) },
  { key: 'clerk', head: t('live.column.clerk'), value: clerkOf },
  { key: 'waiting', head: t('live.column.waiting'), value: (w) => w.waiting, end: true },
  { key: 'served', head: t('live.column.served'), value: (w) => w.served, end: true },
];

function Facts({ window, alerts, onClose }) {
  const since = useSeconds();
  const row = (key, value) => (value ? <><dt>{t(key)}</dt><dd>{value}</dd></> : null);
  return (
    <Dialog title={`${t('alert.window', { n: window.number })} ${both(window.name)}`} onClose={onClose}
      foot={<Button onClick={onClose} data-first>{t('office.close')}</Button>}>
      <dl class="facts">
        <dt>{t('live.column.state')}</dt>
        <dd><Badge kind={SHAPES[window.state]}>{stateOf(window)}</Badge>{' '}
          {window.state !== 'closed' && <span class="digits">{clockOf(since(window.since))}</span>}</dd>
        {row('live.window.reason', window.reason)}
        {row('live.column.clerk', clerkOf(window))}
        {row('live.column.number', window.ticket?.number)}
        {row('live.column.category', both(window.ticket?.category))}
        {row('live.column.since', window.since && timeOf(window.since))}
        {row('live.column.waiting', numberOf(window.waiting))}
        {row('live.column.served', numberOf(window.served))}
      </dl>
      {alerts.map((one) => (
        <p key={one.record} class={`window-says ${one.weight}`}><Icon name={one.weight} />
          {both(one.says)} {both(one.next)}</p>
      ))}
    </Dialog>
  );
}

export function WindowCells({ windows, alerts, onOpen = () => {} }) {
  const since = useSeconds();
  const worst = worstOf(alerts);
  return (
    <ul class="windows">
      {windows.map((window) => (
        <Cell key={window.number} window={window} since={since} alert={worst.get(window.number)}
          onOpen={onOpen} />
      ))}
    </ul>
  );
}

export function Windows({ live }) {
  const [asTable, setAsTable] = useState(false);
  const [open, setOpen] = useState(null);
  const since = useSeconds();
  const shown = live.windows.find((window) => window.number === open);
  const counts = Object.keys(SHAPES).map((state) => [state,
    live.windows.filter((window) => window.state === state).length]);
  const tools = (
    <button type="button" class="link" aria-pressed={asTable ? 'true' : 'false'}
      onClick={() => setAsTable(!asTable)}>
      {t(asTable ? 'live.windows.as_cells' : 'office.chart.as_table')}
    </button>
  );
  return (
    <Card class="windows-card" tools={tools} title={(
      <>{t('live.windows')} <span class="states">{counts.filter(([, n]) => n > 0)
        .map(([state, n]) => `${t(`live.window.${state}`)} ${n}`).join(' · ')}</span></>
    )}>
      {asTable ? (
        <Table caption={t('live.windows')} columns={columns(since)} rows={live.windows}
          keyOf={(w) => w.number} csv="windows" onOpen={(w) => setOpen(w.number)} />
      ) : <WindowCells windows={live.windows} alerts={live.alerts} onOpen={setOpen} />}
      {shown && <Facts window={shown} onClose={() => setOpen(null)}
        alerts={live.alerts.filter((one) => one.window === open)} />}
    </Card>
  );
}
