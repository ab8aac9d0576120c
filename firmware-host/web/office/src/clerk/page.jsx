// clerk/page.jsx: the clerk's page (#/clerk, #/clerk/3): one primary key, everything else one key away,
// and small enough for a quarter of a screen beside the business system.
import { useEffect, useState } from 'preact/hooks';
import { act, get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { go } from '../base/route.js';
import { signedIn, who } from '../base/session.js';
import { useStore } from '../base/store.js';
import { both, t } from '../base/words.js';
import { Badge, Banner } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Icon } from '../ui/icon.jsx';
import { Loaded, PageHead } from '../ui/parts.jsx';
import { Tabs } from '../ui/tabs.jsx';
import { actById, acts, primaryOf, situationOf } from './acts.js';
import { sayDone, useDesk } from './desk.js';
import { dialogs } from './dialogs.jsx';
import { Here, StateBadge } from './here.jsx';
import { keyOf, lettersOn, ownKeys, useKeys } from './keys.js';
import { Colleagues, Held, Waiting } from './lists.jsx';
import { Palette } from './palette.jsx';
import { KeySettings } from './settings.jsx';

const CALL = { id: 'call', verb: 'call' };
const RESUME = { id: 'resume', verb: 'resume' };

// Redraws often enough for a countdown of seconds.
function useTick() {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((n) => n + 1), 250);
    return () => clearInterval(timer);
  }, []);
}

// ---------------------------------------------------------------- which window

const STATES = { closed: 'off', paused: 'warn', open: 'ok' };

// Clerks sit at one window of theirs, and the hall knows at which; managers look at any.
async function sitAt(number) {
  if (who().role === 'clerk') {
    signedIn(await act('POST', '/session/window', { window: number }));
  }
  go('clerk', number);
}

function ChooseWindow() {
  const mine = who().role === 'clerk' ? who().windows.map((one) => one.number) : null;
  const fresh = useFresh(async () => {
    const { windows } = await get('/windows');
    return windows.filter((window) => !mine || mine.includes(window.number));
  }, { when: (event) => event.kind.startsWith('window_') });
  return (
    <>
      <PageHead title={t('clerk.choose')} note={t('clerk.choose.note')} />
      <Loaded fresh={fresh}>
        {(windows) => (windows.length === 0 ? <Banner kind="info">{t('clerk.choose.none')}</Banner> : (
          <ul class="windows">
            {windows.map((window) => (
              <li key={window.number}>
                <Button onClick={() => sitAt(window.number)}>
                  <strong class="window-number">{window.number}</strong>
                  <span class="grow">{both(window.name)}<br /><small>{both(window.area)}</small></span>
                  <Badge kind={STATES[window.state]}>{t(`clerk.colleague.${window.state}`)}</Badge>
                </Button>
              </li>
            ))}
          </ul>
        ))}
      </Loaded>
    </>
  );
}

// ---------------------------------------------------------------- buttons

function Acts({ s, doing, done, onAct }) {
  const primary = primaryOf(s);
  return (
    <div class="acts" role="group" aria-label={t('clerk.acts')}>
      {primary && (
        <Button kind="primary" class="next" keys={keyOf(primary)} busy={doing !== null}
          onClick={() => onAct(primary)}>
          {t(`clerk.act.${primary.id}`)}
        </Button>
      )}
      {acts.filter((act) => act.main).map((act) => {
        const undo = act.id === 'undo' && s.undoSeconds > 0;
        return (
          <Button key={act.id} keys={keyOf(act)} disabled={!act.fits(s)} busy={doing !== null}
            class={undo ? 'undo' : ''} title={undo ? sayDone(done) : undefined}
            onClick={() => onAct(act)}>
            {undo ? t('clerk.undo.in', { s: s.undoSeconds }) : t(`clerk.act.${act.id}`)}
          </Button>
        );
      })}
    </div>
  );
}

// What is wanted now and then; in a quarter of a screen it is in the palette only.
const BESIDE = ['ask', 'close'];

function Head({ desk, s, fixed, onAct, onPalette, onKeys }) {
  return (
    <div class="desk-head">
      <h1>{t('clerk.window_n', { n: desk.window.number })}</h1>
      <StateBadge s={s} />
      <span class="note desk-count">
        {t('clerk.counts', { waiting: desk.window.waiting, served: desk.window.served })}
      </span>
      <span class="grow" />
      {BESIDE.map(actById).filter((act) => act.fits(s)).map((act) => (
        <Button key={act.id} kind="quiet" class="beside" keys={keyOf(act)} onClick={() => onAct(act)}>
          {t(`clerk.act.${act.id}`)}
        </Button>
      ))}
      {!fixed && <Button kind="quiet" onClick={() => go('clerk', 'choose')}>{t('clerk.change')}</Button>}
      <Button kind="quiet" keys="Ctrl+K" onClick={onPalette} aria-label={t('clerk.palette')}>
        <Icon name="search" />
      </Button>
      <button type="button" class="icon-button" aria-label={t('clerk.keys')} onClick={onKeys}>
        <Icon name="keyboard" />
      </button>
    </div>
  );
}

