// here.jsx: who is at the window now, why, and for how long; what visitors see of it.
import { useEffect, useState } from 'preact/hooks';
import { clockOf, dateOf, durationOf, secondsSince, timeOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';

// Seconds since a moment, ticking.
export function Running({ since }) {
  const [seconds, setSeconds] = useState(secondsSince(since));
  useEffect(() => {
    const tick = () => setSeconds(secondsSince(since));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [since]);
  return <span class="digits">{clockOf(seconds)}</span>;
}

const STATES = { closed: 'off', paused: 'warn', free: 'info', called: 'warn', serving: 'ok' };

export function stateOf(s) {
  if (s.ticket) {
    return s.ticket.state;
  }
  return s.closed ? 'closed' : s.paused ? 'paused' : 'free';
}

export function StateBadge({ s }) {
  const state = stateOf(s);
  return <Badge kind={STATES[state]}>{t(`clerk.state.${state}`)}</Badge>;
}

function Timer({ s }) {
  const { ticket, desk } = s;
  const since = s.serving ? ticket.arrived : ticket ? ticket.called : desk.window.since;
  const label = s.serving ? 'serving' : ticket ? 'called' : s.paused ? 'paused' : 'free';
  return (
    <p class="timer"><span>{t(`clerk.timer.${label}`)}</span> <Running since={since} /></p>
  );
}

function Ticket({ ticket, s }) {
  return (
    <>
      <div class="here-line">
        <p class="number" aria-live="polite">{ticket.number}</p>
        <div class="grow">
          <p class="item">{both(ticket.item_name)}</p>
          <p class="note">
            {t('clerk.waited', { time: durationOf(ticket.waited) })}
            {ticket.recalls > 0 && ` · ${t('clerk.recalled', { n: ticket.recalls })}`}
            {ticket.no_shows > 0 && ` · ${t('clerk.missed', { n: ticket.no_shows })}`}
          </p>
        </div>
        <Timer s={s} />
      </div>
      {(ticket.priority_name || ticket.carried) && (
        <p class="marks">
          {ticket.priority_name && <Badge kind="info">{both(ticket.priority_name)}</Badge>}
          {ticket.carried && <Badge kind="info">{t('clerk.carried')}</Badge>}
        </p>
      )}
      {ticket.note && (
        <p class="left-note">
          <strong>{t('clerk.note_from', { window: ticket.note.window })}</strong> {ticket.note.text}
        </p>
      )}
      {ticket.why && <p class="why">{both(ticket.why.sentence)}</p>}
    </>
  );
}

function Last({ last }) {
  return (
    <p class="last">
      <span>{t('clerk.last', { number: last.number, outcome: t(`clerk.outcome.${last.outcome}`),
        time: timeOf(last.ended) })}</span>
      {last.receipt && (
        <strong class="digits">{t('clerk.receipt', { receipt: last.receipt })}</strong>
      )}
      {last.receipt && last.promised && (
        <span>{t('clerk.promised', { date: dateOf(last.promised) })}</span>
      )}
      <span>{last.rating === 'none' ? t('clerk.not_rated')
        : t('clerk.rated', { level: t(`clerk.level.${last.level}`) })}</span>
    </p>
  );
}

// The window's own board and evaluator: what visitors see now, or that they see nothing.
function Shown({ devices }) {
  const said = devices.filter((one) => /board|evaluator/.test(one.kind));
  if (said.length === 0) {
    return null;
  }
  return (
    <dl class="shown">
      {said.map((device) => {
        const kind = device.kind.includes('evaluator') ? 'evaluator' : 'board';
        const works = !['stale', 'dead'].includes(device.health);
        return (
          <div key={device.name}>
            <dt>{t(`clerk.device.${kind}`)}</dt>
            <dd>
              {works ? device.showing || t('clerk.device.nothing')
                : <Badge kind="bad">{t('clerk.device.silent')}</Badge>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

export function Here({ s }) {
  const { desk, ticket } = s;
  return (
    <section class={`card here ${stateOf(s)}`} aria-label={t('clerk.here')}>
      {ticket ? <Ticket ticket={ticket} s={s} /> : (
        <div class="here-line">
          <p class="number none">{t(`clerk.none.${stateOf(s)}`)}</p>
          <div class="grow">
            {s.paused && desk.window.pause_reason && (
              <p class="item">{t(`clerk.pause.${desk.window.pause_reason}`)}</p>
            )}
          </div>
          {!s.closed && <Timer s={s} />}
        </div>
      )}
      {desk.last?.outcome && <Last last={desk.last} />}
      <Shown devices={desk.devices} />
    </section>
  );
}
