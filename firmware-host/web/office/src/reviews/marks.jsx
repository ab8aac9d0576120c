// reviews/marks.jsx: how a review and its file stand, as colour, shape and word.
import { dateOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';

const LEVELS = { 1: 'bad', 2: 'warn', 3: 'info', 4: 'ok', 5: 'ok' };
const VERDICTS = { true: 'warn', mistaken: 'info', malicious: 'info' };
const APPEALS = { pending: 'warn', accepted: 'ok', rejected: 'off' };

export function LevelBadge({ level }) {
  return <Badge kind={LEVELS[level]}>{t(`review.level.${level}`)}</Badge>;
}

export function StateBadge({ file }) {
  return (
    <Badge kind={file.state === 'closed' ? 'off' : 'info'}>{t(`review.state.${file.state}`)}</Badge>
  );
}

// The clock of the next step: late, due today, or by when.
export function DueBadge({ file, today }) {
  const due = file.appeal === 'pending' && (!file.due || file.appeal_due < file.due)
    ? file.appeal_due : file.due;
  if (!due) {
    return <Badge kind="off">{t('review.due.none')}</Badge>;
  }
  const kind = file.overdue ? 'bad' : due === today ? 'warn' : 'ok';
  const word = file.overdue ? 'late' : due === today ? 'today' : 'by';
  return <Badge kind={kind}>{t(`review.due.${word}`, { day: dateOf(due) })}</Badge>;
}

export function VerdictBadge({ file }) {
  return file.verdict === 'unverified' ? null
    : <Badge kind={VERDICTS[file.verdict]}>{t(`review.verdict.${file.verdict}`)}</Badge>;
}

export function AppealBadge({ file }) {
  return file.appeal === 'none' ? null
    : <Badge kind={APPEALS[file.appeal]}>{t(`review.appeal.${file.appeal}`)}</Badge>;
}

export function Doubts({ doubts }) {
  return doubts.length === 0 ? null : (
    <span class="reviews-doubts">
      {doubts.map((doubt) => (
        <Badge key={doubt} kind="warn">{t(`review.doubt.${doubt}`)}</Badge>
      ))}
    </span>
  );
}

export function Tags({ tags }) {
  return tags.length === 0 ? null : (
    <span class="reviews-tags">
      {tags.map((tag) => <span key={tag.code} class="reviews-tag">{both(tag.name)}</span>)}
    </span>
  );
}

export const nameOf = (thing) => (thing ? both(thing.name) : '');
