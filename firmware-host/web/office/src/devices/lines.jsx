// devices/lines.jsx: how busy each serial line is, against what was planned and what it can bear; and
// what is said on it, as a capture for Wireshark.
import { useRef } from 'preact/hooks';
import { act, downloadAddress, get } from '../base/api.js';
import { who } from '../base/session.js';
import { t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Table } from '../ui/table.jsx';
import { toast } from '../ui/toast.jsx';

const TRACE_S = 60;
const FULL = 70; // percent from which a wire's queue grows quickly

const kindOf = (percent) => (percent >= FULL ? 'bad' : percent >= FULL * 0.7 ? 'warn' : 'ok');

// Of the time since the last look; null at the first.
function useRecent(lines) {
  const last = useRef(new Map());
  const recent = new Map();
  lines.forEach((line) => {
    const before = last.current.get(line.name);
    if (before && line.elapsed_us > before.elapsed_us) {
      recent.set(line.name, (100 * (line.busy_us - before.busy_us))
        / (line.elapsed_us - before.elapsed_us));
    } else if (before && before.recent !== undefined) {
      recent.set(line.name, before.recent);
    }
    if (!before || line.elapsed_us > before.elapsed_us) {
      last.current.set(line.name, { busy_us: line.busy_us, elapsed_us: line.elapsed_us,
        recent: recent.get(line.name) });
    }
  });
  return recent;
}

function Load({ line, recent }) {
  const shown = Math.min(100, line.load_percent);
  return (
    <span class="load">
      <svg class={`load-bar ${kindOf(line.load_percent)}`} viewBox="0 0 100 10" width="100" height="10"
        preserveAspectRatio="none" aria-hidden="true">
        <rect class="ground" width="100" height="10" />
        <rect class="filled" width={shown} height="10" />
        <path class="planned" d={`M${Math.min(99, line.plan.load_percent)} 0v10`} />
      </svg>
      <span>
        {line.load_percent.toFixed(1)} / {line.plan.load_percent.toFixed(1)}
        {recent !== undefined && (
          <small class="note">{t('devices.line.load.now', { now: recent.toFixed(1) })}</small>
        )}
      </span>
    </span>
  );
}

function LineState({ line }) {
  if (!line.open) {
    return <Badge kind="bad">{t('devices.line.closed')}</Badge>;
  }
  return line.babbling ? <Badge kind="bad">{t('devices.line.babbling')}</Badge>
    : <Badge kind="ok">{t('devices.line.open')}</Badge>;
}

async function trace(line, seconds) {
  await act('POST', `/lines/${line.name}/trace`, { seconds });
  if (seconds) {
    toast(t('devices.trace.started', { name: line.name }));
  }
}

async function download(line) {
  const path = `/lines/${line.name}/trace`;
  const answer = await fetch(downloadAddress(path), { credentials: 'same-origin' });
  if (!answer.ok) {
    await get(path); // throws the refusal in its own words
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `${line.name}.pcap`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function Trace({ line }) {
  return (
    <span class="trace">
      <Button kind="quiet" aria-label={`${t(line.tracing ? 'devices.trace.stop' : 'devices.trace.start')} ${line.name}`}
        onClick={() => trace(line, line.tracing ? 0 : TRACE_S)}>
        {t(line.tracing ? 'devices.trace.stop' : 'devices.trace.start')}
      </Button>
      <Button kind="quiet" aria-label={t('devices.trace.download', { name: line.name })}
        onClick={() => download(line)}>pcap</Button>
    </span>
  );
}

const count = (key, head) => ({ key, head: t(`devices.line.${head || key}`), end: true,
  value: (line) => line[key] });

function columnsFor(devices, recent) {
  return [
    { key: 'name', head: t('devices.line.name'), value: (l) => l.name },
    { key: 'state', head: t('devices.line.state'),
      value: (l) => t(`devices.line.${!l.open ? 'closed' : l.babbling ? 'babbling' : 'open'}`),
      cell: (l) => <LineState line={l} /> },
    { key: 'load', head: t('devices.line.load'), hint: t('devices.line.load.tip'),
      value: (l) => l.load_percent, text: (l) => `${l.load_percent.toFixed(1)} / ${l.plan.load_percent.toFixed(1)}`,
      cell: (l) => <Load line={l} recent={recent.get(l.name)} />, end: true },
    { key: 'key', head: t('devices.line.key'), end: true,
      hint: t('devices.line.key.tip', { goal: 400, limit: 1000 }),
      value: (l) => l.plan.key_ms || null, text: (l) => (l.plan.key_ms ? l.plan.key_ms.toFixed(0) : '–') },
    count('exchanges'), count('timeouts'), count('garbled', 'errors'), count('exceptions'),
    count('unsolicited'), count('reopened'),
    { key: 'devices', head: t('devices.line.devices'), end: true,
      value: (l) => devices.filter((d) => d.line === l.name).length },
    { key: 'baud', head: t('devices.line.baud'), value: (l) => l.baud, end: true },
    { key: 'port', head: t('devices.line.port'), value: (l) => l.port,
      cell: (l) => <span class="port">{l.port}</span> },
    ...(who()?.role === 'administrator' ? [{ key: 'trace', head: t('devices.line.trace'),
      cell: (l) => <Trace line={l} /> }] : []),
  ];
}

export function Lines({ lines, devices }) {
  const recent = useRecent(lines);
  return (
    <Table caption={t('devices.lines')} columns={columnsFor(devices, recent)} rows={lines}
      keyOf={(l) => l.name} csv="lines" />
  );
}
