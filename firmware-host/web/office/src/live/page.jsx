// live/page.jsx: what the hall is like now: four figures, windows, alerts, the day by hour.
import { useEffect, useRef } from 'preact/hooks';
import { href } from '../base/route.js';
import { remembered, useStore } from '../base/store.js';
import { dateOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Banner } from '../ui/badge.jsx';
import { Card, Loading, PageHead } from '../ui/parts.jsx';
import { CheckField } from '../ui/field.jsx';
import { AlertCards } from '../alerts/list.jsx';
import { chime } from '../alerts/chime.js';
import { ListPage, lists } from './lists.jsx';
import { BusyMap, HourLoad } from './load.jsx';
import { FourFigures } from './tiles.jsx';
import { Wall } from './wall.jsx';
import { Windows } from './windows.jsx';
import { useLive } from './stream.js';

const sound = remembered('live.sound', false);

// A short tone for an alert that was not there before.
function useSound(alerts) {
  const on = useStore(sound);
  const known = useRef(null);
  useEffect(() => {
    const records = new Set((alerts || []).map((one) => one.record));
    if (on && known.current && [...records].some((record) => !known.current.has(record))) {
      chime();
    }
    known.current = alerts ? records : null;
  }, [alerts]);
  return on;
}

function Alerts({ live }) {
  const open = live.alerts.filter((one) => one.state === 'open');
  return (
    <Card class="alerts-card" title={t('live.alerts.count', { n: open.length })}
      tools={<a href={href('alerts')}>{t('live.alerts.all')}</a>}>
      <AlertCards alerts={live.alerts} />
    </Card>
  );
}

function Now({ live }) {
  const on = useSound(live.alerts);
  return (
    <div class="live-page">
      <PageHead title={t('office.page.live')}
        note={live.hall.open ? dateOf(live.hall.day) : t('live.closed', { day: dateOf(live.hall.day) })}>
        <CheckField label={t('live.sound')} value={on} onValue={(value) => sound.set(value)} />
        <a class="button" href={href('live', 'wall')}>{t('live.wall')}</a>
      </PageHead>
      {!live.hall.can_write && <Banner kind="bad">{t('alert.store_failed.next')}</Banner>}
      <FourFigures live={live} />
      <div class="live-body">
        <div>
          <Windows live={live} />
          <Card><HourLoad live={live} /></Card>
          <BusyMap live={live} />
        </div>
        <Alerts live={live} />
      </div>
    </div>
  );
}

export default function LivePage({ route }) {
  const live = useLive();
  const where = route.rest[0];
  if (where in lists) {
    return <ListPage key={where} list={where} />;
  }
  if (!live) {
    return <Loading />;
  }
  return where === 'wall' ? <Wall live={live} /> : <Now live={live} />;
}
