// devices/paper.jsx: how long the paper of each printer lasts; and the button for whoever changes it.
import { act } from '../base/api.js';
import { who } from '../base/session.js';
import { timeOf, whenOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { confirm } from '../ui/dialog.jsx';
import { Card } from '../ui/parts.jsx';
import { toast } from '../ui/toast.jsx';
import { State, nameOf } from './states.jsx';

const FEW = 100; // tickets

// Printers, the emptiest first, those that nobody knows of last.
export function printersOf(devices) {
  const left = (d) => (d.paper.left === null ? Infinity : d.paper.left);
  return devices.filter((d) => d.paper).sort((a, b) => left(a) - left(b));
}

export function Forecast({ paper, signs }) {
  if (signs.includes('paper_end')) {
    return <Badge kind="bad">{t('devices.paper.out')}</Badge>;
  }
  if (paper.left === null) {
    return <span class="note">{t('devices.paper.unknown')}</span>;
  }
  const soon = paper.until && !paper.enough_today;
  return (
    <>
      <Badge kind={paper.left === 0 ? 'bad' : soon || paper.left < FEW ? 'warn' : 'ok'}>
        {t('devices.paper.left', { count: paper.left })}
      </Badge>
      <span>{!paper.until ? t('devices.paper.no_rate')
        : paper.enough_today ? t('devices.paper.enough')
          : t('devices.paper.until', { time: timeOf(paper.until) })}</span>
    </>
  );
}

export async function changed(device, reload) {
  const name = nameOf(device);
  if (await confirm({ title: t('devices.paper.changed'), text: t('devices.paper.changed.ask', { name }),
    yes: t('devices.paper.changed') })) {
    await act('POST', `/devices/${device.name}/paper`, {});
    toast(t('devices.paper.changed.done', { name }));
    await reload();
  }
}

export function Paper({ devices, reload }) {
  const may = who()?.role !== 'auditor';
  return (
    <ul class="papers">
      {printersOf(devices).map((device) => (
        <li key={device.name}>
          <Card title={nameOf(device)} tools={<State device={device} />}>
            <p class="forecast"><Forecast paper={device.paper} signs={device.signs} /></p>
            <p class="note">
              {device.paper.changed && device.paper.known
                ? t('devices.paper.since', { when: whenOf(device.paper.changed), slips: device.paper.slips })
                  + t(device.paper.seen ? 'devices.paper.seen' : 'devices.paper.told') : ''}
              {' '}{t('devices.paper.today', { count: device.paper.today })}
              {' · '}{t('devices.paper.length', { slip: device.paper.slip_mm.toFixed(0),
                roll: (device.paper.roll_mm / 1000).toFixed(0) })}
            </p>
            {may && (
              <Button onClick={() => changed(device, reload)}
                aria-label={`${t('devices.paper.changed')} ${nameOf(device)}`}>
                {t('devices.paper.changed')}
              </Button>
            )}
          </Card>
        </li>
      ))}
    </ul>
  );
}
