// audit/chain.jsx: is the record whole? What the background walk says, and a walk now.
import { useEffect } from 'preact/hooks';
import { act, get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { numberOf, timeWithSeconds, whenOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Card, Loaded } from '../ui/parts.jsx';
import { actorOf } from './words.js';

const LOOK_MS = 400;

function Background({ background: { verifications, events, broken } }) {
  if (broken > 0) {
    return <Badge kind="bad">{t('audit.chain.broken', { seq: numberOf(broken) })}</Badge>;
  }
  return verifications > 0
    ? <Badge kind="ok">{t('audit.chain.sound', { events: numberOf(events) })}</Badge>
    : <Badge kind="off">{t('audit.chain.not_yet')}</Badge>;
}

function Progress({ walk, last }) {
  return (
    <div class="audit-progress">
      <progress max={Math.max(last, 1)} value={walk.seen} aria-label={t('audit.chain.now')} />
      <span role="status">{t('audit.chain.running', { seen: numberOf(walk.seen) })}</span>
    </div>
  );
}

function Ended({ walk }) {
  return (
    <>
      {walk.sound
        ? <Badge kind="ok">{t('audit.chain.sound', { events: numberOf(walk.events) })}</Badge>
        : (
          <Badge kind="bad">
            {walk.broken > 0 ? t('audit.chain.broken', { seq: numberOf(walk.broken) })
              : t('audit.chain.unsound')}
          </Badge>
        )}
      <span class="note">
        {t('audit.chain.by', { who: actorOf(walk.actor),
          when: `${whenOf(walk.finished).slice(0, -5)}${timeWithSeconds(walk.finished)}` })}
      </span>
      {!walk.sound && <p class="audit-next">{t('audit.chain.next')}</p>}
    </>
  );
}

function Witness({ walk }) {
  if (!walk.ended) {
    return <span class="note">{t('audit.witness.after')}</span>;
  }
  if (walk.witness === null) {
    return <Badge kind="warn">{t('audit.witness.none')}</Badge>;
  }
  return walk.witness_ahead
    ? <Badge kind="bad">{t('audit.witness.ahead', { seq: numberOf(walk.witness) })}</Badge>
    : <Badge kind="ok">{t('audit.witness.agrees', { seq: numberOf(walk.witness) })}</Badge>;
}

function Facts({ chain: { background, walk, last } }) {
  return (
    <dl class="facts">
      <dt>{t('audit.chain.last')}</dt><dd>{numberOf(last)}</dd>
      <dt>{t('audit.chain.background')}</dt><dd><Background background={background} /></dd>
      <dt>{t('audit.chain.now')}</dt>
      <dd aria-live="polite">
        {walk.running && <Progress walk={walk} last={last} />}
        {walk.ended && <Ended walk={walk} />}
        {!walk.running && !walk.ended && <span class="note">{t('audit.chain.never')}</span>}
      </dd>
      <dt>{t('audit.chain.witness')}</dt><dd><Witness walk={walk} /></dd>
    </dl>
  );
}

export function Chain() {
  const fresh = useFresh(() => get('/audit/chain'), { gap: 2000 });
  const running = Boolean(fresh.data?.walk.running);
  useEffect(() => { // a walk makes no events: it is looked at while it runs
    const timer = running ? setInterval(fresh.reload, LOOK_MS) : null;
    return () => clearInterval(timer);
  }, [running]);
  const verify = async () => {
    await act('POST', '/audit/verify', {});
    await fresh.reload();
  };
  return (
    <Card title={t('audit.chain')} class="audit-chain"
      tools={<Button busy={running} onClick={verify}>{t('audit.chain.verify')}</Button>}>
      <p class="note">{t('audit.chain.note')}</p>
      <Loaded fresh={fresh}>{(chain) => <Facts chain={chain} />}</Loaded>
    </Card>
  );
}
