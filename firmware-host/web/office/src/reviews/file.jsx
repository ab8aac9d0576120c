// reviews/file.jsx: one bad review: what was pressed, its clocks, what comes next, all that was done.
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { href } from '../base/route.js';
import { dateOf, whenOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Banner } from '../ui/badge.jsx';
import { Card, Loaded, PageHead } from '../ui/parts.jsx';
import { AppealBadge, Doubts, DueBadge, LevelBadge, StateBadge, Tags, VerdictBadge, nameOf }
  from './marks.jsx';
import { Steps } from './steps.jsx';

function Pressed({ file }) {
  return (
    <Card title={t('review.pressed')}>
      <div class="reviews-marks">
        <LevelBadge level={file.level} /><Tags tags={file.tags} /><Doubts doubts={file.doubts} />
      </div>
      {file.text ? <blockquote class="reviews-words">{file.text}</blockquote>
        : <p class="note">{t('review.no_words')}</p>}
    </Card>
  );
}

function Facts({ file }) {
  const rows = [
    ['item', nameOf(file.item)], ['department', nameOf(file.department)], ['window', file.window],
    ['clerk', nameOf(file.clerk)], ['opened', whenOf(file.opened)],
    ['to', file.to || t('review.to.managers')], ['rectify_due', dateOf(file.rectify_due)],
    ['rectified', file.rectified ? dateOf(file.rectified) : t('review.not_yet')],
    ['calls', file.calls], ['rounds', file.rounds],
  ];
  return (
    <Card title={t('review.facts')}>
      <dl class="facts">
        {rows.map(([key, value]) => [<dt key={key}>{t(`review.${key}`)}</dt>,
          <dd key={`${key}-value`}>{value}</dd>])}
      </dl>
    </Card>
  );
}

// What a step said beside its text.
function Details({ entry }) {
  const parts = [
    entry.reason && entry.step === 'verify' && t(`review.verdict.${entry.reason}`),
    entry.reason === 'given_up' && t('review.given_up', { calls: entry.calls }),
    entry.reason === 'again' && t('review.call_again', { calls: entry.calls }),
    entry.level && t('review.said_then', { level: t(`review.level.${entry.level}`) }),
    entry.step === 'assign' && t('review.assigned_to', { to: entry.to || t('review.to.managers') }),
    entry.step === 'open' && t('review.assigned_to', { to: entry.to || t('review.to.managers') }),
    entry.name,
  ].filter(Boolean);
  return parts.length === 0 ? null : <p>{parts.join(' · ')}</p>;
}

// Steps that move no clock of the next one.
const BESIDE = ['note', 'assign', 'appeal', 'reject'];

function History({ entries }) {
  return (
    <Card title={t('review.history')}>
      <ol class="reviews-history">
        {[...entries].reverse().map((entry) => (
          <li key={entry.seq} class={`reviews-${entry.step}`}>
            <p class="reviews-step"><strong>{t(`review.did.${entry.step}`)}</strong>
              <span class="note">{whenOf(entry.at)}{entry.by && ` · ${entry.by}`}</span></p>
            <Details entry={entry} />
            {entry.text && entry.step !== 'open' && <p class="reviews-words">{entry.text}</p>}
            {entry.due && !BESIDE.includes(entry.step) && <p class="note">{t('review.then_by', { day: dateOf(entry.due) })}</p>}
          </li>
        ))}
      </ol>
    </Card>
  );
}

export function ReviewFile({ id }) {
  const fresh = useFresh(() => get(`/reviews/${encodeURIComponent(id)}`),
    { when: (event) => event.kind.startsWith('office_review') });
  return (
    <div class="reviews">
      <p class="no-print"><a href={href('reviews')}>← {t('review.back')}</a></p>
      <Loaded fresh={fresh}>
        {(file) => (
          <>
            <PageHead title={t('review.title', { number: file.number })} note={nameOf(file.item)}>
              <StateBadge file={file} /><VerdictBadge file={file} /><AppealBadge file={file} />
              <DueBadge file={file} today={file.today} />
            </PageHead>
            {!file.counts && <Banner kind="info">{t('review.does_not_count')}</Banner>}
            <Card title={t(`review.next.${file.state}`)}>
              <Steps file={file} onDone={fresh.reload} />
            </Card>
            <div class="reviews-two">
              <Pressed file={file} /><Facts file={file} />
            </div>
            <History entries={file.history} />
          </>
        )}
      </Loaded>
    </div>
  );
}
