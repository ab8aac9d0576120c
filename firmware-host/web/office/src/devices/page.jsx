// devices/page.jsx: every device and line of the hall: state, figures, what it shows, its paper. States
// come by push; counters are looked at every two seconds while the page is seen.
import { useEffect, useState } from 'preact/hooks';
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { go, goQuietly, href } from '../base/route.js';
import { timeOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { CheckField, SelectField, TextField } from '../ui/field.jsx';
import { Loaded, PageHead } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { Tabs } from '../ui/tabs.jsx';
import { Tile, Tiles } from '../ui/tile.jsx';
import { Tip } from '../ui/tip.jsx';
import { DeviceDialog } from './detail.jsx';
import { Lines } from './lines.jsx';
import { Paper, printersOf } from './paper.jsx';
import { State, heardText, isTroubled, nameOf, stateText, weightOf } from './states.jsx';

const LOOK_MS = 2000;
const MATTERS = ['device_changed', 'office_device_tested', 'office_paper_changed', 'site_adopted'];
const KINDS = ['printer', 'board', 'pad', 'evaluator', 'panel', 'touch_evaluator'];

const errorsOf = (device) => device.timeouts + device.garbled;

const columns = () => [
  { key: 'device', head: t('devices.col.device'), value: nameOf,
    cell: (d) => (
      <span class="device-name">{nameOf(d)}{both(d.title) && <small class="note"> {d.name}</small>}</span>
    ) },
  { key: 'state', head: t('devices.col.state'), value: weightOf, text: stateText,
    cell: (d) => <State device={d} /> },
  { key: 'kind', head: t('devices.col.kind'), value: (d) => t(`devices.kind.${d.kind}`) },
  { key: 'window', head: t('devices.col.window'), value: (d) => d.window, end: true },
  { key: 'showing', head: t('devices.col.showing'), value: (d) => d.showing || null,
    cell: (d) => <span class="showing">{d.showing}</span> },
  { key: 'heard', head: t('devices.col.heard'), value: (d) => d.heard_s, text: heardText },
  { key: 'answer', head: t('devices.col.answer'), end: true,
    value: (d) => (d.answer_us ? d.answer_us / 1000 : null),
    text: (d) => (d.answer_us ? (d.answer_us / 1000).toFixed(0) : '–') },
  { key: 'errors', head: t('devices.col.errors'), value: errorsOf, end: true,
    cell: (d) => (errorsOf(d) ? (
      <Tip text={t('devices.errors.tip', d)}>
        <button type="button" class="plain-figure">{errorsOf(d)}</button>
      </Tip>
    ) : '0') },
  { key: 'events', head: t('devices.col.events'), value: (d) => d.events, end: true },
  { key: 'ignored', head: t('devices.col.ignored'), value: (d) => d.ignored, end: true },
  { key: 'line', head: t('devices.col.line'), value: (d) => d.line },
];

function matches(device, search) {
  const wanted = search.trim().toLowerCase();
  return !wanted || [device.name, both(device.title), device.line, device.showing, device.profile,
    device.window && String(device.window), t(`devices.kind.${device.kind}`), stateText(device)]
    .some((text) => text && text.toLowerCase().includes(wanted));
}

function Overview({ devices, lines }) {
  const troubled = devices.filter(isTroubled);
  const unheard = devices.filter((d) => d.health === 'unknown' && !isTroubled(d)).length;
  const paper = printersOf(devices).find((d) => d.paper.left !== null);
  const busiest = [...lines].sort((a, b) => b.load_percent - a.load_percent)[0];
  return (
    <Tiles>
      <Tile label={t('devices.tile.ok')} value={devices.length - troubled.length - unheard}
        unit={t('devices.tile.of', { count: devices.length })}
        note={unheard ? t('devices.tile.unheard', { count: unheard }) : ''} />
      <Tile label={t('devices.tile.trouble')} value={troubled.length}
        kind={troubled.length ? 'bad' : 'ok'} href={href('devices', { trouble: 1 })}
        target={troubled.slice(0, 3).map(nameOf).join('、') || t('devices.tile.trouble.none')} />
      <Tile label={t('devices.tile.paper')} href={href('devices', { tab: 'paper' })}
        value={paper ? paper.paper.left : '–'}
        note={paper ? `${nameOf(paper)}${paper.paper.until && !paper.paper.enough_today
          ? ` · ${timeOf(paper.paper.until)}` : ''}` : t('devices.paper.unknown')} />
      <Tile label={t('devices.tile.lines')} href={href('devices', { tab: 'lines' })}
        value={busiest ? busiest.load_percent.toFixed(1) : '–'} unit="%"
        note={busiest && busiest.name} />
    </Tiles>
  );
}

function Devices({ devices, query }) {
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState('');
  const trouble = query.trouble === '1';
  const rows = devices.filter((d) => matches(d, search) && (!kind || d.kind === kind)
    && (!trouble || isTroubled(d)));
  return (
    <>
      <div class="row filters no-print">
        <TextField label={t('devices.search')} value={search} onValue={setSearch} type="search" />
        <SelectField label={t('devices.filter.kind')} value={kind} onValue={setKind}
          options={[['', t('devices.all_kinds')], ...KINDS.map((k) => [k, t(`devices.kind.${k}`)])]} />
        <CheckField label={t('devices.filter.trouble')} value={trouble}
          onValue={(on) => goQuietly('devices', { ...query, trouble: on ? 1 : '' })} />
        <span class="grow" />
        <p class="note">{t('devices.count', { count: rows.length })}</p>
      </div>
      <Table caption={t('devices.table')} columns={columns()} rows={rows} keyOf={(d) => d.name}
        csv="devices" sort={{ key: 'state', down: false }}
        onOpen={(d) => go('devices', d.name, query)} />
    </>
  );
}

// Looks again while somebody looks.
function useLooking(fresh) {
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && fresh.reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
}

export default function DevicesPage({ route }) {
  const fresh = useFresh(() => get('/devices'), { when: (e) => MATTERS.includes(e.kind) });
  useLooking(fresh);
  const { query } = route;
  const tab = ['lines', 'paper'].includes(query.tab) ? query.tab : 'devices';
  return (
    <>
      <PageHead title={t('office.page.devices')} />
      <Loaded fresh={fresh}>
        {({ devices, lines }) => {
          const open = devices.find((d) => d.name === route.rest[0]);
          return (
            <>
              <Overview devices={devices} lines={lines} />
              <Tabs label={t('office.page.devices')} value={tab}
                onValue={(value) => goQuietly('devices', { tab: value === 'devices' ? '' : value })}
                tabs={[['devices', t('devices.tab.devices'), devices.length],
                  ['lines', t('devices.tab.lines'), lines.length],
                  ['paper', t('devices.tab.paper'), printersOf(devices).length]]}>
                {tab === 'devices' && <Devices devices={devices} query={query} />}
                {tab === 'lines' && <Lines lines={lines} devices={devices} />}
                {tab === 'paper' && <Paper devices={devices} reload={fresh.reload} />}
              </Tabs>
              {open && (
                <DeviceDialog device={open} line={lines.find((l) => l.name === open.line)}
                  onClose={() => go('devices', query)} reload={fresh.reload} />
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
