// tiles.jsx: the four figures, each with its target and what it was on the same weekday before.
import { dateOf, durationOf, minutesOf, numberOf, percentOf } from '../base/time.js';
import { href } from '../base/route.js';
import { both, t } from '../base/words.js';
import { Tile, Tiles } from '../ui/tile.jsx';
import { useSeconds } from './clock.js';

// "比 2026年2月23日此时 +12"; the fewer the better where `less` is set.
function changeOf(hall, now, before, text, less) {
  if (before === null || before === undefined || !hall.compared_day) {
    return undefined;
  }
  const step = now - before;
  const sign = step > 0 ? '+' : step < 0 ? '−' : '±';
  return {
    text: t('live.change', { day: dateOf(hall.compared_day), step: sign + text(Math.abs(step)) }),
    kind: less && step < 0 ? 'ok' : '',
  };
}

function Issued({ hall, issued }) {
  return (
    <Tile label={t('live.tile.issued')} value={numberOf(issued.count)} unit={t('live.unit.tickets')}
      formula={t('live.formula.issued')} href={href('live', 'issued')}
      target={issued.compared === null ? t('live.target.no_day')
        : t('live.target.issued', { n: numberOf(issued.compared) })}
      change={changeOf(hall, issued.count, issued.compared, numberOf)}
      note={t('live.note.issued', { services: numberOf(issued.services) })} />
  );
}

function Waiting({ hall, waiting }) {
  const since = useSeconds();
  const longest = waiting.since ? since(waiting.since) : null;
  const late = longest !== null && waiting.target && longest > waiting.target;
  return (
    <Tile label={t('live.tile.waiting')} value={numberOf(waiting.count)} unit={t('live.unit.people')}
      formula={t('live.formula.waiting')} href={href('live', 'waiting')}
      kind={longest === null ? 'ok' : late ? 'warn' : 'ok'}
      target={longest === null ? t('live.target.nobody')
        : t('live.target.waiting', { longest: durationOf(longest - (longest % 60) || longest),
          target: minutesOf(waiting.target) })}
      change={changeOf(hall, waiting.count, waiting.compared, numberOf, true)}
      note={longest === null ? '' : `${waiting.number} ${both(waiting.category)}`} />
  );
}

function Wait({ hall, wait }) {
  const late = wait.count > 0 && wait.mean > wait.target;
  return (
    <Tile label={t('live.tile.wait')} value={wait.count ? minutesOf(wait.mean) : '–'}
      unit={t('live.unit.minutes')} formula={t('live.formula.wait')} href={href('live', 'late')}
      kind={wait.count ? (late ? 'warn' : 'ok') : ''}
      target={wait.with_target ? t('live.target.wait', { target: minutesOf(wait.target),
        share: percentOf(wait.over / wait.with_target), n: numberOf(wait.over) })
        : t('live.target.nothing')}
      change={wait.count ? changeOf(hall, wait.mean, wait.compared, minutesOf, true) : undefined}
      note={wait.count ? t('live.note.wait', { p50: minutesOf(wait.p50), p90: minutesOf(wait.p90) }) : ''} />
  );
}

function Devices({ devices }) {
  const down = devices.all - devices.well;
  return (
    <Tile label={t('live.tile.devices')} value={`${devices.well} / ${devices.all}`}
      formula={t('live.formula.devices')} href={href('live', 'devices')} kind={down ? 'bad' : 'ok'}
      target={down ? t('live.target.devices', { n: down }) : t('live.target.all_well')} />
  );
}

export function FourFigures({ live }) {
  return (
    <Tiles>
      <Issued hall={live.hall} issued={live.tiles.issued} />
      <Waiting hall={live.hall} waiting={live.tiles.waiting} />
      <Wait hall={live.hall} wait={live.tiles.wait} />
      <Devices devices={live.tiles.devices} />
    </Tiles>
  );
}
