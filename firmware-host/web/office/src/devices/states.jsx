// states.jsx: how a device's state is told: colour, shape and word; the worst thing first.
import { durationOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';

const HEALTH = { ok: 'ok', unknown: 'off', stale: 'warn', dead: 'bad', unplugged: 'bad' };
const SIGN = { paper_near_end: 'warn', truncated: 'warn' };

export const isSilent = (device) => ['stale', 'dead', 'unplugged'].includes(device.health);
export const isTroubled = (device) => isSilent(device) || device.signs.length > 0;

// Sorts: what needs a person first.
export function weightOf(device) {
  if (['dead', 'unplugged'].includes(device.health)) {
    return 0;
  }
  return device.signs.some((sign) => !SIGN[sign]) ? 1
    : device.health === 'stale' ? 2 : device.signs.length ? 3 : device.health === 'unknown' ? 4 : 5;
}

export function stateText(device) {
  return [isSilent(device) || !device.signs.length ? t(`devices.health.${device.health}`) : null,
    ...device.signs.map((sign) => t(`devices.sign.${sign}`))].filter(Boolean).join(' ');
}

export function State({ device }) {
  const silent = isSilent(device) || !device.signs.length;
  return (
    <span class="states">
      {silent && <Badge kind={HEALTH[device.health]}>{t(`devices.health.${device.health}`)}</Badge>}
      {device.signs.map((sign) => (
        <Badge key={sign} kind={SIGN[sign] || 'bad'}>{t(`devices.sign.${sign}`)}</Badge>
      ))}
    </span>
  );
}

export const nameOf = (device) => both(device.title) || device.name;

export function heardText(device) {
  if (device.heard_s === null) {
    return device.exchanges > 0 && device.health === 'unknown' ? t('devices.heard.silent')
      : t('devices.heard.never');
  }
  return device.heard_s < 3 ? t('devices.heard.now')
    : t('devices.ago', { time: durationOf(device.heard_s) });
}
