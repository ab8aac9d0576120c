// wall.jsx: the live page for the wall: the whole screen, large, nothing to press. Esc leaves.
import { useEffect, useState } from 'preact/hooks';
import { contact } from '../base/live.js';
import { go } from '../base/route.js';
import { useStore } from '../base/store.js';
import { dateOf, hallClock, timeOf, timeWithSeconds } from '../base/time.js';
import { both, t } from '../base/words.js';
import { hall } from '../shell/office.jsx';
import { Banner } from '../ui/badge.jsx';
import { AlertLines } from '../alerts/list.jsx';
import { HourLoad } from './load.jsx';
import { FourFigures } from './tiles.jsx';
import { WindowCells } from './windows.jsx';

function WallClock() {
  const [now, setNow] = useState(hallClock());
  useEffect(() => {
    const timer = setInterval(() => setNow(hallClock()), 500);
    return () => clearInterval(timer);
  }, []);
  return <time dateTime={now}>{dateOf(now)} {timeOf(now)}</time>;
}

export function Wall({ live }) {
  const place = useStore(hall);
  const { stale, at } = useStore(contact);
  useEffect(() => {
    const leave = (event) => event.key === 'Escape' && go('live');
    const left = () => !document.fullscreenElement && go('live');
    addEventListener('keydown', leave);
    document.addEventListener('fullscreenchange', left);
    document.documentElement.requestFullscreen?.().catch(() => {}); // not without a gesture: F11
    return () => {
      removeEventListener('keydown', leave);
      document.removeEventListener('fullscreenchange', left);
      if (document.fullscreenElement) {
        document.exitFullscreen();
      }
    };
  }, []);
  return (
    <div class="wall">
      <header class="wall-head">
        <h1>{place && both(place.name)}</h1>
        <WallClock />
      </header>
      {stale && <Banner kind="warn">{t('office.stale', { time: timeWithSeconds(at) })}</Banner>}
      <FourFigures live={live} />
      <div class="wall-body">
        <WindowCells windows={live.windows} alerts={live.alerts} />
        <div>
          <HourLoad live={live} height="s" />
          <h2>{t('live.alerts')}</h2>
          <AlertLines alerts={live.alerts} most={6} />
        </div>
      </div>
    </div>
  );
}