function Lists({ desk, busy, onCall, onResume }) {
  const [tab, setTab] = useState('waiting');
  const open = desk.colleagues.filter((one) => one.state !== 'closed').length;
  return (
    <section class="card lists">
      <Tabs label={t('clerk.lists')} value={tab} onValue={setTab} tabs={[
        ['waiting', t('clerk.tab.waiting'), desk.window.waiting],
        ['held', t('clerk.tab.held'), desk.held.length],
        ['colleagues', t('clerk.tab.colleagues'), open],
      ]}>
        {tab === 'waiting' && <Waiting desk={desk} busy={busy} onCall={onCall} />}
        {tab === 'held' && <Held desk={desk} busy={busy} onResume={onResume} />}
        {tab === 'colleagues' && <Colleagues desk={desk} />}
      </Tabs>
    </section>
  );
}

// ---------------------------------------------------------------- the desk

// `done(fields, next)`: the act that was asked for, or for next = true the one that also calls.
function Asked({ asked, s, perform, close }) {
  const Form = dialogs[asked.dialog];
  const finish = async (fields, next) => {
    close();
    const act = asked.dialog === 'finish' ? actById(next ? 'next' : 'finish') : asked.act;
    await perform(act, fields);
  };
  return <Form s={s} then={asked.act.with?.then} done={finish} close={close} />;
}

function Desk({ desk, perform, busy, doubt, done, fixed }) {
  useTick();
  useStore(ownKeys());
  useStore(lettersOn());
  const [open, setOpen] = useState(null); // { dialog, act } | 'palette' | 'keys'
  const s = situationOf(desk);
  const fitting = acts.filter((act) => act.fits(s));
  const close = () => setOpen(null);
  const doAct = (act) => {
    const dialog = act.asks?.(s);
    if (dialog && !busy) {
      setOpen({ dialog, act, s });
      return undefined;
    }
    return perform(act, act.id === 'open' ? { clerk: who()?.clerk || undefined } : {});
  };
  const onCall = (row) => perform(CALL, { ticket: row.id });
  const onResume = (row) => perform(RESUME, { ticket: row.id });
  useKeys({ fitting: () => fitting, doAct, palette: () => setOpen('palette') });
  useEffect(() => {
    if (open?.dialog && open.s.ticket?.id !== desk.ticket?.id) {
      setOpen(null); // it asked about somebody who is not here any more
    }
  }, [desk.ticket?.id]);
  return (
    <>
      <Head desk={desk} s={s} fixed={fixed} onAct={doAct} onPalette={() => setOpen('palette')}
        onKeys={() => setOpen('keys')} />
      {doubt && <Banner kind="warn">{t('clerk.doubt', { what: t(`clerk.act.${busy}`) })}</Banner>}
      <div class="desk">
        <div class="desk-work">
          <Here s={s} />
          <Acts s={s} doing={busy} done={done} onAct={doAct} />
        </div>
        <Lists desk={desk} busy={busy !== null} onCall={onCall} onResume={onResume} />
      </div>
      {open?.dialog && <Asked asked={open} s={open.s} perform={perform} close={close} />}
      {open === 'palette' && (
        <Palette s={s} fitting={fitting} onAct={doAct} onCall={onCall} onResume={onResume}
          extra={[{ id: 'keys', run: () => setOpen('keys') }]} close={close} />
      )}
      {open === 'keys' && <KeySettings close={close} />}
    </>
  );
}

function DeskOf({ number, fixed }) {
  const { fresh, ...desk } = useDesk(number);
  return (
    <Loaded fresh={fresh}>
      {(data) => <Desk desk={data} fixed={fixed} {...desk} />}
    </Loaded>
  );
}

export default function ClerkPage({ route }) {
  const { role, window, windows } = who();
  const asked = route.rest[0] === 'choose' ? 0 : role === 'clerk' ? window : Number(route.rest[0]);
  return asked ? <DeskOf key={asked} number={asked} fixed={role === 'clerk' && windows.length < 2} />
    : <ChooseWindow />;
}
